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
import dev.glovebox.queue.StopSignal;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.submission.Comparison;
import dev.glovebox.submission.ExecutionLimits;
import dev.glovebox.submission.Priority;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** A judge with a fake sandbox, what it is asked and what it records: one of each test. */
abstract class JudgeFixture {

  static final UUID TENANT = UUID.fromString("00000000-0000-7000-8000-000000000001");
  static final UUID SUBJECT = UUID.fromString("00000000-0000-7000-8000-000000000002");

  static final Language CPP =
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

  static final Language PYTHON =
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
  static final class Asked {
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
  static final class Signal implements StopSignal {
    boolean stopped;
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
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final JudgeMetrics metrics = new JudgeMetrics(registry);
  final Signal signal = new Signal();
  final Asked asked = new Asked();
  FakeSandbox sandbox = new FakeSandbox();
  RecordingStore store;
  Optional<CompileCache> cache = Optional.empty();
  Optional<String> notReady = Optional.empty();
  boolean reuse;
  boolean tenantReuse;
  double load;
  int attempt = 1;
  Runnable whenCompleted = () -> {};

  @BeforeEach
  void oneTest() {
    sandbox.behaviour = (_, _) -> Planned.exits(0, "3\n");
  }

  JudgeHandler handler() {
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

  Languages catalogue() {
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

  Lease lease() {
    return new Lease(1, SUBJECT, JudgeHandler.KIND, TENANT, attempt, "worker-1", 1);
  }

  SubmissionResult judge() {
    JudgeHandler handler = handler();
    handler.handle(lease(), signal);
    assertThat(store.results).hasSize(1);
    assertThat(sandbox.closed).isTrue();
    return store.results.getFirst();
  }

  InfrastructureFault fault() {
    JudgeHandler handler = handler();
    InfrastructureFault[] fault = new InfrastructureFault[1];
    assertThatThrownBy(() -> handler.handle(lease(), signal))
        .isInstanceOfSatisfying(InfrastructureFault.class, thrown -> fault[0] = thrown);
    assertThat(store.results).isEmpty();
    return fault[0];
  }

  static List<Verdict> verdicts(SubmissionResult result) {
    return result.tests().stream().map(TestResult::verdict).toList();
  }

  void runs(Planned... planned) {
    sandbox.behaviour = (number, _) -> planned[number - 1];
  }

  // The way of a submission
}
