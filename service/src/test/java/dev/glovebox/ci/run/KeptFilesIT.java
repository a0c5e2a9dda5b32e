package dev.glovebox.ci.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.ci.execute.AttemptOrder;
import dev.glovebox.ci.execute.AttemptRecord;
import dev.glovebox.ci.execute.AttemptRecord.Kept;
import dev.glovebox.ci.execute.AttemptRecord.Origin;
import dev.glovebox.ci.execute.AttemptRecord.Phase;
import dev.glovebox.ci.execute.Cancellation;
import dev.glovebox.ci.execute.JobExecutor;
import dev.glovebox.ci.execute.NotKept;
import dev.glovebox.ci.execute.Outcome;
import dev.glovebox.ci.plan.JobPlan;
import dev.glovebox.ci.plan.SecretRef;
import dev.glovebox.ci.plan.Variable;
import dev.glovebox.ci.store.Artifact;
import dev.glovebox.ci.store.Artifacts;
import dev.glovebox.ci.store.StoreRefused;
import dev.glovebox.support.PostgresServer;
import dev.glovebox.support.TestDatabase;
import dev.glovebox.worker.Worker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What jobs leave and what later ones get of it, with the real database, queue and worker. */
@Tag("postgres")
class KeptFilesIT {

  private static TestDatabase database;
  private static RunsOf parts;
  private static Worker worker;
  private static final Executor EXECUTOR = new Executor();

  private UUID tenant;

  private interface Script {
    void run(AttemptOrder order, AttemptRecord record) throws IOException;
  }

  private static final class Executor implements JobExecutor {

    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final Map<String, AttemptOrder> orders = new ConcurrentHashMap<>();

    @Override
    public Outcome execute(AttemptOrder order, AttemptRecord record, Cancellation cancellation) {
      orders.put(order.job().name(), order);
      record.started(Phase.STEP, "script");
      try {
        scripts.getOrDefault(order.job().name(), (_, _) -> {}).run(order, record);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      record.ended(Phase.STEP, "script", 0);
      return new Outcome.Success();
    }
  }

  @BeforeAll
  static void open() {
    database = PostgresServer.freshDatabase();
    parts = RunsOf.database(database);
    worker = parts.worker("w", 2, EXECUTOR);
    worker.start();
  }

  @AfterAll
  static void close() {
    worker.drain();
    database.close();
  }

  @BeforeEach
  void newTenant() {
    tenant = database.tenant();
  }

  @AfterEach
  void forget() {
    EXECUTOR.scripts.clear();
    EXECUTOR.orders.clear();
  }

  private RunView ended(JobPlan... jobs) throws InterruptedException {
    Runs runs = parts.runs();
    UUID run = runs.create(tenant, Plans.run(jobs)).run().id();
    return runs.await(tenant, run, Duration.ofMinutes(2)).orElseThrow();
  }

  private JobView job(RunView run, String name) {
    return parts.runs().jobs(run.id()).stream()
        .filter(job -> job.name().equals(name))
        .findAny()
        .orElseThrow();
  }

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Script leaves(Kept kind, String name, String content) {
    return (_, record) -> record.keep(kind, name, 1, text(content));
  }

  private static String read(AttemptOrder.Download download) throws IOException {
    try (InputStream in = download.content().open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> downloads(String job) throws IOException {
    List<String> texts = new java.util.ArrayList<>();
    for (AttemptOrder.Download download : order(job).artifacts()) {
      texts.add(download.name() + "=" + read(download));
    }
    return texts;
  }

  private static AttemptOrder order(String job) {
    return java.util.Objects.requireNonNull(EXECUTOR.orders.get(job));
  }

  private static Optional<String> variable(String job, String key) {
    return order(job).variables().stream()
        .filter(variable -> variable.key().equals(key))
        .map(Variable::value)
        .reduce((_, last) -> last);
  }

  @Test
  void laterJobsGetWhatEarlierOnesLeft() throws Exception {
    EXECUTOR.scripts.put("a", leaves(Kept.ARTIFACTS, "out", "zip of a"));
    EXECUTOR.scripts.put("b", leaves(Kept.ARTIFACTS, "out", "zip of b"));
    JobPlan onlyB = Plans.job("onlyB", "test", JobPlan.When.ON_SUCCESS, "b");
    RunView end =
        ended(Plans.job("a", "build"), Plans.job("b", "build"), onlyB, Plans.job("all", "deploy"));
    assertThat(end.state()).isEqualTo(RunState.SUCCESS);
    assertThat(downloads("a")).isEmpty();
    assertThat(downloads("onlyB")).containsExactly("b=zip of b");
    assertThat(downloads("all")).containsExactly("a=zip of a", "b=zip of b");
    List<Artifact> kept = parts.artifacts().of(job(end, "a").attempt().orElseThrow());
    assertThat(kept).extracting(Artifact::name).containsExactly("out");
    assertThat(kept.getFirst().expiresAt()).isEmpty();
  }

  @Test
  void variablesOfReportsReachLaterJobsAsTheyAre() throws Exception {
    EXECUTOR.scripts.put(
        "a", leaves(Kept.DOTENV, "build.env", "VERSION=1.2 $HOME \"x\"\n\nURL=a\r\nURL=b\n"));
    ended(Plans.job("a", "build"), Plans.job("b", "test"));
    assertThat(variable("b", "VERSION")).contains("1.2 $HOME \"x\"");
    assertThat(variable("b", "URL")).contains("b");
    assertThat(order("b").variables().stream().filter(v -> v.key().equals("URL")).findAny())
        .hasValueSatisfying(v -> assertThat(v.raw()).isTrue());
  }

  @Test
  void aMalformedReportOfVariablesIsToldAndHarmsNothing() throws Exception {
    EXECUTOR.scripts.put(
        "a",
        (_, record) -> {
          record.keep(Kept.DOTENV, "a.env", 1, text("GOOD=1\nno variable: hunter2\n"));
          record.keep(Kept.DOTENV, "b.env", 1, text("A=" + "x".repeat(6000)));
          record.keep(Kept.DOTENV, "c.env", 1, text("1A=b"));
        });
    RunView end = ended(Plans.job("a", "build"), Plans.job("b", "test"));
    assertThat(end.state()).isEqualTo(RunState.SUCCESS);
    assertThat(variable("b", "GOOD")).isEmpty();
    assertThat(log(job(end, "a")))
        .contains("a.env gives no variables to later jobs: line 2 is not KEY=value")
        .contains("b.env gives no variables to later jobs: it is larger than 5120 bytes")
        .contains("c.env gives no variables")
        .doesNotContain("hunter2");
  }

  @Test
  void namesAreMaskedAndWhatIsTooMuchIsNotKept() throws Exception {
    JobPlan a =
        Plans.job(
            "a",
            "build",
            JobPlan.When.ON_SUCCESS,
            false,
            0,
            1 << 20,
            Optional.empty(),
            List.of(new Variable("TOKEN", "hunter2-hunter2", true, true, false)));
    var refused = new java.util.concurrent.atomic.AtomicReference<String>();
    EXECUTOR.scripts.put(
        "a",
        (_, record) -> {
          record.keep(Kept.ARTIFACTS, "of hunter2-hunter2", 1, text("x"));
          try {
            record.keep(Kept.OTHER, "large", 1, text("x".repeat(1 << 20)));
          } catch (NotKept e) {
            refused.set(e.getMessage());
          }
        });
    RunView end = ended(a);
    assertThat(parts.artifacts().of(job(end, "a").attempt().orElseThrow()))
        .extracting(Artifact::name)
        .containsExactly("of [MASKED]");
    assertThat(refused.get()).contains("at most 1048576");
    assertThat(log(job(end, "a"))).contains("large is not kept").doesNotContain("hunter2");
  }

  @Test
  void reportsOfTestsAreMaskedBeforeTheyAreStored() throws Exception {
    JobPlan a =
        Plans.job(
            "a",
            "build",
            JobPlan.When.ON_SUCCESS,
            false,
            0,
            1 << 20,
            Optional.empty(),
            List.of(new Variable("TOKEN", "hunter2-hunter2", true, true, false)));
    EXECUTOR.scripts.put(
        "a",
        (_, record) -> {
          record.keep(
              Kept.JUNIT,
              "r.xml",
              1,
              text(
                  "<testsuite><testcase name='a'><failure>hunter2-hunter2</failure></testcase></testsuite>"));
          record.keep(Kept.JUNIT, "bad.xml", 1, text("<testsuite>\n<"));
        });
    RunView end = ended(a);
    assertThat(end.state()).isEqualTo(RunState.SUCCESS);
    List<Artifact> kept = parts.artifacts().of(job(end, "a").attempt().orElseThrow());
    assertThat(kept).extracting(Artifact::name).containsExactly("bad.xml", "r.xml");
    assertThat(new String(parts.blobs().read(kept.get(1).blob()), StandardCharsets.UTF_8))
        .contains("<failure>[MASKED]</failure>");
    assertThat(log(job(end, "a")))
        .contains("r.xml: 1 tests")
        .contains("bad.xml:2: this is no report");
  }

  @Test
  void nothingIsAddedToAnAttemptAtItsEnd() throws Exception {
    RunView end = ended(Plans.job("a", "build"));
    JobView job = job(end, "a");
    assertThatThrownBy(() ->
            parts
                .artifacts()
                .keep(
                    new Artifacts.Owner(tenant, job.id(), job.attempt().orElseThrow()),
                    Artifact.Kind.ARCHIVE,
                    "late",
                    1,
                    Optional.empty(),
                    text("late")))
        .isInstanceOfSatisfying(
            StoreRefused.class, e -> assertThat(e.reason()).isEqualTo(StoreRefused.Reason.OVER));
  }

  @Test
  void theCoverageIsFoundInTheLog() throws Exception {
    EXECUTOR.scripts.put(
        "a",
        (_, record) -> {
          byte[] lines = "cov: 1%\ncov: 87.5%\nbye\n".getBytes(StandardCharsets.UTF_8);
          record.output(Origin.OUT, lines, 0, lines.length);
        });
    RunView end = ended(Plans.covered(Plans.job("a", "build"), "/cov: [\\d.]+/"));
    assertThat(job(end, "a").coverage())
        .hasValueSatisfying(c -> assertThat(c).isEqualByComparingTo("87.5"));
  }

  @Test
  void secretsReachTheJobsOfTrustedRunsOfTheirRefsAndNoLog() throws Exception {
    Secrets secrets = parts.secrets();
    secrets.put(tenant, "acme/app", new Secrets.New("ALL", "all-of-it", List.of("ma*"), true));
    secrets.put(tenant, "acme/app", new Secrets.New("ASKED", "asked-for", List.of(), false));
    secrets.put(tenant, "acme/app", new Secrets.New("OTHER", "other-ref", List.of("v*"), true));
    EXECUTOR.scripts.put(
        "a",
        (_, record) -> {
          byte[] said = "all-of-it asked-for other-ref\n".getBytes(StandardCharsets.UTF_8);
          record.output(Origin.OUT, said, 0, said.length);
        });
    JobPlan a =
        Plans.secret(
            Plans.job("a", "build"),
            new SecretRef("ASKED", "TOKEN", true),
            new SecretRef("OTHER", "OTHER", false),
            new SecretRef("NONE", "NONE", false));
    RunView end = ended(a);
    assertThat(variable("a", "ALL")).contains("all-of-it");
    assertThat(variable("a", "TOKEN")).contains("asked-for");
    assertThat(variable("a", "ASKED")).isEmpty();
    assertThat(variable("a", "OTHER")).isEmpty();
    assertThat(log(job(end, "a")))
        .contains("the secret OTHER is not for runs of this ref")
        .contains("the project has no secret NONE")
        .contains("[MASKED] [MASKED] other-ref");

    Runs runs = parts.runs();
    UUID untrusted = runs.create(tenant, Plans.untrusted(Plans.run(a))).run().id();
    runs.await(tenant, untrusted, Duration.ofMinutes(2));
    assertThat(variable("a", "ALL")).isEmpty();
    assertThat(variable("a", "TOKEN")).isEmpty();
  }

  @Test
  void aCacheReachesLaterRunsAndNeverFailsAJob() throws Exception {
    String archive = "PK\3\4 files";
    EXECUTOR.scripts.put(
        "a",
        (order, record) -> {
          assertThat(order.caches().find("deps-1", List.of("deps"))).isEmpty();
          record.keep(Kept.CACHE, "deps", 3, text(archive));
          record.keep(Kept.CACHE, "plain", 1, text("not an archive"));
          record.keep(Kept.CACHE, "", 1, text(archive));
          record.keep(
              Kept.CACHE,
              "broken",
              1,
              new java.io.SequenceInputStream(text(archive), new Failing()));
        });
    EXECUTOR.scripts.put(
        "b",
        (order, _) -> {
          AttemptOrder.Download found =
              order.caches().find("deps-1", List.of("deps")).orElseThrow();
          assertThat(read(found)).isEqualTo(archive);
          assertThat(found.name()).isEqualTo("deps");
          assertThat(found.format()).isEqualTo("zip");
        });
    RunView end = ended(Plans.job("a", "build"), Plans.job("b", "test"));
    assertThat(end.state()).isEqualTo(RunState.SUCCESS);
    assertThat(log(job(end, "a")))
        .contains("cache deps: 3 files saved, 10 bytes")
        .contains("the cache plain is not saved")
        .contains("its key is empty")
        .contains("the cache broken is not saved: the store fails");
  }

  private static final class Failing extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("the disk is broken");
    }
  }

  /** Somebody who can write into the database, and has not the key. */
  @Test
  void aCiphertextThatIsMovedElsewhereIsOfNoUse() throws Exception {
    var file = java.nio.file.Files.createTempDirectory("secrets").resolve("deep/secrets.key");
    SecretCipher cipher = new SecretCipher(new SecretKeyFile(file));
    UUID project = UUID.randomUUID();
    SecretCipher.Sealed sealed = cipher.seal(project, "A", "value");
    assertThat(cipher.open(project, "A", sealed)).isEqualTo("value");
    assertThat(java.nio.file.Files.getPosixFilePermissions(file)).hasSize(2);
    assertThatThrownBy(() -> cipher.open(project, "B", sealed)).hasMessageContaining("can't be");
    assertThatThrownBy(() -> cipher.open(UUID.randomUUID(), "A", sealed))
        .hasMessageContaining("can't be");
    java.nio.file.Files.write(file, new byte[32]);
    assertThatThrownBy(() -> cipher.open(project, "A", sealed)).hasMessageContaining("another key");
    java.nio.file.Files.write(file, new byte[31]);
    assertThatThrownBy(() -> cipher.open(project, "A", sealed)).hasMessageContaining("31 bytes");
  }

  @Test
  void patternsOfRefs() {
    assertThat(RefPattern.matches("main", "main")).isTrue();
    assertThat(RefPattern.matches("main", "mainly")).isFalse();
    assertThat(RefPattern.matches("release/*", "release/1/2")).isTrue();
    assertThat(RefPattern.matches("*-stable", "a-stable-stable")).isTrue();
    assertThat(RefPattern.matches("*-stable", "a-stable-x")).isFalse();
    assertThat(RefPattern.matches("a*b*c", "aXbXbc")).isTrue();
    assertThat(RefPattern.matches("", "")).isTrue();
    assertThat(RefPattern.matches("", "x")).isFalse();
  }

  private String log(JobView job) {
    LogReader logs = parts.logs();
    var text = new StringBuilder();
    long at = 0;
    for (var pieces = logs.read(job.attempt().orElseThrow(), at);
        !pieces.isEmpty();
        pieces = logs.read(job.attempt().orElseThrow(), at)) {
      for (LogReader.Piece piece : pieces) {
        text.append(new String(piece.bytes(), StandardCharsets.UTF_8));
        at = piece.start() + piece.bytes().length;
      }
    }
    return text.toString();
  }
}
