package dev.glovebox.sandbox;

import java.time.Duration;
import java.util.Optional;

/**
 * What the sandbox saw of one run. It says what happened, not whose fault it was: verdicts are the
 * judge's.
 *
 * @param end how the main process ended
 * @param stop why the supervisor ended the run; empty = it ended by itself
 * @param cpu CPU time of the whole process tree, to the microsecond
 * @param user the part spent in user mode
 * @param system the part spent in the kernel
 * @param wall from start to the end of the main process
 * @param peakResidentBytes largest resident set of any process of the run
 * @param peakCgroupBytes high-water mark of the sandbox's memory so far, page cache and tmpfs
 *     included; empty = unknown
 * @param oomKills processes that the kernel killed for want of memory in this sandbox during the
 *     run
 * @param forkRefusals forks refused by the process limit during the run
 * @param stdoutBytes bytes written to standard output, beyond the limit too
 * @param stderrBytes bytes written to standard error, beyond the limit too
 * @param leftOver processes that had to be ended after the main process
 * @param resultBytes memory that the results of a compile run take; 0 for a program's run
 * @param collected the files that were asked for
 */
public record RunReport(
    End end,
    Optional<Stop> stop,
    Duration cpu,
    Duration user,
    Duration system,
    Duration wall,
    long peakResidentBytes,
    Optional<Long> peakCgroupBytes,
    long oomKills,
    long forkRefusals,
    long stdoutBytes,
    long stderrBytes,
    long leftOver,
    long resultBytes,
    Collected collected) {

  /** Where no files were asked for. */
  public RunReport(
      End end,
      Optional<Stop> stop,
      Duration cpu,
      Duration user,
      Duration system,
      Duration wall,
      long peakResidentBytes,
      Optional<Long> peakCgroupBytes,
      long oomKills,
      long forkRefusals,
      long stdoutBytes,
      long stderrBytes,
      long leftOver,
      long resultBytes) {
    this(
        end,
        stop,
        cpu,
        user,
        system,
        wall,
        peakResidentBytes,
        peakCgroupBytes,
        oomKills,
        forkRefusals,
        stdoutBytes,
        stderrBytes,
        leftOver,
        resultBytes,
        Collected.NOTHING);
  }

  /** The same with files. */
  public RunReport with(Collected files) {
    return new RunReport(
        end,
        stop,
        cpu,
        user,
        system,
        wall,
        peakResidentBytes,
        peakCgroupBytes,
        oomKills,
        forkRefusals,
        stdoutBytes,
        stderrBytes,
        leftOver,
        resultBytes,
        files);
  }

  /** The same with another number of bytes written to standard output. */
  public RunReport withStdoutBytes(long bytes) {
    return new RunReport(
        end,
        stop,
        cpu,
        user,
        system,
        wall,
        peakResidentBytes,
        peakCgroupBytes,
        oomKills,
        forkRefusals,
        bytes,
        stderrBytes,
        leftOver,
        resultBytes,
        collected);
  }

  /** The same, ended for another reason. */
  public RunReport with(Stop reason) {
    return stopped(Optional.of(reason));
  }

  /** The same, ended for no reason that the run itself has given. */
  public RunReport withoutStop() {
    return stopped(Optional.empty());
  }

  private RunReport stopped(Optional<Stop> reason) {
    return new RunReport(
        end,
        reason,
        cpu,
        user,
        system,
        wall,
        peakResidentBytes,
        peakCgroupBytes,
        oomKills,
        forkRefusals,
        stdoutBytes,
        stderrBytes,
        leftOver,
        resultBytes,
        collected);
  }

  /** How the main process ended. */
  public sealed interface End {
    /** By itself, with an exit code of 0 to 255. */
    record Exited(int code) implements End {}

    /** By a signal, ours or another's. */
    record Signalled(int signal) implements End {}

    /** It could not be started, for example because the program file is missing. */
    record NotStarted(int errno, String reason) implements End {}
  }

  /** Why the supervisor ended a run. */
  public enum Stop {
    CPU_LIMIT,
    WALL_LIMIT,
    STDOUT_LIMIT,
    STDERR_LIMIT,
    /** {@link Sandbox#kill()}. */
    KILLED
  }
}
