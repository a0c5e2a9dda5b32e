package dev.glovebox.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.judge.FakeSandbox.Planned;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.sandbox.RunLimits;
import dev.glovebox.sandbox.RunReport.End.Exited;
import dev.glovebox.sandbox.RunReport.End.Signalled;
import dev.glovebox.sandbox.RunRequest;
import dev.glovebox.sandbox.SandboxFile;
import dev.glovebox.sandbox.SandboxLease;
import dev.glovebox.sandbox.SandboxSpec;
import dev.glovebox.submission.Progress;
import dev.glovebox.submission.SubmissionResult;
import dev.glovebox.submission.TestResult;
import dev.glovebox.submission.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is run, under which limits, and what is reported of it. */
class JudgeHandlerTest extends JudgeFixture {

  @Test
  void compilesOnceAndRunsEveryTestInTheSameSandbox() {
    asked.test("1 2", "3").test("0 3", "3").test("9", null);
    SubmissionResult result = judge();

    assertThat(result.verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(result.message()).isEmpty();
    assertThat(verdicts(result))
        .containsExactly(Verdict.ACCEPTED, Verdict.ACCEPTED, Verdict.ACCEPTED);
    assertThat(result.worker()).isEqualTo("worker-1");
    assertThat(sandbox.calls)
        .containsExactly("acquire", "compile", "limit 256 MiB 64", "run", "run", "run", "close");
    RunRequest compile = sandbox.runs.getFirst();
    assertThat(compile.command()).containsExactly("g++", "-O2", "-o", "program", "main.cpp");
    assertThat(compile.files()).extracting(SandboxFile::path).containsExactly("main.cpp");
    assertThat(compile.phase()).isEqualTo(new RunRequest.Phase.Compile(List.of("program")));
    assertThat(compile.mergeStderr()).isTrue();
    assertThat(compile.environment())
        .containsOnly(
            Map.entry("A", "b"),
            Map.entry("HOME", "/tmp"),
            Map.entry("TMPDIR", "/tmp"),
            Map.entry("LANG", "C.UTF-8"),
            Map.entry("PATH", "/usr/local/bin:/usr/bin:/bin"));
    RunRequest run = sandbox.runs.get(1);
    assertThat(run.command()).containsExactly("/box/app/program", "argument");
    assertThat(run.input()).isEqualTo("1 2".getBytes(UTF_8));
    assertThat(run.files()).isEmpty();
    assertThat(run.environment()).containsEntry("HOME", "/box/run").hasSize(4);
    assertThat(store.progress)
        .containsExactly(
            new Progress.Compiling(),
            new Progress.RunningTest(1, 3),
            new Progress.RunningTest(2, 3),
            new Progress.RunningTest(3, 3));
    assertThat(result.sandbox().orElseThrow().limits().memoryBytes()).isEqualTo(256L << 20);
    assertThat(
            registry.counter("glovebox.verdicts", "verdict", "accepted", "language", "cpp").count())
        .isEqualTo(1);
    assertThat(registry.find("glovebox.run.duration").tag("phase", "test").timer().count())
        .isEqualTo(3);
  }

  @Test
  void interpretedProgramsAreInstalledUnderTheirOwnLimits() {
    asked.language = PYTHON;
    asked.test("", "3");
    SubmissionResult result = judge();

    assertThat(result.verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(result.compile()).isEmpty();
    assertThat(sandbox.calls)
        .containsExactly("acquire", "install", "limit 260 MiB 64", "run", "close");
    assertThat(sandbox.installed).extracting(SandboxFile::path).containsExactly("main.py");
    assertThat(sandbox.runs.getFirst().command())
        .containsExactly("python3", "/box/app/main.py", "argument");
    assertThat(sandbox.runs.getFirst().environment()).containsEntry("P", "1");
    assertThat(store.progress).containsExactly(new Progress.RunningTest(1, 1));
  }

  @Test
  void limitsThatAreAlreadySetCostNoEngineCall() {
    asked.memory = 512L << 20;
    asked.test("", "3");
    judge();

    assertThat(sandbox.calls).containsExactly("acquire", "compile", "run", "close");
  }

  @Test
  void aWiderLimitIsAskedForWithTheSandbox() {
    asked.language = PYTHON;
    asked.memory = 1L << 30;
    asked.test("", "3");
    judge();

    assertThat(sandbox.calls).containsExactly("acquire", "install", "run", "close");
    assertThat(sandbox.limits.memoryBytes()).isEqualTo((1L << 30) + (4L << 20));
  }

  @Test
  void theSupervisorEndsRunsALittleAfterTheirCpuLimit() {
    asked.drain = true;
    asked.merge = true;
    asked.test("", "3");
    judge();

    RunLimits compile = sandbox.runs.getFirst().limits();
    assertThat(compile.cpu()).isEqualTo(Duration.ofSeconds(30));
    assertThat(compile.wall()).isEqualTo(Duration.ofSeconds(60));
    assertThat(compile.overflow()).isEqualTo(RunLimits.Overflow.STOP);
    RunRequest run = sandbox.runs.get(1);
    assertThat(run.limits())
        .isEqualTo(
            new RunLimits(
                Duration.ofMillis(2200),
                Duration.ofSeconds(6),
                100_000,
                100_000,
                1 << 20,
                256,
                Optional.empty(),
                RunLimits.Overflow.DRAIN));
    assertThat(run.mergeStderr()).isTrue();
  }

  @Test
  void wallLimitsAreStretchedOnABusyMachineButNotForEver() {
    asked.test("", "3");
    load = 2.5;
    judge();
    assertThat(sandbox.runs.get(1).limits().wall()).isEqualTo(Duration.ofSeconds(15));
    assertThat(sandbox.runs.get(1).limits().cpu()).isEqualTo(Duration.ofMillis(2200));
    assertThat(sandbox.runs.getFirst().limits().wall()).isEqualTo(Duration.ofSeconds(150));

    sandbox = new FakeSandbox();
    load = 100;
    judge();
    assertThat(sandbox.runs.get(1).limits().wall()).isEqualTo(Duration.ofSeconds(24));
  }

  @Test
  void gvisorGetsWhatItCosts() {
    asked.tier = IsolationTier.GVISOR;
    asked.test("", "3");
    judge();

    assertThat(sandbox.spec).contains(new SandboxSpec("sha256:cpp", IsolationTier.GVISOR));
    assertThat(sandbox.calls).contains("limit 256 MiB 64");
    assertThat(sandbox.runs.get(1).limits().cpu()).isEqualTo(Duration.ofMillis(4400));
    assertThat(sandbox.runs.get(1).limits().wall()).isEqualTo(Duration.ofSeconds(12));
  }

  @Test
  void sandboxesAreReusedOnlyWhereBothTheServiceAndTheTenantWantIt() {
    asked.test("", "3");
    for (boolean service : new boolean[] {false, true}) {
      for (boolean tenant : new boolean[] {false, true}) {
        sandbox = new FakeSandbox();
        reuse = service;
        tenantReuse = tenant;
        judge();
        assertThat(sandbox.lease).contains(new SandboxLease(TENANT.toString(), service && tenant));
      }
    }
  }

  // Verdicts of the whole

  @Test
  void theFirstTestThatIsNotAcceptedDecides() {
    asked.test("", "3").test("", "4").test("", "3");
    runs(
        Planned.exits(0, ""),
        Planned.exits(0, "3"),
        Planned.exits(0, "5"),
        Planned.ends(new Signalled(11), "", ""));
    SubmissionResult result = judge();

    assertThat(verdicts(result))
        .containsExactly(Verdict.ACCEPTED, Verdict.WRONG_ANSWER, Verdict.RUNTIME_ERROR);
    assertThat(result.verdict()).isEqualTo(Verdict.WRONG_ANSWER);
    assertThat(result.message())
        .isEqualTo(
            "test 2: Wrong answer on line 1 (line 1 of the expected output): judge \"4\", user"
                + " \"5\"");
    assertThat(result.tests().getLast().run().orElseThrow().signal()).contains(11);
    assertThat(result.tests().getLast().run().orElseThrow().exitCode()).isEmpty();
  }

  @Test
  void theRestIsSkippedWhereTheFirstFailureIsEnough() {
    asked.stopAtFirstFailure = true;
    asked.test("", "4").test("", "3").test("", "3");
    SubmissionResult result = judge();

    assertThat(verdicts(result))
        .containsExactly(Verdict.WRONG_ANSWER, Verdict.SKIPPED, Verdict.SKIPPED);
    assertThat(result.tests()).extracting(TestResult::number).containsExactly(1, 2, 3);
    assertThat(sandbox.runs).hasSize(2);
    assertThat(result.verdict()).isEqualTo(Verdict.WRONG_ANSWER);
  }

  @Test
  void whatWasMeasuredIsReported() {
    asked.language = PYTHON;
    asked.test("", "x");
    runs(Planned.ends(new Exited(0), "a".repeat(150), "warn"));
    TestResult.Measured measured = judge().tests().getFirst().run().orElseThrow();

    assertThat(measured.cpu()).isEqualTo(Duration.ofMillis(7));
    assertThat(measured.wall()).isEqualTo(Duration.ofMillis(9));
    assertThat(measured.memoryBytes()).isEqualTo(4 << 20);
    assertThat(measured.cgroupMemoryBytes()).contains(5L << 20);
    assertThat(measured.exitCode()).contains(0);
    assertThat(measured.signal()).isEmpty();
    assertThat(measured.stdout().prefix()).hasSize(100);
    assertThat(measured.stdout().totalBytes()).isEqualTo(150);
    assertThat(measured.stderr().prefix()).isEqualTo("warn".getBytes(UTF_8));
  }

  @Test
  void theWholeOutputIsComparedAndNotOnlyWhatIsKept() {
    asked.test("", "a".repeat(90_000) + "b").test("", "a".repeat(90_000) + "c");
    runs(
        Planned.exits(0, ""),
        Planned.exits(0, "a".repeat(90_000) + "b"),
        Planned.exits(0, "a".repeat(90_000) + "b"));

    assertThat(verdicts(judge())).containsExactly(Verdict.ACCEPTED, Verdict.WRONG_ANSWER);
  }

  @Test
  void aRuntimesOwnOutOfMemoryIsFoundOnEitherStream() {
    asked.language = PYTHON;
    asked.test("", "3");
    sandbox.behaviour = (_, _) -> Planned.ends(new Exited(1), "", "MemoryError\n");
    assertThat(judge().verdict()).isEqualTo(Verdict.MEMORY_LIMIT);

    sandbox = new FakeSandbox();
    asked.merge = true;
    sandbox.behaviour = (_, _) -> Planned.ends(new Exited(1), "MemoryError\n", "");
    assertThat(judge().verdict()).isEqualTo(Verdict.MEMORY_LIMIT);
  }

  // Compiling
}
