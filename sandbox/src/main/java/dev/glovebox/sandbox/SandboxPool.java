package dev.glovebox.sandbox;

/** Hands out sandboxes, warm where possible. Thread-safe. */
public interface SandboxPool extends AutoCloseable {

  /**
   * Takes a sandbox, waiting for one to start where none is warm.
   *
   * @param spec image and tier
   * @param lease who it is for
   * @param limits the least the sandbox should be set to when it is handed over
   * @throws SandboxException when the engine can't provide one: our fault or the engine's, to be
   *     retried
   */
  Sandbox acquire(SandboxSpec spec, SandboxLease lease, ContainerLimits limits);

  /** Keeps sandboxes of this kind pre-started from now on. */
  void warm(SandboxSpec spec);

  /** Stops keeping sandboxes of this kind and destroys the idle ones. */
  void cool(SandboxSpec spec);

  /** Destroys all idle sandboxes. Those in use are destroyed when they are closed. */
  @Override
  void close();
}
