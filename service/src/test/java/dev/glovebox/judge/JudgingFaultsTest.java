package dev.glovebox.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.judge.FakeSandbox.Planned;
import dev.glovebox.queue.InfrastructureFault;
import dev.glovebox.queue.LeaseLost;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.sandbox.RunReport.End.Signalled;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.submission.SubmissionResult;
import dev.glovebox.submission.Verdict;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sandboxes that fail, machines without memory, leases that are lost. */
class JudgingFaultsTest extends JudgeFixture {

  @Test
  void aSandboxThatFailsIsOurFaultAndIsGivenBack() {
    asked.test("", "3");
    sandbox.behaviour =
        (_, _) -> {
          throw new SandboxException(SandboxException.Kind.LOST, "the container went away");
        };
    InfrastructureFault fault = fault();

    assertThat(fault.code()).isEqualTo("sandbox_lost");
    assertThat(fault).hasMessage("the container went away");
    assertThat(sandbox.closed).isTrue();
  }

  @Test
  void aMachineWithoutMemoryIsOurFault() {
    asked.language = PYTHON;
    asked.test("", "3");
    runs(Planned.ends(new Signalled(9), "", "").starved(1, 0, 10L << 20));
    assertThat(fault().code()).isEqualTo("host_out_of_memory");

    sandbox = new FakeSandbox();
    runs(Planned.ends(new Signalled(9), "", "").starved(1, 0, 260L << 20));
    assertThat(judge().verdict()).isEqualTo(Verdict.MEMORY_LIMIT);
  }

  @Test
  void aLanguageOrImageThatIsMissingIsOurFault() {
    asked.test("", "3");
    notReady = Optional.of("being built");
    InfrastructureFault fault = fault();
    assertThat(fault.code()).isEqualTo("image_missing");
    assertThat(fault).hasMessage("C++ can't be run here: being built");
    assertThat(sandbox.calls).isEmpty();
  }

  @Test
  void aSandboxLostTwiceUnderGvisorIsTheProgramsDoing() {
    asked.language = PYTHON;
    asked.tier = IsolationTier.GVISOR;
    asked.test("", "3").test("", "3");
    sandbox.behaviour =
        (_, _) -> {
          throw new SandboxException(SandboxException.Kind.LOST, "gone");
        };
    assertThat(fault().code()).isEqualTo("sandbox_lost");

    attempt = 2;
    SubmissionResult result = judge();
    assertThat(result.verdict()).isEqualTo(Verdict.MEMORY_LIMIT);
    assertThat(verdicts(result)).containsExactly(Verdict.MEMORY_LIMIT, Verdict.SKIPPED);

    asked.tier = IsolationTier.CONTAINER;
    assertThat(fault().code()).isEqualTo("sandbox_lost");
  }

  /** These runs, from 1, end their sandbox; the others are right. */
  private void endsItsSandboxIn(Integer... runs) {
    sandbox.behaviour =
        (number, _) -> {
          if (List.of(runs).contains(number)) {
            throw new SandboxException(SandboxException.Kind.OUT_OF_MEMORY, "gone");
          }
          return Planned.exits(0, "3");
        };
  }

  @Test
  void aProgramThatEndsItsSandboxForWantOfMemoryFailsThatTestAlone() {
    asked.language = PYTHON;
    asked.test("", "3").test("", "3").test("", "3");
    endsItsSandboxIn(2);
    SubmissionResult result = judge();

    assertThat(result.verdict()).isEqualTo(Verdict.MEMORY_LIMIT);
    assertThat(verdicts(result))
        .containsExactly(Verdict.ACCEPTED, Verdict.MEMORY_LIMIT, Verdict.ACCEPTED);
    assertThat(sandbox.calls)
        .containsExactly(
            "acquire",
            "install",
            "limit 260 MiB 64",
            "run",
            "run",
            "close",
            "acquire",
            "install",
            "run",
            "close");

    sandbox = new FakeSandbox();
    endsItsSandboxIn(2);
    asked.stopAtFirstFailure = true;
    assertThat(verdicts(judge()))
        .containsExactly(Verdict.ACCEPTED, Verdict.MEMORY_LIMIT, Verdict.SKIPPED);
    assertThat(sandbox.calls).containsOnlyOnce("acquire");
  }

  @Test
  void aProgramThatEndsItsSandboxIsNotCompiledAgainWithoutEnd() {
    cache = Optional.of(new CompileCache(cacheDirectory, 1 << 20, Clock.systemUTC(), metrics));
    for (int i = 0; i < 6; i++) {
      asked.test("", "3");
    }
    endsItsSandboxIn(2, 4, 6, 8);
    SubmissionResult result = judge();

    assertThat(verdicts(result))
        .containsExactly(
            Verdict.MEMORY_LIMIT,
            Verdict.MEMORY_LIMIT,
            Verdict.MEMORY_LIMIT,
            Verdict.MEMORY_LIMIT,
            Verdict.SKIPPED,
            Verdict.SKIPPED);
    assertThat(sandbox.calls).filteredOn("compile"::equals).hasSize(4);
    assertThat(sandbox.calls).doesNotContain("fetch");
  }

  @Test
  void aCompilerThatEndsItsSandboxIsTriedOnceMoreWithAllItMayHave() {
    asked.test("", "3");
    endsItsSandboxIn(1);
    assertThat(judge().verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(sandbox.calls)
        .startsWith("acquire", "compile", "close", "acquire", "limit 2048 MiB 128", "compile");

    sandbox = new FakeSandbox();
    endsItsSandboxIn(1, 2);
    SubmissionResult result = judge();
    assertThat(result.verdict()).isEqualTo(Verdict.COMPILE_ERROR);
    assertThat(result.message()).contains("more memory than the 2 GiB it may have");
  }

  @Test
  void aProgramThatDoesNotFitIntoItsLimitFailsForWantOfMemory() {
    asked.test("", "3").test("", "3");
    sandbox.limitFails = true;
    SubmissionResult result = judge();

    assertThat(result.verdict()).isEqualTo(Verdict.MEMORY_LIMIT);
    assertThat(verdicts(result)).containsExactly(Verdict.MEMORY_LIMIT, Verdict.SKIPPED);
  }

  @Test
  void theProgramsOwnFilesAreNotItsToPayFor() {
    asked.language = PYTHON;
    asked.source = new byte[20 << 20];
    asked.test("", "3");
    assertThat(judge().verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(sandbox.calls).contains("limit 272 MiB 64");
  }

  @Test
  void aLostLeaseIsNotHidden() {
    asked.test("", "3");
    whenCompleted =
        () -> {
          throw new LeaseLost(lease());
        };
    JudgeHandler handler = handler();

    assertThatThrownBy(() -> handler.handle(lease(), signal)).isInstanceOf(LeaseLost.class);
    assertThat(sandbox.closed).isTrue();
  }

  @Test
  void givingUpLeavesAnInternalErrorWithItsEvidence() {
    JudgeHandler handler = handler();
    handler.giveUp(lease(), "the engine never answered");
    SubmissionResult result = store.results.getFirst();

    assertThat(handler.kind()).isEqualTo("judge");
    assertThat(result.verdict()).isEqualTo(Verdict.INTERNAL_ERROR);
    assertThat(result.message()).isEqualTo("the engine never answered");
    assertThat(result.tests()).isEmpty();
    assertThat(result.worker()).isEqualTo("worker-1");
  }
}
