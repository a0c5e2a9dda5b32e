package dev.glovebox.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.judge.FakeSandbox.Planned;
import dev.glovebox.queue.InfrastructureFault;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.sandbox.RunReport.End.Exited;
import dev.glovebox.sandbox.RunReport.End.NotStarted;
import dev.glovebox.sandbox.RunReport.End.Signalled;
import dev.glovebox.sandbox.RunReport.Stop;
import dev.glovebox.sandbox.RunRequest;
import dev.glovebox.submission.CompileResult;
import dev.glovebox.submission.SubmissionResult;
import dev.glovebox.submission.Verdict;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Programs are compiled once, and what goes wrong in that is the compiler's word or ours. */
class CompilationTest extends JudgeFixture {

  private CompileResult compileError(Planned... planned) {
    sandbox = new FakeSandbox();
    asked.tests.clear();
    asked.test("", "3");
    runs(planned);
    SubmissionResult result = judge();
    assertThat(result.verdict()).isEqualTo(Verdict.COMPILE_ERROR);
    assertThat(result.tests()).isEmpty();
    assertThat(result.message()).isNotEmpty();
    assertThat(result.compile().orElseThrow().succeeded()).isFalse();
    return result.compile().orElseThrow();
  }

  @Test
  void aCompilerThatFailsIsACompileErrorThatSaysWhy() {
    CompileResult failed = compileError(Planned.exits(1, "x.cpp:1: error " + "!".repeat(300)));
    assertThat(failed.message()).isEmpty();
    assertThat(failed.exitCode()).contains(1);
    assertThat(failed.output().prefix()).hasSize(200);
    assertThat(failed.output().totalBytes()).isEqualTo(315);
    assertThat(store.results.getFirst().message()).isEqualTo("the compiler ended with exit code 1");

    assertThat(compileError(Planned.exits(0, "").stopped(Stop.CPU_LIMIT)).message())
        .isEqualTo("the compiler needed more than 30 s of CPU time");
    assertThat(compileError(Planned.exits(0, "").stopped(Stop.WALL_LIMIT)).message())
        .isEqualTo("the compiler took longer than 0.009 s");
    assertThat(compileError(Planned.exits(0, "").stopped(Stop.STDOUT_LIMIT)).message())
        .isEqualTo("the compiler wrote more than 1 MiB of messages");
    assertThat(compileError(Planned.ends(new Signalled(11), "", "")).message())
        .isEqualTo("the compiler was ended by signal 11 (segmentation fault)");
    assertThat(compileError(Planned.ends(new Signalled(25), "", "")).message())
        .isEqualTo("the compiler wrote a file larger than 256 MiB");
  }

  @Test
  void aCompilerThatStarvesIsTriedAgainWithAllItMayHave() {
    asked.test("", "3");
    for (Planned starved :
        List.of(
            Planned.exits(1, "").starved(1, 0, 512L << 20),
            Planned.exits(1, "").starved(0, 1, 1 << 20),
            Planned.exits(1, "java.lang.OutOfMemoryError: Java heap space"))) {
      sandbox = new FakeSandbox();
      runs(starved, Planned.exits(0, ""), Planned.exits(0, "3"));

      assertThat(judge().verdict()).isEqualTo(Verdict.ACCEPTED);
      assertThat(sandbox.calls)
          .containsExactly(
              "acquire",
              "compile",
              "limit 2048 MiB 128",
              "compile",
              "limit 256 MiB 64",
              "run",
              "close");
    }
  }

  @Test
  void aCompilerThatStarvesOnAllItMayHaveIsACompileError() {
    Planned starved = Planned.exits(1, "").starved(1, 0, 512L << 20);
    assertThat(compileError(starved, starved).message())
        .isEqualTo("the compiler needed more memory than the 2 GiB it may have");
    Planned crowded = Planned.exits(1, "").starved(0, 3, 1 << 20);
    assertThat(compileError(crowded, crowded).message())
        .isEqualTo("the compiler needed more than the 128 processes and threads it may have");
  }

  @Test
  void aCompilerThatJustFailsIsNotTriedAgain() {
    compileError(Planned.exits(1, "error"));
    assertThat(sandbox.calls).containsExactly("acquire", "compile", "close");
  }

  @Test
  void aCompilerThatLeavesNoProgramIsACompileError() {
    CompileResult failed =
        compileError(Planned.exits(0, ""), Planned.ends(new NotStarted(2, "No such file"), "", ""));
    assertThat(failed.message())
        .isEqualTo("the compiler left no program that could be started: No such file");
  }

  @Test
  void aCompilerThatIsNotThereIsOurFault() {
    asked.test("", "3");
    runs(Planned.ends(new NotStarted(2, "No such file"), "", ""));
    InfrastructureFault fault = fault();

    assertThat(fault.code()).isEqualTo("compiler_missing");
    assertThat(fault).hasMessageContaining("g++").hasMessageContaining("sha256:cpp");
    assertThat(sandbox.closed).isTrue();
  }

  @Test
  void aSourceThatCannotBeReadIsACompileErrorFoundAfterTheFirstFailure() {
    asked.language = PYTHON;
    CompileResult failed =
        compileError(
            Planned.ends(new Exited(1), "", "SyntaxError"),
            Planned.exits(1, "line 3: SyntaxError"));

    assertThat(sandbox.runs.get(1).command())
        .containsExactly("python3", "-m", "check", "/box/app/main.py");
    assertThat(sandbox.runs.get(1).phase()).isEqualTo(new RunRequest.Phase.Program());
    assertThat(failed.output().prefix()).isEqualTo("line 3: SyntaxError".getBytes(UTF_8));
    assertThat(failed.message()).isEqualTo("the program failed, and its source can't be read");
  }

  @Test
  void theSyntaxCheckIsMadeOnceAndOnlyAfterAFailure() {
    asked.language = PYTHON;
    asked.test("", "3").test("", "3").test("", "3");
    runs(
        Planned.exits(0, "4"),
        Planned.exits(1, ""),
        Planned.exits(0, "the check"),
        Planned.exits(1, ""));
    SubmissionResult result = judge();

    assertThat(verdicts(result))
        .containsExactly(Verdict.WRONG_ANSWER, Verdict.RUNTIME_ERROR, Verdict.RUNTIME_ERROR);
    assertThat(result.compile()).isEmpty();
  }

  @Test
  void aSyntaxCheckThatComesToNoEndSaysNothing() {
    asked.language = PYTHON;
    asked.test("", "3");
    for (Planned check :
        List.of(
            Planned.exits(1, "").stopped(Stop.WALL_LIMIT),
            Planned.exits(1, "").starved(1, 0, 1 << 20),
            Planned.ends(new Signalled(9), "", ""),
            Planned.ends(new NotStarted(2, "No such file"), "", ""))) {
      sandbox = new FakeSandbox();
      runs(Planned.exits(1, ""), check);
      assertThat(judge().verdict()).isEqualTo(Verdict.RUNTIME_ERROR);
    }
  }

  // The compile cache

  @Test
  void aProgramThatWasCompiledBeforeIsNotCompiledAgain() {
    cache = Optional.of(new CompileCache(cacheDirectory, 1 << 20, Clock.systemUTC(), metrics));
    asked.test("", "3");
    SubmissionResult first = judge();
    assertThat(first.compile().orElseThrow().cached()).isFalse();
    assertThat(sandbox.calls).endsWith("run", "fetch", "close");

    sandbox = new FakeSandbox();
    sandbox.behaviour = (_, _) -> Planned.exits(0, "3");
    SubmissionResult second = judge();
    assertThat(second.verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(second.compile().orElseThrow().cached()).isTrue();
    assertThat(sandbox.calls)
        .containsExactly("acquire", "install", "limit 256 MiB 64", "run", "close");
    assertThat(sandbox.installed.getFirst().content()).isEqualTo(new byte[] {1, 2, 3});
    assertThat(sandbox.installed.getFirst().executable()).isTrue();

    sandbox = new FakeSandbox();
    asked.source = "int main(){return 0;}".getBytes(UTF_8);
    judge();
    assertThat(sandbox.calls).contains("compile");

    sandbox = new FakeSandbox();
    asked.tier = IsolationTier.GVISOR;
    judge();
    assertThat(sandbox.calls).contains("compile");
  }

  @Test
  void theAnswerDoesNotWaitForTheCache() {
    cache = Optional.of(new CompileCache(cacheDirectory, 1 << 20, Clock.systemUTC(), metrics));
    asked.test("", "3");
    List<String> atCompletion = new ArrayList<>();
    whenCompleted = () -> atCompletion.addAll(sandbox.calls);
    judge();

    assertThat(atCompletion).isNotEmpty().doesNotContain("fetch");
    assertThat(sandbox.calls).contains("fetch");
  }

  @Test
  void compilationsThatFailedOrStarvedAreNotCached() {
    cache = Optional.of(new CompileCache(cacheDirectory, 1 << 20, Clock.systemUTC(), metrics));
    compileError(Planned.exits(1, "error"));
    assertThat(sandbox.calls).doesNotContain("fetch");
    compileError(Planned.exits(0, ""), Planned.ends(new NotStarted(2, "No such file"), "", ""));
    assertThat(sandbox.calls).doesNotContain("fetch");

    sandbox = new FakeSandbox();
    runs(Planned.exits(0, "").starved(0, 1, 1 << 20), Planned.exits(0, "3"));
    assertThat(judge().verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(sandbox.calls).doesNotContain("fetch");
  }

  @Test
  void aSandboxThatFailsAfterTheAnswerDoesNotRunTheJobAgain() {
    cache = Optional.of(new CompileCache(cacheDirectory, 1 << 20, Clock.systemUTC(), metrics));
    sandbox.fetchFails = true;
    asked.test("", "3");

    assertThat(judge().verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(registry.counter("glovebox.compile.cache", "outcome", "failed").count())
        .isEqualTo(1);
  }

  // Cancelling
}
