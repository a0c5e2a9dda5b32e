package dev.glovebox.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.sandbox.Interaction;
import dev.glovebox.sandbox.Interaction.First;
import dev.glovebox.sandbox.RunReport;
import dev.glovebox.sandbox.RunReport.End;
import dev.glovebox.sandbox.RunReport.End.Exited;
import dev.glovebox.sandbox.RunReport.End.NotStarted;
import dev.glovebox.sandbox.RunReport.End.Signalled;
import dev.glovebox.sandbox.RunReport.Stop;
import dev.glovebox.submission.ExecutionLimits;
import dev.glovebox.submission.Verdict;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InteractVerdictTest {

  private static final long MEMORY = 64L << 20;
  private static final ExecutionLimits LIMITS =
      new ExecutionLimits(
          Duration.ofSeconds(1),
          Duration.ofSeconds(3),
          MEMORY,
          32,
          1000,
          2L << 20,
          Optional.empty());

  private static final Optional<Judgement> ACCEPTS = Optional.of(Judgement.ACCEPTED);
  private static final Optional<Judgement> REJECTS = word(false);
  private static final Optional<Judgement> SILENT = Optional.empty();

  private static Optional<Judgement> word(boolean formatOnly) {
    return Optional.of(Judgement.of(new ComparisonResult(false, formatOnly, "asked too often")));
  }

  /** How a program may end, and what that alone is worth. */
  private enum Program {
    GOOD(run(new Exited(0)), Verdict.ACCEPTED),
    CODE(run(new Exited(1)), Verdict.RUNTIME_ERROR),
    CRASH(run(new Signalled(11)), Verdict.RUNTIME_ERROR),
    PIPE(run(new Signalled(13)), Verdict.RUNTIME_ERROR),
    ENDED(run(new Signalled(9)), Verdict.RUNTIME_ERROR),
    SLOW(cpu(run(new Exited(0)), 1_050), Verdict.TIME_LIMIT),
    ENDLESS(stopped(cpu(run(new Signalled(9)), 1_200), Stop.CPU_LIMIT), Verdict.TIME_LIMIT),
    WAITING(stopped(run(new Signalled(9)), Stop.WALL_LIMIT), Verdict.WALL_LIMIT),
    GREEDY(large(run(new Signalled(9)), 1, 60L << 20), Verdict.MEMORY_LIMIT),
    LARGE(large(run(new Exited(0)), 0, MEMORY + 1), Verdict.MEMORY_LIMIT),
    LOUD(stopped(run(new Signalled(9)), Stop.STDERR_LIMIT), Verdict.OUTPUT_LIMIT),
    FORBIDDEN(run(new Signalled(31)), Verdict.SECURITY_VIOLATION),
    ABSENT(run(new NotStarted(2, "No such file")), Verdict.RUNTIME_ERROR);

    private final RunReport report;
    private final Verdict verdict;

    Program(RunReport report, Verdict verdict) {
      this.report = report;
      this.verdict = verdict;
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInteractorThatEndedFirstAndRejectedHasDecided(Program program) {
    assertThat(verdict(program, new Exited(43), First.PEER, REJECTS))
        .isEqualTo(Verdict.WRONG_ANSWER);
    assertThat(verdict(program, new Exited(2), First.PEER, word(true)))
        .isEqualTo(Verdict.PRESENTATION_ERROR);
  }

  @ParameterizedTest
  @EnumSource
  void otherwiseWhatIsWrongWithTheProgramComesFirst(Program program) {
    for (First first : First.values()) {
      assertThat(verdict(program, new Exited(42), first, ACCEPTS))
          .as("accepted, %s first", first)
          .isEqualTo(program.verdict);
    }
    boolean good = program == Program.GOOD;
    assertThat(verdict(program, new Exited(43), First.PROGRAM, REJECTS))
        .isEqualTo(good ? Verdict.WRONG_ANSWER : program.verdict);
    assertThat(verdict(program, new Exited(1), First.PROGRAM, word(true)))
        .isEqualTo(good ? Verdict.PRESENTATION_ERROR : program.verdict);
  }

  @ParameterizedTest
  @EnumSource
  void oneThatHadNotSpokenWhenTimeWasUpHasRejectedButNotFirst(Program program) {
    for (First first : First.values()) {
      assertThat(verdict(program, new Signalled(9), first, SILENT))
          .isEqualTo(program == Program.GOOD ? Verdict.WRONG_ANSWER : program.verdict);
    }
  }

  @Test
  void whatWasSaidIsNoOutput() {
    RunReport much = Program.GOOD.report.withStdoutBytes(1_000_000);
    RunReport nothing = Program.GOOD.report.withStdoutBytes(0);
    assertThat(verdict(much, run(new Exited(42)), First.PEER, ACCEPTS).verdict())
        .isEqualTo(Verdict.ACCEPTED);
    assertThat(verdict(nothing, run(new Exited(43)), First.PROGRAM, REJECTS).verdict())
        .isEqualTo(Verdict.WRONG_ANSWER);
  }

  @Test
  void theInteractorsWordIsTheMessage() {
    assertThat(verdict(Program.GOOD.report, run(new Exited(43)), First.PEER, REJECTS).message())
        .isEqualTo("asked too often");
    assertThat(verdict(Program.GOOD.report, run(new Exited(43)), First.PEER, SILENT).message())
        .contains("not come to its end");
  }

  @Test
  void whatWasStoppedFromOutsideIsCancelled() {
    RunReport killed = stopped(run(new Signalled(9)), Stop.KILLED);
    assertThat(verdict(killed, run(new Exited(43)), First.PEER, REJECTS).verdict())
        .isEqualTo(Verdict.CANCELLED);
    assertThat(verdict(Program.GOOD.report, killed, First.PROGRAM, SILENT).verdict())
        .isEqualTo(Verdict.CANCELLED);
  }

  @Test
  void anInteractorAnswersIsSilentOrBroken() {
    RunReport well = run(new Exited(0));
    assertThat(ending(well, run(new Exited(42))))
        .isEqualTo(new InteractVerdict.Ending.Answered(42));
    assertThat(ending(well, run(new Exited(7)))).isEqualTo(new InteractVerdict.Ending.Answered(7));
    assertThat(ending(well, stopped(run(new Signalled(9)), Stop.WALL_LIMIT)))
        .isEqualTo(new InteractVerdict.Ending.Silent());
    // It may still have ended by itself when it was told to.
    assertThat(ending(well, stopped(run(new Exited(42)), Stop.WALL_LIMIT)))
        .isEqualTo(new InteractVerdict.Ending.Silent());
    assertThat(ending(well, stopped(cpu(run(new Signalled(9)), 60_000), Stop.CPU_LIMIT)))
        .isEqualTo(new InteractVerdict.Ending.Broken("took 60 s of CPU time"));
    assertThat(ending(well, stopped(run(new Signalled(9)), Stop.STDERR_LIMIT)))
        .isEqualTo(new InteractVerdict.Ending.Broken("wrote too much"));
    assertThat(ending(well, run(new Signalled(11))))
        .isInstanceOfSatisfying(
            InteractVerdict.Ending.Broken.class,
            b -> assertThat(b.how()).contains("segmentation fault"));
    assertThat(ending(well, run(new NotStarted(2, "No such file"))))
        .isInstanceOf(InteractVerdict.Ending.Broken.class);
    // Killed by something else than the want of memory.
    assertThat(ending(well, run(new Signalled(9))))
        .isInstanceOf(InteractVerdict.Ending.Broken.class);
  }

  @Test
  void ofTwoThatShareTheirMemoryTheLargerOneIsToBlame() {
    RunReport large = large(run(new Exited(0)), 1, 60L << 20);
    RunReport small = large(run(new Exited(0)), 1, 10L << 20);
    RunReport victim = large(run(new Signalled(9)), 1, 20L << 20);
    assertThat(ending(large, victim)).isEqualTo(new InteractVerdict.Ending.Starved());
    assertThat(verdict(large, victim, First.PEER, SILENT).verdict())
        .isEqualTo(Verdict.MEMORY_LIMIT);
    assertThat(ending(small, victim))
        .isEqualTo(new InteractVerdict.Ending.Broken("needed more than its memory"));
    // In a sandbox of its own there is nobody else.
    assertThat(ending(large(large, 0, 60L << 20), victim))
        .isEqualTo(new InteractVerdict.Ending.Broken("needed more than its memory"));
  }

  private static Verdict verdict(Program program, End peer, First first, Optional<Judgement> said) {
    return verdict(program.report, run(peer), first, said).verdict();
  }

  private static RunVerdict verdict(
      RunReport program, RunReport peer, First first, Optional<Judgement> said) {
    return InteractVerdict.of(
        new Interaction.Report(program, peer, first), said, LIMITS, 0, "", true);
  }

  private static InteractVerdict.Ending ending(RunReport program, RunReport peer) {
    return InteractVerdict.ending(new Interaction.Report(program, peer, First.PEER));
  }

  private static RunReport run(End end) {
    return report(end, Optional.empty(), 10, 0, 1 << 20);
  }

  private static RunReport stopped(RunReport report, Stop stop) {
    return report.with(stop);
  }

  private static RunReport cpu(RunReport report, long millis) {
    return report(report.end(), report.stop(), millis, 0, report.peakResidentBytes());
  }

  private static RunReport large(RunReport report, long kills, long peak) {
    return report(report.end(), report.stop(), report.cpu().toMillis(), kills, peak);
  }

  private static RunReport report(
      End end, Optional<Stop> stop, long cpuMillis, long kills, long peak) {
    return new RunReport(
        end,
        stop,
        Duration.ofMillis(cpuMillis),
        Duration.ofMillis(cpuMillis),
        Duration.ZERO,
        Duration.ofMillis(3210),
        peak,
        Optional.of(peak),
        kills,
        0,
        5,
        0,
        0,
        0);
  }
}
