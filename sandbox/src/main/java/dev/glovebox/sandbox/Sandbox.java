package dev.glovebox.sandbox;

import java.util.List;

/**
 * A running, empty sandbox, used by one thread at a time (only {@link #kill()} may come from
 * another).
 *
 * <p>Order of use: {@link #install} or a compile {@link #run}, perhaps {@link #installPeer}, then
 * any number of program runs. Every method throws {@link SandboxException} for our own faults,
 * after which the sandbox can only be closed. A program's misbehaviour is never an exception, it is
 * in the {@link RunReport}.
 */
public interface Sandbox extends AutoCloseable {

  /** Replaces {@code /box/app} by these files, which programs can read and not change. */
  void install(List<SandboxFile> files);

  /**
   * Replaces {@code /box/peer-app} by these files, which peers ({@link #interact}) can read and not
   * change, and programs can't see. After {@link #install} or the compile run, which empty it.
   */
  void installPeer(List<SandboxFile> files);

  /** Runs one command to its end. Returns when every process of the run is gone. */
  RunReport run(RunRequest request, RunOutput output);

  /**
   * Runs one command to its end, whose input is made meanwhile.
   *
   * @param request without input; its limit of standard output is not that of a pipe
   */
  RunReport converse(RunRequest request, Conversation conversation);

  /** Runs a program and its peer to their ends. Returns when every process of both is gone. */
  Interaction.Report interact(Interaction interaction, Interaction.Output output);

  /**
   * The regular files under {@code /box/app}, such as the result of a compile run.
   *
   * @throws SandboxException of kind {@link SandboxException.Kind#TOO_LARGE} when they are more
   *     than could be installed again
   */
  List<SandboxFile> fetch();

  /**
   * Sets the limits of the whole sandbox: one engine call, none when they are already these.
   *
   * @throws SandboxException of kind {@link SandboxException.Kind#OUT_OF_MEMORY} when more memory
   *     is in use already
   */
  void limit(ContainerLimits limits);

  /**
   * Ends the run in progress, from any thread; the run then reports {@link RunReport.Stop#KILLED}.
   * Later runs don't start.
   */
  void kill();

  /** Where and how things run here. */
  SandboxFacts facts();

  /**
   * Gives the sandbox back to the pool it came from, which destroys it, or, where reuse is allowed
   * and every run ended provably clean, keeps it for the same tenant.
   */
  @Override
  void close();
}
