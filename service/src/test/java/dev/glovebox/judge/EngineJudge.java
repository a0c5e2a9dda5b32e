package dev.glovebox.judge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.glovebox.language.Language;
import dev.glovebox.language.Languages;
import dev.glovebox.language.ProjectLanguages;
import dev.glovebox.live.LiveRuns;
import dev.glovebox.problem.GrantedLimits;
import dev.glovebox.problem.ProblemDefinition;
import dev.glovebox.problem.ProblemVersion;
import dev.glovebox.queue.Lease;
import dev.glovebox.queue.StopSignal;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.sandbox.docker.DockerSandboxes;
import dev.glovebox.sandbox.docker.DockerSettings;
import dev.glovebox.sandbox.docker.EngineAddress;
import dev.glovebox.sandbox.docker.ImageFacts;
import dev.glovebox.sandbox.docker.SeccompProfile;
import dev.glovebox.submission.ExecutionLimits;
import dev.glovebox.submission.Overrides;
import dev.glovebox.submission.Priority;
import dev.glovebox.submission.ProblemRef;
import dev.glovebox.submission.SourceFile;
import dev.glovebox.submission.Submission;
import dev.glovebox.submission.SubmissionId;
import dev.glovebox.submission.SubmissionRequest;
import dev.glovebox.submission.SubmissionResult;
import dev.glovebox.submission.TrialShare;
import dev.glovebox.support.FakeProblems;
import dev.glovebox.support.FakeQuarantine;
import dev.glovebox.support.MemoryBlobs;
import dev.glovebox.support.ProblemFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.util.unit.DataSize;

/** The judge with real sandboxes and real languages, and everything around it in memory. */
final class EngineJudge implements AutoCloseable {

  static final UUID TENANT = new UUID(7, 7);

  /** A program that is submitted. */
  record Program(
      String language,
      List<SourceFile> files,
      boolean allTests,
      IsolationTier tier,
      Optional<TrialShare> share) {

    Program(String language, List<SourceFile> files, boolean allTests, IsolationTier tier) {
      this(language, files, allTests, tier, Optional.empty());
    }

    Program(String language, List<SourceFile> files, boolean allTests) {
      this(language, files, allTests, IsolationTier.CONTAINER);
    }

    static Program trials(TrialShare share) {
      return new Program(
          SubmissionRequest.TRIALS, List.of(), true, IsolationTier.CONTAINER, Optional.of(share));
    }

    static Program python(String source) {
      return new Program(
          "python", List.of(new SourceFile("main.py", source.getBytes(UTF_8))), false);
    }

    static Program cpp(String source) {
      return new Program("cpp", List.of(new SourceFile("main.cpp", source.getBytes(UTF_8))), false);
    }

    Program withAllTests() {
      return new Program(language, files, true, tier);
    }

    Program under(IsolationTier other) {
      return new Program(language, files, allTests, other);
    }
  }

  final MemoryBlobs blobs = new MemoryBlobs();
  final FakeProblems problems = new FakeProblems();
  final FakeQuarantine quarantine = new FakeQuarantine();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final DockerSandboxes pool;
  private final Languages languages;
  private final JudgeProperties properties;
  private final TestData data = new TestData(blobs, 64 << 20);
  private final CompileCache cache;
  private int count;

  EngineJudge() {
    try {
      String host = System.getenv("DOCKER_HOST");
      this.pool =
          new DockerSandboxes(
              DockerSettings.of(
                      EngineAddress.parse(host == null ? "unix:///var/run/docker.sock" : host),
                      SeccompProfile.read(Path.of("../seccomp-profiles/program.json")),
                      "judge-" + UUID.randomUUID())
                  .withUids(new DockerSettings.Uids(30_000_000, 100)));
      this.properties =
          new JudgeProperties(
              DataSize.ofKilobytes(4),
              DataSize.ofKilobytes(4),
              256,
              false,
              4,
              DataSize.ofMegabytes(64),
              true,
              new JudgeProperties.CompileCacheSettings(null, DataSize.ofMegabytes(1)));
      this.cache =
          new CompileCache(
              Files.createTempDirectory("compile-cache"),
              100 << 20,
              Clock.systemUTC(),
              new JudgeMetrics(registry));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.languages = new ProjectLanguages(name -> pool.image(name).map(ImageFacts::id));
  }

  ProblemFixture problem() {
    return new ProblemFixture(blobs::text);
  }

  /** A new version with this definition. */
  ProblemVersion add(ProblemDefinition definition) {
    count++;
    return problems.add(TENANT, "problem-" + count, 'a', definition);
  }

  SubmissionResult judge(ProblemDefinition definition, Program program) {
    return judge(add(definition), program);
  }

  /** The problem's own programs, tried. */
  SubmissionResult tryJury(ProblemVersion version) {
    return judge(version, new Program(SubmissionRequest.TRIALS, List.of(), true));
  }

  /** Some of them. */
  SubmissionResult tryJury(ProblemVersion version, TrialShare share) {
    return judge(version, Program.trials(share));
  }

  SubmissionResult judge(ProblemVersion version, Program program) {
    return judge(version, program, Optional.empty());
  }

  SubmissionResult judge(ProblemVersion version, Program program, Optional<Overrides> overrides) {
    SubmissionId id = new SubmissionId(UUID.randomUUID());
    ExecutionLimits otherwise =
        new ExecutionLimits(
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            512L << 20,
            64,
            8L << 20,
            64L << 20,
            Optional.empty());
    ExecutionLimits limits =
        GrantedLimits.of(
            version.definition().limits(),
            otherwise,
            languages
                .find(program.language())
                .map(Language::timeFactor)
                .orElse(java.math.BigDecimal.ONE));
    Submission submission =
        new Submission(
            id,
            TENANT,
            new SubmissionRequest(
                program.language(),
                program.files(),
                Optional.empty(),
                Optional.empty(),
                program.share().map(TrialShare::arguments).orElse(List.of()),
                List.of(),
                limits,
                program.tier(),
                Priority.NORMAL,
                !program.allTests(),
                false,
                true,
                Map.of(),
                Optional.empty(),
                Optional.of(
                    new ProblemRef(
                        version.problem(),
                        version.version(),
                        program.language().equals(SubmissionRequest.TRIALS)
                            ? program
                                .share()
                                .map(TrialShare::count)
                                .orElse(version.definition().trials())
                            : (int) version.definition().tests().tests().count())),
                overrides),
            Instant.EPOCH);
    RecordingStore store = new RecordingStore(submission);
    JudgeHandler handler =
        new JudgeHandler(
            new JudgeHandler.Collaborators(
                store,
                languages,
                pool,
                _ -> false,
                Optional.of(cache),
                EngineJudge::load,
                new JudgeMetrics(registry),
                new ProblemSide(problems, data, quarantine),
                new LiveRuns()),
            properties);
    handler.handle(
        new Lease(1, id.value(), JudgeHandler.KIND, TENANT, 1, "worker", 1), new NeverStops());
    return store.results.getFirst();
  }

  /** On a busy machine wall limits are stretched, as in the service. */
  private static double load() {
    var system = java.lang.management.ManagementFactory.getOperatingSystemMXBean();
    return system.getSystemLoadAverage() / system.getAvailableProcessors();
  }

  private static final class NeverStops implements StopSignal {
    @Override
    public boolean stopped() {
      return false;
    }

    @Override
    public void onStop(Runnable interrupt) {}
  }

  @Override
  public void close() throws InterruptedException {
    pool.close();
    if (!pool.awaitEnd(Duration.ofMinutes(1))) {
      throw new IllegalStateException("sandboxes are left over");
    }
  }
}
