package dev.glovebox.sandbox.job;

import dev.glovebox.sandbox.SandboxException;

/** An image that is being fetched. Closing breaks off what has not ended. */
public interface ImagePull extends AutoCloseable {

  /**
   * Waits for its end.
   *
   * @throws SandboxException when the engine can't be asked for what it has fetched
   */
  Pulled await() throws InterruptedException;

  /** Ends it early, from any thread; does not wait. */
  void breakOff();

  @Override
  void close();
}
