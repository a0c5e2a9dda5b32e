package dev.glovebox.judge;

import dev.glovebox.language.Language;
import dev.glovebox.sandbox.ContainerLimits;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.sandbox.RunLimits;
import dev.glovebox.submission.ExecutionLimits;
import java.time.Duration;
import java.util.Optional;

/**
 * The limits of each phase of a submission: what the kernel is told, what the supervisor is told,
 * and what the verdict goes by.
 *
 * <p>The supervisor ends a run a little after its CPU limit, so that a near miss shows as one. Wall
 * limits protect the host from programs that wait; on a busy machine they are stretched, because
 * waiting for a core is not the program's fault.
 */
final class PhaseLimits {

  private static final Duration LEAST_OVERSHOOT = Duration.ofMillis(100);
  private static final int OVERSHOOT_PARTS = 10;
  private static final long LEAST_MEMORY = 16L << 20;
  private static final int LEAST_PROCESSES = 2;
  private static final Duration CHECK_CPU = Duration.ofSeconds(10);
  private static final long CHECK_FILE = 1L << 20;
  private static final Duration CHECK_WALL = Duration.ofSeconds(30);

  private final Language language;
  private final ExecutionLimits asked;
  private final TierAllowance allowance;
  private final JudgeProperties properties;
  private final HostLoad load;

  PhaseLimits(
      Language language,
      ExecutionLimits asked,
      IsolationTier tier,
      JudgeProperties properties,
      HostLoad load) {
    this.language = language;
    this.asked = asked;
    this.allowance = TierAllowance.of(tier);
    this.properties = properties;
    this.load = load;
  }

  /** What verdicts go by. */
  ExecutionLimits judged() {
    return new ExecutionLimits(
        asked.cpu().multipliedBy(allowance.time()),
        asked.wall().multipliedBy(allowance.time()),
        asked.memoryBytes(),
        asked.processes(),
        asked.outputBytes(),
        asked.fileSizeBytes(),
        asked.stackBytes());
  }

  /** Of one run of the program. */
  RunLimits program(boolean drain) {
    return program(drain, Optional.empty());
  }

  /**
   * Of one run of the program.
   *
   * @param drain whether it runs on where it passes its output limit
   * @param cpuExtra how far it may pass its CPU time; empty = a little
   */
  RunLimits program(boolean drain, Optional<Duration> cpuExtra) {
    ExecutionLimits judged = judged();
    return new RunLimits(
        cpuExtra
            .map(extra -> judged.cpu().plus(extra.multipliedBy(allowance.time())))
            .orElseGet(() -> withOvershoot(judged.cpu())),
        stretched(judged.wall()),
        judged.outputBytes(),
        judged.outputBytes(),
        judged.fileSizeBytes(),
        properties.openFiles(),
        judged.stackBytes(),
        drain ? RunLimits.Overflow.DRAIN : RunLimits.Overflow.STOP);
  }

  /**
   * Of the sandbox while the program runs. The program's own files are in the sandbox's memory, and
   * not the program's to pay for.
   *
   * @param installedBytes memory that the program's files take
   */
  ContainerLimits programContainer(long installedBytes) {
    long counted = Math.max(0, installedBytes - ContainerLimits.FREE_INSTALLED_BYTES);
    return container(
        asked.memoryBytes() + language.memoryOverheadBytes() + counted, asked.processes());
  }

  /** Of one compilation. */
  RunLimits compile(Language.Compile compile) {
    return new RunLimits(
        compile.cpu().multipliedBy(allowance.time()),
        stretched(compile.wall().multipliedBy(allowance.time())),
        compile.outputBytes(),
        compile.outputBytes(),
        compile.fileSizeBytes(),
        // Linkers and build tools hold many more files open than programs do.
        Math.max(properties.openFiles(), 1024),
        Optional.empty(),
        RunLimits.Overflow.STOP);
  }

  /** Of the sandbox while a compiler runs that needs all it may have. */
  ContainerLimits compileContainer(Language.Compile compile) {
    return container(compile.memoryBytes(), compile.processes());
  }

  /** Of the syntax check. */
  RunLimits check() {
    long output = properties.storedCompilerOutput().toBytes();
    return new RunLimits(
        CHECK_CPU.multipliedBy(allowance.time()),
        stretched(CHECK_WALL.multipliedBy(allowance.time())),
        output,
        output,
        Math.max(CHECK_FILE, asked.fileSizeBytes()),
        properties.openFiles(),
        Optional.empty(),
        RunLimits.Overflow.DRAIN);
  }

  private static ContainerLimits container(long memory, int processes) {
    return new ContainerLimits(
        Math.max(LEAST_MEMORY, memory), Math.max(LEAST_PROCESSES, processes));
  }

  private static Duration withOvershoot(Duration limit) {
    Duration part = limit.dividedBy(OVERSHOOT_PARTS);
    return limit.plus(part.compareTo(LEAST_OVERSHOOT) > 0 ? part : LEAST_OVERSHOOT);
  }

  private Duration stretched(Duration wall) {
    double factor = Math.clamp(load.perCore(), 1, Math.max(1, properties.mostWallStretch()));
    return Duration.ofNanos((long) (wall.toNanos() * factor));
  }
}
