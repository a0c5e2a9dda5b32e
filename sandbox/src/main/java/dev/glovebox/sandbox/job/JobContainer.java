package dev.glovebox.sandbox.job;

import dev.glovebox.sandbox.SandboxException;
import java.time.Duration;
import java.util.List;

/** One container of a job. What it writes outside of the workspace lives as long as it does. */
public interface JobContainer {

  /**
   * Starts it and stays until nothing of it runs any more. It can be run again.
   *
   * @param input standard input of its command, complete
   * @param output told by one thread at a time
   * @param started called once it runs: signals sent before are lost
   * @throws SandboxException when the engine failed
   */
  Ended run(byte[] input, JobOutput output, Runnable started);

  /** Sends TERM to all its processes but the first; nothing to do where none runs. */
  void terminate();

  /** Ends all its processes at once; nothing to do where none runs. */
  void kill();

  /** Bytes in its writable layer; takes as long as there are many files. */
  long layerBytes();

  /**
   * Runs a command in it while it runs, as the user of its order.
   *
   * @param most how long it may take
   * @return its exit code
   * @throws SandboxException when it could not be run, or took longer
   */
  int execute(List<String> command, JobOutput output, Duration most);

  /** Whether a TCP port of it takes connections, by its own address. */
  boolean listens(int port);

  /** Whether a request for this path on this port is answered with a status below 400. */
  boolean answers(int port, String path);

  /** Whether the health check of its image says that it is well. */
  boolean isHealthy();

  /**
   * How its first process ended.
   *
   * @param exitCode 128 and the number for a signal
   * @param signal number, 0 for none
   * @param startError errno of starting the command, 0 where it started
   * @param outOfMemory whether the kernel ended processes of it for want of memory
   * @param forkRefusals how often the limit of processes was met
   * @param freeBytes what was left in the workspace, or a negative number: unknown
   */
  record Ended(
      int exitCode,
      int signal,
      int startError,
      boolean outOfMemory,
      long forkRefusals,
      long freeBytes) {}
}
