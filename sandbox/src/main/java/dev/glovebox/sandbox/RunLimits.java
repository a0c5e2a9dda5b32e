package dev.glovebox.sandbox;

import java.time.Duration;
import java.util.Optional;

/**
 * What the supervisor enforces on one run.
 *
 * @param cpu the run is ended when the CPU time of its whole process tree passes this
 * @param wall the run is ended when this much time has passed since it started
 * @param stdoutBytes how much standard output is kept
 * @param stderrBytes how much standard error is kept
 * @param fileSizeBytes the largest file it may write
 * @param openFiles descriptors a process may have open
 * @param stackBytes size of the main thread's stack; empty = unlimited (bounded by memory)
 * @param overflow what happens at an output limit
 */
public record RunLimits(
    Duration cpu,
    Duration wall,
    long stdoutBytes,
    long stderrBytes,
    long fileSizeBytes,
    int openFiles,
    Optional<Long> stackBytes,
    Overflow overflow) {

  /** What happens to a run that writes more than its output limit. */
  public enum Overflow {
    /** It is ended at once. */
    STOP,
    /** It goes on; what is beyond the limit is counted and thrown away. */
    DRAIN
  }
}
