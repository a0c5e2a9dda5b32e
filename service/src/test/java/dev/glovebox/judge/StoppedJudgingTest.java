package dev.glovebox.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.judge.FakeSandbox.Planned;
import dev.glovebox.sandbox.RunReport.End.Signalled;
import dev.glovebox.sandbox.RunReport.Stop;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.submission.SubmissionResult;
import dev.glovebox.submission.Verdict;
import org.junit.jupiter.api.Test;

/** A stop signal ends what runs, keeps what is known, and hits nobody else. */
class StoppedJudgingTest extends JudgeFixture {

  @Test
  void aJobThatIsStoppedBeforeItBeganTakesNoSandbox() {
    asked.test("", "3").test("", "3");
    signal.stop();
    JudgeHandler handler = handler();
    handler.handle(lease(), signal);

    assertThat(sandbox.calls).isEmpty();
    assertThat(store.results.getFirst().verdict()).isEqualTo(Verdict.CANCELLED);
    assertThat(verdicts(store.results.getFirst()))
        .containsExactly(Verdict.CANCELLED, Verdict.CANCELLED);
  }

  @Test
  void stoppingKillsTheRunAndKeepsWhatIsKnown() {
    asked.test("", "3").test("", "3").test("", "3");
    sandbox.behaviour =
        (number, _) -> {
          if (number == 3) {
            signal.stop();
            assertThat(sandbox.killed).isTrue();
            return Planned.ends(new Signalled(9), "", "").stopped(Stop.KILLED);
          }
          return Planned.exits(0, "3");
        };
    SubmissionResult result = judge();

    assertThat(result.verdict()).isEqualTo(Verdict.CANCELLED);
    assertThat(verdicts(result))
        .containsExactly(Verdict.ACCEPTED, Verdict.CANCELLED, Verdict.CANCELLED);
    assertThat(result.tests().get(1).run()).isPresent();
    assertThat(result.tests().get(2).run()).isEmpty();
    assertThat(sandbox.runs).hasSize(3);
  }

  @Test
  void stoppingACompilationIsNoCompileError() {
    asked.test("", "3");
    sandbox.behaviour =
        (_, _) -> {
          signal.stop();
          return Planned.ends(new Signalled(9), "", "").stopped(Stop.KILLED);
        };
    SubmissionResult result = judge();

    assertThat(result.verdict()).isEqualTo(Verdict.CANCELLED);
    assertThat(result.compile()).isEmpty();
    assertThat(verdicts(result)).containsExactly(Verdict.CANCELLED);
  }

  @Test
  void aSandboxThatFailsBecauseItWasKilledIsNoFault() {
    asked.test("", "3");
    sandbox.behaviour =
        (_, _) -> {
          signal.stop();
          throw new SandboxException(SandboxException.Kind.LOST, "killed");
        };

    assertThat(judge().verdict()).isEqualTo(Verdict.CANCELLED);
  }

  @Test
  void aLateSignalDoesNotHitASandboxThatWasGivenBack() {
    asked.test("", "3");
    judge();
    signal.stop();

    assertThat(sandbox.killed).isFalse();
  }

  // Our own faults
}
