package dev.glovebox.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.judge.FakeSandbox.Planned;
import dev.glovebox.judge.JudgeProperties.CompileCacheSettings;
import dev.glovebox.language.Language;
import dev.glovebox.language.Languages;
import dev.glovebox.language.Languages.Readiness;
import dev.glovebox.live.LiveRuns;
import dev.glovebox.queue.InfrastructureFault;
import dev.glovebox.queue.Lease;
import dev.glovebox.queue.LeaseLost;
import dev.glovebox.queue.StopSignal;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.sandbox.RunLimits;
import dev.glovebox.sandbox.RunReport.End.Exited;
import dev.glovebox.sandbox.RunReport.End.NotStarted;
import dev.glovebox.sandbox.RunReport.End.Signalled;
import dev.glovebox.sandbox.RunReport.Stop;
import dev.glovebox.sandbox.RunRequest;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.SandboxFile;
import dev.glovebox.sandbox.SandboxLease;
import dev.glovebox.sandbox.SandboxSpec;
import dev.glovebox.submission.Comparison;
import dev.glovebox.submission.CompileResult;
import dev.glovebox.submission.ExecutionLimits;
import dev.glovebox.submission.Priority;
import dev.glovebox.submission.Progress;
import dev.glovebox.submission.SourceFile;
import dev.glovebox.submission.Submission;
import dev.glovebox.submission.SubmissionId;
import dev.glovebox.submission.SubmissionRequest;
import dev.glovebox.submission.SubmissionResult;
import dev.glovebox.submission.TestCase;
import dev.glovebox.submission.TestResult;
import dev.glovebox.submission.Verdict;
import dev.glovebox.support.FakeProblems;
import dev.glovebox.support.FakeQuarantine;
import dev.glovebox.support.MemoryBlobs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class JudgeHandlerTest {

  private static final UUID TENANT = UUID.fromString("00000000-0000-7000-8000-000000000001");
  private static final UUID SUBJECT = UUID.fromString("00000000-0000-7000-8000-000000000002");

  private static final Language CPP =
      new Language(
          "cpp",
          "C++",
          List.of(),
          List.of("cpp"),
          "core",
          new Language.VersionCommand(List.of("g++", "--version"), Pattern.compile("\\d+")),
          "main.cpp",
          Optional.of(
              new Language.Compile(
                  new Language.Command(
                      List.of("g++", "{options}", "-o", "program", "{sources}"), Map.of("A", "b")),
                  List.of("-O2"),
                  List.of(Pattern.compile("-O[0-3]")),
                  List.of(),
                  List.of("program"),
                  Duration.ofSeconds(30),
                  Duration.ofSeconds(60),
                  2L << 30,
                  128,
                  1 << 20,
                  256 << 20)),
          Optional.empty(),
          new Language.Command(List.of("/box/app/program"), Map.of()),
          0,
          64);

  private static final Language PYTHON =
      new Language(
          "python",
          "Python",
          List.of(),
          List.of("py"),
          "core",
          new Language.VersionCommand(List.of("python3", "--version"), Pattern.compile("\\d+")),
          "main.py",
          Optional.empty(),
          Optional.of(
              new Language.Command(List.of("python3", "-m", "check", "{sources}"), Map.of())),
          new Language.Command(List.of("python3", "/box/app/{main}"), Map.of("P", "1")),
          4L << 20,
          64);

  /** A request with a change or two. */
  private static final class Asked {
    Language language = CPP;
    IsolationTier tier = IsolationTier.CONTAINER;
    long memory = 256L << 20;
    boolean stopAtFirstFailure;
    boolean merge;
    boolean drain;
    byte[] source = "int main(){}".getBytes(UTF_8);
    final List<TestCase> tests = new ArrayList<>();

    Asked test(String input, String expected) {
      tests.add(
          new TestCase(
              "",
              input.getBytes(UTF_8),
              Optional.ofNullable(expected).map(text -> text.getBytes(UTF_8)),
              new Comparison.Tokens()));
      return this;
    }

    Submission submission() {
      return new Submission(
          new SubmissionId(SUBJECT),
          TENANT,
          new SubmissionRequest(
              language.id(),
              List.of(new SourceFile("", source)),
              Optional.empty(),
              Optional.empty(),
              List.of("argument"),
              tests,
              new ExecutionLimits(
                  Duration.ofSeconds(2),
                  Duration.ofSeconds(6),
                  memory,
                  64,
                  100_000,
                  1 << 20,
                  Optional.empty()),
              tier,
              Priority.NORMAL,
              stopAtFirstFailure,
              merge,
              drain,
              Map.of(),
              Optional.empty()),
          Instant.EPOCH);
    }
  }

  /** A stop signal that a test gives. */
  private static final class Signal implements StopSignal {
    private boolean stopped;
    private Runnable interrupt = () -> {};

    void stop() {
      stopped = true;
      interrupt.run();
    }

    @Override
    public boolean stopped() {
      return stopped;
    }

    @Override
    public void onStop(Runnable what) {
      interrupt = what;
      if (stopped) {
        what.run();
      }
    }
  }

  @TempDir Path cacheDirectory;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final JudgeMetrics metrics = new JudgeMetrics(registry);
  private final Signal signal = new Signal();
  private final Asked asked = new Asked();
  private FakeSandbox sandbox = new FakeSandbox();
  private RecordingStore store;
  private Optional<CompileCache> cache = Optional.empty();
  private Optional<String> notReady = Optional.empty();
  private boolean reuse;
  private boolean tenantReuse;
  private double load;
  private int attempt = 1;
  private Runnable whenCompleted = () -> {};

  @BeforeEach
  void oneTest() {
    sandbox.behaviour = (_, _) -> Planned.exits(0, "3\n");
  }

  private JudgeHandler handler() {
    store = new RecordingStore(asked.submission());
    store.whenCompleted = whenCompleted;
    JudgeProperties properties =
        new JudgeProperties(
            DataSize.ofBytes(100),
            DataSize.ofBytes(200),
            256,
            reuse,
            4,
            DataSize.ofMegabytes(1),
            true,
            new CompileCacheSettings(null, DataSize.ofMegabytes(1)));
    return new JudgeHandler(
        new JudgeHandler.Collaborators(
            store,
            catalogue(),
            sandbox,
            _ -> tenantReuse,
            cache,
            () -> load,
            metrics,
            new ProblemSide(
                new FakeProblems(), new TestData(new MemoryBlobs(), 1 << 20), new FakeQuarantine()),
            new LiveRuns()),
        properties);
  }

  private Languages catalogue() {
    return new Languages() {
      @Override
      public List<Language> all() {
        return List.of(CPP, PYTHON);
      }

      @Override
      public Optional<Language> find(String name) {
        return all().stream().filter(language -> language.id().equals(name)).findFirst();
      }

      @Override
      public Readiness readiness(Language language) {
        return notReady
            .<Readiness>map(Readiness.NotReady::new)
            .orElseGet(() -> new Readiness.Ready("sha256:" + language.id(), "1"));
      }
    };
  }

  private Lease lease() {
    return new Lease(1, SUBJECT, JudgeHandler.KIND, TENANT, attempt, "worker-1", 1);
  }

  private SubmissionResult judge() {
    JudgeHandler handler = handler();
    handler.handle(lease(), signal);
    assertThat(store.results).hasSize(1);
    assertThat(sandbox.closed).isTrue();
    return store.results.getFirst();
  }

  private InfrastructureFault fault() {
    JudgeHandler handler = handler();
    InfrastructureFault[] fault = new InfrastructureFault[1];
    assertThatThrownBy(() -> handler.handle(lease(), signal))
        .isInstanceOfSatisfying(InfrastructureFault.class, thrown -> fault[0] = thrown);
    assertThat(store.results).isEmpty();
    return fault[0];
  }

  private static List<Verdict> verdicts(SubmissionResult result) {
    return result.tests().stream().map(TestResult::verdict).toList();
  }

  private void runs(Planned... planned) {
    sandbox.behaviour = (number, _) -> planned[number - 1];
  }

  // The way of a submission

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
