package dev.glovebox.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.sandbox.RunReport;
import dev.glovebox.sandbox.RunReport.End;
import dev.glovebox.sandbox.RunReport.End.Exited;
import dev.glovebox.sandbox.RunReport.End.NotStarted;
import dev.glovebox.sandbox.RunReport.End.Signalled;
import dev.glovebox.sandbox.RunReport.Stop;
import dev.glovebox.submission.ExecutionLimits;
import dev.glovebox.submission.TestResult.LimitFired;
import dev.glovebox.submission.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunVerdictTest {

  private static final ExecutionLimits LIMITS =
      new ExecutionLimits(
          Duration.ofSeconds(1),
          Duration.ofSeconds(3),
          64L << 20,
          32,
          1000,
          2L << 20,
          Optional.empty());

  private static final String OUT_OF_MEMORY =
      "Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space\n";

  private static final ComparisonResult WRONG = ComparisonResult.wrong("differs");
  private static final ComparisonResult WRONG_FORMAT = new ComparisonResult(false, true, "blanks");

  /** One run, with everything in order but for what a test changes. */
  private record Run(
      End end,
      Optional<Stop> stop,
      long cpuMillis,
      long oomKills,
      long forkRefusals,
      long stdout,
      long stderr,
      String errorText,
      Optional<ComparisonResult> comparison) {

    static final Run CLEAN =
        new Run(
            new Exited(0),
            Optional.empty(),
            10,
            0,
            0,
            5,
            0,
            "",
            Optional.of(ComparisonResult.ACCEPTED));

    Run end(End value) {
      return new Run(
          value, stop, cpuMillis, oomKills, forkRefusals, stdout, stderr, errorText, comparison);
    }

    Run stop(Stop value) {
      return new Run(
          end,
          Optional.of(value),
          cpuMillis,
          oomKills,
          forkRefusals,
          stdout,
          stderr,
          errorText,
          comparison);
    }

    Run cpu(long millis) {
      return new Run(
          end, stop, millis, oomKills, forkRefusals, stdout, stderr, errorText, comparison);
    }

    Run oom(long kills) {
      return new Run(
          end, stop, cpuMillis, kills, forkRefusals, stdout, stderr, errorText, comparison);
    }

    Run forks(long refusals) {
      return new Run(
          end, stop, cpuMillis, oomKills, refusals, stdout, stderr, errorText, comparison);
    }

    Run wrote(long out, long error) {
      return new Run(
          end, stop, cpuMillis, oomKills, forkRefusals, out, error, errorText, comparison);
    }

    Run said(String text) {
      return new Run(
          end, stop, cpuMillis, oomKills, forkRefusals, stdout, stderr, text, comparison);
    }

    Run compared(Optional<ComparisonResult> result) {
      return new Run(
          end, stop, cpuMillis, oomKills, forkRefusals, stdout, stderr, errorText, result);
    }

    RunVerdict verdict() {
      RunReport report =
          new RunReport(
              end,
              stop,
              Duration.ofMillis(cpuMillis),
              Duration.ofMillis(cpuMillis),
              Duration.ZERO,
              Duration.ofMillis(3210),
              1 << 20,
              Optional.empty(),
              oomKills,
              forkRefusals,
              stdout,
              stderr,
              0,
              0);
      Optional<Supplier<ComparisonResult>> supplier = comparison.map(result -> () -> result);
      return RunVerdict.of(report, LIMITS, errorText, supplier);
    }
  }

  /** How a run may have ended, and the verdict of that alone. */
  private enum Ending {
    GOOD(new Exited(0), null, Verdict.ACCEPTED, null),
    CODE(new Exited(3), null, Verdict.RUNTIME_ERROR, null),
    CRASH(new Signalled(11), null, Verdict.RUNTIME_ERROR, null),
    KILLED_BY_ANYBODY(new Signalled(9), null, Verdict.RUNTIME_ERROR, null),
    NO_START(new NotStarted(2, "No such file"), null, Verdict.RUNTIME_ERROR, null),
    SYSTEM_CALL(new Signalled(31), null, Verdict.SECURITY_VIOLATION, null),
    FILE_SIZE(new Signalled(25), null, Verdict.OUTPUT_LIMIT, LimitFired.FILE_SIZE),
    CPU(new Signalled(9), Stop.CPU_LIMIT, Verdict.TIME_LIMIT, LimitFired.CPU),
    WALL(new Signalled(9), Stop.WALL_LIMIT, Verdict.WALL_LIMIT, LimitFired.WALL),
    STDOUT(new Signalled(9), Stop.STDOUT_LIMIT, Verdict.OUTPUT_LIMIT, LimitFired.STDOUT),
    STDERR(new Signalled(9), Stop.STDERR_LIMIT, Verdict.OUTPUT_LIMIT, LimitFired.STDERR),
    CANCELLED(new Signalled(9), Stop.KILLED, Verdict.CANCELLED, null);

    final End end;
    final Stop stop;
    final Verdict verdict;
    final LimitFired limit;

    Ending(End end, Stop stop, Verdict verdict, LimitFired limit) {
      this.end = end;
      this.stop = stop;
      this.verdict = verdict;
      this.limit = limit;
    }
  }

  /** Highest first; what is not here is decided by the comparison. */
  private static final List<Verdict> PRECEDENCE =
      List.of(
          Verdict.CANCELLED,
          Verdict.TIME_LIMIT,
          Verdict.WALL_LIMIT,
          Verdict.MEMORY_LIMIT,
          Verdict.SECURITY_VIOLATION,
          Verdict.OUTPUT_LIMIT,
          Verdict.RUNTIME_ERROR,
          Verdict.NO_OUTPUT,
          Verdict.PRESENTATION_ERROR,
          Verdict.WRONG_ANSWER,
          Verdict.ACCEPTED);

  private static Verdict highest(List<Verdict> symptoms) {
    return PRECEDENCE.stream().filter(symptoms::contains).findFirst().orElseThrow();
  }

  /** Every combination of symptoms: the one that ranks highest decides, whatever else there is. */
  @Test
  void theHighestSymptomDecidesInEveryCombination() {
    int combinations = 0;
    for (Ending ending : Ending.values()) {
      for (boolean overCpu : new boolean[] {false, true}) {
        for (boolean oom : new boolean[] {false, true}) {
          for (boolean signature : new boolean[] {false, true}) {
            for (long stdout : new long[] {0, 5, 1001}) {
              for (long stderr : new long[] {0, 1001}) {
                for (boolean forks : new boolean[] {false, true}) {
                  for (Optional<ComparisonResult> comparison :
                      List.of(
                          Optional.<ComparisonResult>empty(),
                          Optional.of(ComparisonResult.ACCEPTED),
                          Optional.of(WRONG),
                          Optional.of(WRONG_FORMAT))) {
                    check(ending, overCpu, oom, signature, stdout, stderr, forks, comparison);
                    combinations++;
                  }
                }
              }
            }
          }
        }
      }
    }
    assertThat(combinations).isEqualTo(12 * 2 * 2 * 2 * 3 * 2 * 2 * 4);
  }

  private static void check(
      Ending ending,
      boolean overCpu,
      boolean oom,
      boolean signature,
      long stdout,
      long stderr,
      boolean forks,
      Optional<ComparisonResult> comparison) {
    Run run =
        Run.CLEAN
            .end(ending.end)
            .cpu(overCpu ? 1001 : 1000)
            .oom(oom ? 1 : 0)
            .said(signature ? OUT_OF_MEMORY : "")
            .wrote(stdout, stderr)
            .forks(forks ? 1 : 0)
            .compared(comparison);
    if (ending.stop != null) {
      run = run.stop(ending.stop);
    }
    boolean failedByItself = ending.stop == null && ending != Ending.GOOD;
    Verdict outputOnly =
        comparison
            .map(result -> {
              if (result.accepted()) {
                return Verdict.ACCEPTED;
              }
              Verdict wrong =
                  result.formatOnly() ? Verdict.PRESENTATION_ERROR : Verdict.WRONG_ANSWER;
              return stdout == 0 ? Verdict.NO_OUTPUT : wrong;
            })
            .orElse(Verdict.ACCEPTED);
    Verdict expected =
        highest(
            List.of(
                ending.verdict,
                overCpu ? Verdict.TIME_LIMIT : Verdict.ACCEPTED,
                oom || (signature && failedByItself) ? Verdict.MEMORY_LIMIT : Verdict.ACCEPTED,
                stdout > 1000 || stderr > 1000 ? Verdict.OUTPUT_LIMIT : Verdict.ACCEPTED,
                outputOnly));

    RunVerdict verdict = run.verdict();

    assertThat(verdict.verdict()).as("%s", run).isEqualTo(expected);
    assertThat(verdict.limit())
        .as("%s", run)
        .isEqualTo(limit(expected, ending, stdout, stderr, forks));
    boolean silent = expected == Verdict.ACCEPTED;
    assertThat(verdict.message().isEmpty()).as("%s", run).isEqualTo(silent);
  }

  private static Optional<LimitFired> limit(
      Verdict verdict, Ending ending, long stdout, long stderr, boolean forks) {
    return switch (verdict) {
      case TIME_LIMIT -> Optional.of(LimitFired.CPU);
      case WALL_LIMIT -> Optional.of(LimitFired.WALL);
      case MEMORY_LIMIT -> Optional.of(LimitFired.MEMORY);
      case OUTPUT_LIMIT -> {
        if (stdout > 1000 || ending == Ending.STDOUT) {
          yield Optional.of(LimitFired.STDOUT);
        }
        yield Optional.of(
            stderr > 1000 || ending == Ending.STDERR ? LimitFired.STDERR : LimitFired.FILE_SIZE);
      }
      case RUNTIME_ERROR -> forks ? Optional.of(LimitFired.PROCESSES) : Optional.empty();
      default -> Optional.empty();
    };
  }

  @Test
  void theComparisonIsNotEvenAskedWhenTheRunFailed() {
    Optional<Supplier<ComparisonResult>> never =
        Optional.of(() -> {
          throw new AssertionError("asked");
        });
    RunReport failed =
        new RunReport(
            new Exited(1),
            Optional.empty(),
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            0,
            Optional.empty(),
            0,
            0,
            0,
            0,
            0,
            0);
    assertThat(RunVerdict.of(failed, LIMITS, "", never).verdict()).isEqualTo(Verdict.RUNTIME_ERROR);
  }

  @Test
  void aProcessThatHeldMoreThanTheLimitIsOverItThoughNobodyEndedIt() {
    long limit = LIMITS.memoryBytes();
    assertThat(RunVerdict.heldTooMuch(holding(limit), LIMITS, 0)).isEmpty();
    assertThat(RunVerdict.heldTooMuch(holding(limit + 1), LIMITS, 0).orElseThrow().verdict())
        .isEqualTo(Verdict.MEMORY_LIMIT);
    assertThat(RunVerdict.heldTooMuch(holding(limit + 1), LIMITS, 1))
        .as("the runtime's own")
        .isEmpty();
  }

  private static RunReport holding(long bytes) {
    return new RunReport(
        new Exited(0),
        Optional.empty(),
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO,
        bytes,
        Optional.of(bytes),
        0,
        0,
        0,
        0,
        0,
        0);
  }

  @Test
  void saysWhy() {
    assertThat(Run.CLEAN.cpu(1040).verdict().message()).isEqualTo("CPU time was 1.04 s of 1 s");
    assertThat(Run.CLEAN.stop(Stop.WALL_LIMIT).verdict().message())
        .isEqualTo("wall clock reached 3.21 s, CPU was 0.01 s of 1 s");
    assertThat(Run.CLEAN.oom(1).verdict().message())
        .isEqualTo("more than the memory limit of 64 MiB was needed");
    assertThat(Run.CLEAN.end(new Exited(1)).said(OUT_OF_MEMORY).verdict().message())
        .isEqualTo("the language's runtime ran out of memory, the limit is 64 MiB");
    assertThat(Run.CLEAN.wrote(1001, 0).verdict().message())
        .isEqualTo("more than 1000 B were written to standard output");
    assertThat(Run.CLEAN.end(new Signalled(25)).verdict().message())
        .isEqualTo("a file grew larger than 2 MiB");
    assertThat(Run.CLEAN.end(new Exited(3)).verdict().message())
        .isEqualTo("ended with exit code 3");
    assertThat(Run.CLEAN.end(new Signalled(11)).verdict().message())
        .isEqualTo("ended by signal 11 (segmentation fault)");
    assertThat(Run.CLEAN.end(new Signalled(40)).verdict().message())
        .isEqualTo("ended by signal 40");
    assertThat(Run.CLEAN.end(new NotStarted(2, "No such file")).verdict().message())
        .isEqualTo("could not be started: No such file (error 2)");
    assertThat(Run.CLEAN.end(new Exited(1)).forks(4).verdict().message())
        .isEqualTo("ended with exit code 1; the limit of 32 processes and threads was reached");
    assertThat(Run.CLEAN.compared(Optional.of(WRONG)).verdict().message()).isEqualTo("differs");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "MemoryError | true",
        "MemoryError: too much | true",
        "Traceback\\nMemoryError\\n | true",
        "my MemoryErrors are bad | false",
        "MemoryErrors | false",
        "terminate called after throwing an instance of 'std::bad_alloc' | true",
        "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory | true",
        "fatal error: runtime: out of memory | true",
        "memory allocation of 4294967296 bytes failed | true",
        "main.rb:1:in '*': failed to allocate memory (NoMemoryError) | true",
        "PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted | true",
        "java.lang.OutOfMemoryError: Java heap space | true",
        "java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory | false",
        "Execution error (OutOfMemoryError) at user/eval134 (main.clj:2). | true",
        "core.exception.OutOfMemoryError@main.d(4): Memory allocation failed | true",
        "lua5.4: not enough memory | true",
        "Error: cannot allocate vector of size 7.6 Mb | true",
        "Heap exhausted (no more space for allocation). | true",
        "Fatal error: exception Out_of_memory | true",
        "segmentation fault | false",
        "out of memory, said the poem | false",
      })
  void knowsWhatRuntimesSayWhenMemoryIsShort(String text, boolean memory) {
    assertThat(MemorySignature.in("noise\n" + text.translateEscapes() + "\nnoise").isPresent())
        .isEqualTo(memory);
  }

  @Test
  void amountsReadWell() {
    assertThat(Quantities.bytes(0)).isEqualTo("0 B");
    assertThat(Quantities.bytes(1023)).isEqualTo("1023 B");
    assertThat(Quantities.bytes(1536)).isEqualTo("1.5 KiB");
    assertThat(Quantities.bytes(8L << 20)).isEqualTo("8 MiB");
    assertThat(Quantities.bytes(5L << 40)).isEqualTo("5120 GiB");
    assertThat(Quantities.seconds(Duration.ofSeconds(100))).isEqualTo("100 s");
    assertThat(Quantities.seconds(Duration.ofNanos(1_234_500_000))).isEqualTo("1.235 s");
  }
}
