package dev.glovebox.sandbox.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import dev.glovebox.sandbox.Collect;
import dev.glovebox.sandbox.ContainerLimits;
import dev.glovebox.sandbox.Interaction;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.sandbox.RunReport;
import dev.glovebox.sandbox.RunReport.End;
import dev.glovebox.sandbox.RunReport.Stop;
import dev.glovebox.sandbox.RunRequest;
import dev.glovebox.sandbox.RunRequest.Phase;
import dev.glovebox.sandbox.Sandbox;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.SandboxException.Kind;
import dev.glovebox.sandbox.SandboxFile;
import dev.glovebox.sandbox.SandboxLease;
import dev.glovebox.sandbox.SandboxSpec;
import dev.glovebox.sandbox.docker.Programs.Captured;
import java.io.ByteArrayOutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("docker")
class DockerSandboxesTest {

  /** Generous: the limit is for what never comes. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final SandboxLease FRESH = new SandboxLease("ada", false);
  private static final SandboxLease ADA = new SandboxLease("ada", true);
  private static final SandboxLease BOB = new SandboxLease("bob", true);
  private static final ContainerLimits SMALL = new ContainerLimits(64L << 20, 16);
  private static final ContainerLimits LEAST = new ContainerLimits(16L << 20, 16);
  private static final List<SandboxFile> FORTY_MEGABYTES =
      List.of(new SandboxFile("large", new byte[40 << 20]));

  private final TestEngine docker = new TestEngine();
  private final String worker = "test-" + UUID.randomUUID();
  private DockerSettings settings;
  private DockerSandboxes pool;
  private SandboxSpec spec;

  @BeforeEach
  void setUp() throws Exception {
    settings =
        DockerSettings.of(
                docker.address(),
                SeccompProfile.read(
                    Path.of(
                        System.getProperty(
                            "glovebox.seccomp", "../seccomp-profiles/program.json"))),
                worker)
            .withUids(new DockerSettings.Uids(700_000, 100));
    settings = settings.withTimes(patient(settings.times()));
    pool = new DockerSandboxes(settings);
    spec = new SandboxSpec(TestImage.id(), IsolationTier.CONTAINER);
  }

  /** On a busy machine an answer takes its time, and is right all the same. */
  private static DockerSettings.Times patient(DockerSettings.Times times) {
    return new DockerSettings.Times(
        times.acquire(),
        times.engineCall(),
        Duration.ofSeconds(30),
        Duration.ofSeconds(20),
        Duration.ofSeconds(20),
        times.keep(),
        times.life());
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    pool.close();
    assertThat(pool.awaitEnd(Duration.ofMinutes(1))).isTrue();
    assertThat(docker.containers(worker)).isEmpty();
    docker.close();
  }

  // --- what runs --------------------------------------------------------------------------------

  @Test
  void aProgramRunsAndItsOutputsExitCodeAndCostAreReported() {
    try (Sandbox sandbox = pool.acquire(spec, FRESH, SMALL)) {
      Captured output = new Captured();
      RunReport report = sandbox.run(Programs.probe("hello", "7"), output);

      assertThat(report.end()).isEqualTo(new End.Exited(7));
      assertThat(report.stop()).isEmpty();
      assertThat(output.out()).isEqualTo("hello\n");
      assertThat(output.err()).isEqualTo("oops\n");
      assertThat(report.stdoutBytes()).isEqualTo(6);
      assertThat(report.stderrBytes()).isEqualTo(5);
      assertThat(report.wall()).isPositive();
      assertThat(report.peakResidentBytes()).isPositive();
    }
  }

  @Test
  void whatACompileRunKeepsCanBeFetchedRunAndInstalledElsewhere() {
    List<SandboxFile> built;
    try (Sandbox sandbox = pool.acquire(spec, FRESH, SMALL)) {
      RunRequest compile =
          new RunRequest(
              new Phase.Compile(List.of("program")),
              List.of("/probe", "build"),
              Map.of(),
              List.of(new SandboxFile("main.c", "source".getBytes())),
              new byte[0],
              Programs.LIMITS,
              false);
      RunReport report = sandbox.run(compile, new Captured());
      assertThat(report.end()).isEqualTo(new End.Exited(0));
      built = sandbox.fetch();
      assertThat(built).extracting(SandboxFile::path).containsExactly("program");
      assertThat(built.getFirst().executable()).isTrue();
      assertThat(report.resultBytes())
          .isBetween((long) built.getFirst().content().length, 2L << 20);
      assertThat(runApp(sandbox)).isEqualTo("hello\n");
    }
    try (Sandbox sandbox = pool.acquire(spec, FRESH, SMALL)) {
      sandbox.install(built);
      assertThat(runApp(sandbox)).isEqualTo("hello\n");
      assertThat(sandbox.fetch().getFirst().content()).isEqualTo(built.getFirst().content());
    }
  }

  @Test
  void whatAProgramLeavesCanBeCollected() {
    try (Sandbox sandbox = pool.acquire(spec, FRESH, SMALL)) {
      RunReport report =
          sandbox.run(collecting(List.of("feedback/*.txt", "absent")), new Captured());
      assertThat(report.end()).isEqualTo(new End.Exited(0));
      assertThat(report.collected().complete()).isTrue();
      assertThat(report.collected().leftOut()).isEqualTo(1);
      assertThat(report.collected().files())
          .singleElement()
          .satisfies(file -> {
            assertThat(file.path()).isEqualTo("feedback/judgemessage.txt");
            assertThat(file.content()).asString().isEqualTo("well done");
          });
      assertThat(sandbox.run(collecting(List.of("**")), new Captured()).collected().files())
          .extracting(SandboxFile::path)
          .containsExactlyInAnyOrder("feedback/judgemessage.txt", "other");
    }
  }

  @Test
  void aProgramAndItsPeerEndEachInItsOwnWay() {
    try (Sandbox sandbox = pool.acquire(spec, FRESH, SMALL)) {
      for (int round = 0; round < 2; round++) {
        Errors errors = new Errors();
        Interaction.Report report =
            sandbox.interact(
                new Interaction(
                    Programs.probe("hello", "3"),
                    new Interaction.Peer(
                        List.of("/probe", "hello", "42"),
                        Map.of(),
                        List.of(new SandboxFile("feedback/judgemessage.txt", "so".getBytes(UTF_8))),
                        Programs.LIMITS,
                        new Collect(List.of("feedback/*"), 1000),
                        Set.of(42))),
                errors);
        assertThat(report.program().end()).isEqualTo(new End.Exited(3));
        assertThat(report.peer().end()).isEqualTo(new End.Exited(42));
        assertThat(report.first()).isNotEqualTo(Interaction.First.NONE);
        assertThat(report.peer().collected().files())
            .extracting(SandboxFile::path)
            .containsExactly("feedback/judgemessage.txt");
        assertThat(errors.program.toString(UTF_8)).isEqualTo("oops\n");
        assertThat(errors.peer.toString(UTF_8)).isEqualTo("oops\n");
      }
      assertThat(sandbox.run(Programs.probe("hello", "7"), new Captured()).end())
          .isEqualTo(new End.Exited(7));
    }
  }

  private static final class Errors implements Interaction.Output {
    private final ByteArrayOutputStream program = new ByteArrayOutputStream();
    private final ByteArrayOutputStream peer = new ByteArrayOutputStream();

    @Override
    public void program(byte[] buffer, int offset, int length) {
      program.write(buffer, offset, length);
    }

    @Override
    public void peer(byte[] buffer, int offset, int length) {
      peer.write(buffer, offset, length);
    }
  }

  private static RunRequest collecting(List<String> globs) {
    return new RunRequest(
        new Phase.Program(),
        List.of("/probe", "true"),
        Map.of(),
        List.of(
            new SandboxFile("feedback/judgemessage.txt", "well done".getBytes(UTF_8)),
            new SandboxFile("feedback/large.txt", new byte[2000]),
            new SandboxFile("other", new byte[0])),
        new byte[0],
        Programs.LIMITS,
        false,
        new Collect(globs, 1000));
  }

  private static String runApp(Sandbox sandbox) {
    Captured output = new Captured();
    sandbox.run(
        Programs.program(Programs.LIMITS, new byte[0], List.of("/box/app/program")), output);
    return output.out();
  }

  @Test
  void twentyMegabytesGoInAndComeBackUnharmed() {
    byte[] input = new byte[20 << 20];
    new Random(5).nextBytes(input);
    try (Sandbox sandbox = pool.acquire(spec, FRESH, SMALL)) {
      Captured output = new Captured();
      RunReport report =
          sandbox.run(Programs.program(Programs.LIMITS, input, List.of("/probe", "cat")), output);
      assertThat(report.end()).isEqualTo(new End.Exited(0));
      assertThat(output.outBytes()).isEqualTo(input);
    }
  }

  @Test
  void aProgramThatNeverReadsItsLongInputIsNoProblem() {
    try (Sandbox sandbox = pool.acquire(spec, FRESH, SMALL)) {
      for (int i = 0; i < 3; i++) {
        RunReport report =
            sandbox.run(
                Programs.program(Programs.LIMITS, new byte[8 << 20], List.of("/probe", "true")),
                new Captured());
        assertThat(report.end()).isEqualTo(new End.Exited(0));
      }
    }
  }

  @Test
  void aRunIsKilledFromAnotherThreadEvenWhileItIgnoresItsInput() throws Exception {
    // More than the supervisor holds would keep the order from it; then the container goes.
    for (int inputBytes : new int[] {0, 2 << 20}) {
      try (Sandbox sandbox = pool.acquire(spec, FRESH, SMALL);
          var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Captured output = new Captured();
        Future<RunReport> report =
            threads.submit(() ->
                sandbox.run(
                    Programs.program(
                        Programs.LIMITS, new byte[inputBytes], List.of("/probe", "sleep")),
                    output));
        await().until(() -> output.out().equals("sleeping\n"));
        sandbox.kill();
        assertThat(report.get().stop()).contains(Stop.KILLED);
        assertThat(sandbox.run(Programs.probe("true"), new Captured()).stop())
            .contains(Stop.KILLED);
      }
    }
  }

  // --- whether the engine works -----------------------------------------------------------------

  @Test
  void anEngineThatMakesContainersPassesItsTrialAndKeepsNone() throws Exception {
    pool.probe(List.of(TestImage.id()), PATIENCE);
    pool.probe(List.of(), PATIENCE);
    await().untilAsserted(() -> assertThat(docker.containers(worker)).isEmpty());
  }

  @Test
  void oneImageThatWorksIsEnoughForTheTrial() {
    String missing = "sha256:" + "0".repeat(64);
    pool.probe(List.of(missing, TestImage.id()), PATIENCE);
    assertThatThrownBy(() -> pool.probe(List.of(missing), PATIENCE))
        .isInstanceOfSatisfying(
            SandboxException.class, e -> assertThat(e.kind()).isEqualTo(Kind.IMAGE_MISSING));
  }

  @Test
  void anEngineThatTakesRequestsAndNeverAnswersFailsItsTrialInTime() throws Exception {
    Path socket = Files.createTempDirectory("glovebox").resolve("engine");
    try (var silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      silent.bind(UnixDomainSocketAddress.of(socket));
      var address = new EngineAddress.Unix(socket);
      try (var hung = new DockerSandboxes(DockerSettings.of(address, settings.seccomp(), worker))) {
        assertThatThrownBy(() -> hung.probe(List.of(TestImage.id()), Duration.ofMillis(200)))
            .isInstanceOfSatisfying(
                SandboxException.class, e -> assertThat(e.kind()).isEqualTo(Kind.ENGINE))
            .hasMessageContaining("no container within");
      }
      try (Engine engine = new Engine(address, Duration.ofMillis(200))) {
        assertThatThrownBy(engine::facts)
            .isInstanceOf(SandboxException.class)
            .hasMessageContaining("no answer within");
        assertThatThrownBy(() -> engine.remove("x")).isInstanceOf(SandboxException.class);
        assertThatThrownBy(() -> engine.image("x")).isInstanceOf(SandboxException.class);
      }
    } finally {
      Files.deleteIfExists(socket);
    }
  }

  // --- what it may do ---------------------------------------------------------------------------

  @Test
  void theEngineShowsEveryHardeningSetting() throws Exception {
    try (Sandbox sandbox = pool.acquire(spec, FRESH, SMALL)) {
      InspectContainerResponse inspected = docker.inspect(sandbox.facts().sandbox());
      HostConfig host = inspected.getHostConfig();

      assertThat(host.getCapDrop()).containsExactly(Capability.ALL);
      assertThat(host.getCapAdd())
          .containsExactlyInAnyOrder(
              Capability.SETUID, Capability.SETGID, Capability.KILL, Capability.SETPCAP);
      assertThat(host.getPrivileged()).isFalse();
      assertThat(host.getSecurityOpts())
          .containsExactly("no-new-privileges", "seccomp=" + settings.seccomp().json());
      assertThat(host.getReadonlyRootfs()).isTrue();
      assertThat(host.getIpcMode()).isEqualTo("none");
      assertThat(host.getPidMode()).isEmpty();
      assertThat(host.getCgroupnsMode()).isEqualTo("private");
      assertThat(host.getRuntime()).isEqualTo("runc");
      assertThat(host.getMemory()).isEqualTo((512L + 16) << 20);
      assertThat(host.getMemorySwap()).isEqualTo((512L + 16) << 20);
      assertThat(host.getPidsLimit()).isEqualTo(64);
      assertThat(host.getNanoCPUs()).isEqualTo(1_000_000_000L);
      assertThat(host.getCpusetCpus()).isEqualTo(sandbox.facts().cpus());
      assertThat(host.getOomScoreAdj()).isEqualTo(500);
      assertThat(host.getLogConfig().getType().getType()).isEqualTo("none");
      assertThat(host.getUlimits()).extracting("name").contains("core", "memlock", "msgqueue");
      assertThat(host.getBinds()).isNullOrEmpty();
      assertThat(host.getDevices()).isNullOrEmpty();
      assertThat(host.getTmpFs().get("/box"))
          .contains("exec,nosuid,nodev,size=268435456,nr_inodes=16384,uid=0,gid=70")
          .endsWith("mode=1771");
      assertThat(host.getTmpFs().get("/tmp")).startsWith("noexec,nosuid,nodev,");
      // docker-java's model lacks these two.
      assertThat(
              TestImage.command(
                  "docker",
                  "inspect",
                  "--format",
                  "{{.HostConfig.MaskedPaths}} {{.HostConfig.ReadonlyPaths}}",
                  sandbox.facts().sandbox()))
          .contains("/proc/kcore", "/sys/class", "/proc/sysrq-trigger");
      assertThat(inspected.getConfig().getStdInOnce()).isTrue();
      assertThat(inspected.getConfig().getTty()).isFalse();
      assertThat(inspected.getConfig().getHostName()).isEqualTo("sandbox");
      assertThat(inspected.getConfig().getLabels())
          .containsEntry(Labels.ROLE, Labels.SANDBOX)
          .containsEntry(Labels.WORKER, worker)
          .containsKeys(Labels.EXPIRES, Labels.INSTANCE);

      String holder = host.getNetworkMode().substring("container:".length());
      InspectContainerResponse holding = docker.inspect(holder);
      assertThat(holding.getHostConfig().getNetworkMode()).isEqualTo("none");
      assertThat(holding.getConfig().getLabels()).containsEntry(Labels.ROLE, Labels.HOLDER);
    }
  }

  @Test
  void aProgramSeesNoPrivilegeNoNetworkAndNoHost() {
    try (Sandbox sandbox = pool.acquire(spec, FRESH, SMALL)) {
      Captured output = new Captured();
      sandbox.run(
          Programs.probe(
              "show", "/proc/self/status", "/proc/net/dev", "/proc/cmdline", "/proc/1/environ"),
          output);
      assertThat(output.out())
          .contains("CapEff:\t0000000000000000", "CapBnd:\t0000000000000000")
          .contains("NoNewPrivs:\t1", "Seccomp:\t2")
          .contains("lo:")
          .doesNotContain("eth0")
          .doesNotContain("root=")
          .contains("/proc/1/environ: Permission denied");
    }
  }

  @Test
  void theFactsAreThoseOfTheEngine() {
    try (Sandbox sandbox = pool.acquire(spec, FRESH, SMALL)) {
      var facts = sandbox.facts();
      assertThat(facts.image()).isEqualTo(spec.image());
      assertThat(docker.inspect(facts.sandbox()).getImageId()).isEqualTo(spec.image());
      assertThat(facts.tier()).isEqualTo(IsolationTier.CONTAINER);
      assertThat(facts.runtime()).startsWith("runc");
      assertThat(facts.seccompProfile()).isEqualTo(settings.seccomp().name());
      assertThat(facts.seccompSha256()).matches("[0-9a-f]{64}");
      assertThat(facts.limits()).isEqualTo(settings.limits());
      assertThat(facts.cgroupVersion()).isEqualTo(pool.engine().cgroupVersion());
    }
  }

  @Test
  void limitsAreSetOnTheContainerAndHold() {
    try (Sandbox sandbox = pool.acquire(spec, FRESH, SMALL)) {
      sandbox.limit(new ContainerLimits(32L << 20, 10));
      assertThat(sandbox.facts().limits()).isEqualTo(new ContainerLimits(32L << 20, 10));
      HostConfig host = docker.inspect(sandbox.facts().sandbox()).getHostConfig();
      assertThat(host.getMemory()).isEqualTo((32L + 16) << 20);
      assertThat(host.getMemorySwap()).isEqualTo((32L + 16) << 20);
      assertThat(host.getPidsLimit()).isEqualTo(10);

      RunReport hungry = sandbox.run(Programs.probe("memory", "100"), new Captured());
      assertThat(hungry.oomKills()).isPositive();
      assertThat(hungry.end()).isEqualTo(new End.Signalled(9));

      Captured forks = new Captured();
      RunReport forking = sandbox.run(Programs.probe("forks"), forks);
      assertThat(Integer.parseInt(forks.out().strip())).isLessThan(10);
      assertThat(forking.forkRefusals()).isPositive();
      assertThat(forking.leftOver()).isPositive();

      sandbox.limit(new ContainerLimits(256L << 20, 10));
      assertThat(sandbox.run(Programs.probe("memory", "100"), new Captured()).end())
          .isEqualTo(new End.Exited(0));
    }
  }

  @Test
  void aSandboxIsHandedOverWithAtLeastTheLimitsAskedFor() {
    ContainerLimits large = new ContainerLimits(700L << 20, 20);
    try (Sandbox sandbox = pool.acquire(spec, FRESH, large)) {
      assertThat(sandbox.facts().limits()).isEqualTo(new ContainerLimits(700L << 20, 64));
      assertThat(docker.inspect(sandbox.facts().sandbox()).getHostConfig().getMemory())
          .isEqualTo((700L + 16) << 20);
    }
  }

  @Test
  void aSandboxWhoseSupervisorIsEndedForWantOfMemorySaysSo() {
    try (Sandbox sandbox = pool.acquire(spec, FRESH, SMALL)) {
      sandbox.limit(LEAST);
      assertThatThrownBy(
              () -> {
                sandbox.install(FORTY_MEGABYTES);
                sandbox.run(Programs.probe("true"), new Captured());
              })
          .isInstanceOfSatisfying(
              SandboxException.class, e -> assertThat(e.kind()).isEqualTo(Kind.OUT_OF_MEMORY));
    }
  }

  @Test
  void aLimitBelowWhatIsInUseIsNoFaultOfTheEngine() {
    try (Sandbox sandbox = pool.acquire(spec, FRESH, SMALL)) {
      sandbox.install(FORTY_MEGABYTES);
      assertThatThrownBy(
              () -> {
                sandbox.limit(LEAST);
                sandbox.run(Programs.probe("true"), new Captured());
              })
          .isInstanceOfSatisfying(
              SandboxException.class, e -> assertThat(e.kind()).isEqualTo(Kind.OUT_OF_MEMORY));
    }
  }

  @Test
  void filesWithoutContentAreNotFetchedIntoOurMemory() {
    try (Sandbox sandbox = pool.acquire(spec, FRESH, SMALL)) {
      RunReport report =
          sandbox.run(Programs.compile(List.of("program"), "sparse", "60"), new Captured());
      assertThat(report.end()).isEqualTo(new End.Exited(0));
      assertThat(report.resultBytes()).isLessThan(1 << 20);
      assertThatThrownBy(sandbox::fetch)
          .isInstanceOfSatisfying(
              SandboxException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TOO_LARGE));
    }
  }

  // --- reuse ------------------------------------------------------------------------------------

  @Test
  void aCleanSandboxServesItsTenantAgainEmptyAndWithItsFirstLimits() {
    String first;
    try (Sandbox sandbox = pool.acquire(spec, ADA, SMALL)) {
      first = sandbox.facts().sandbox();
      sandbox.install(List.of(new SandboxFile("secret", "s".getBytes())));
      sandbox.limit(new ContainerLimits(100L << 20, 20));
      sandbox.run(Programs.probe("hello"), new Captured());
    }
    try (Sandbox sandbox = pool.acquire(spec, ADA, SMALL)) {
      assertThat(sandbox.facts().sandbox()).isEqualTo(first);
      assertThat(sandbox.facts().limits()).isEqualTo(settings.limits());
      assertThat(sandbox.fetch()).isEmpty();
    }
  }

  @Test
  void noOtherTenantAndNobodyWhoWantsAFreshOneGetsAUsedSandbox() {
    String first;
    try (Sandbox sandbox = pool.acquire(spec, ADA, SMALL)) {
      first = sandbox.facts().sandbox();
      sandbox.run(Programs.probe("true"), new Captured());
    }
    try (Sandbox bobs = pool.acquire(spec, BOB, SMALL);
        Sandbox fresh = pool.acquire(spec, FRESH, SMALL);
        Sandbox adas = pool.acquire(spec, ADA, SMALL)) {
      assertThat(bobs.facts().sandbox()).isNotEqualTo(first);
      assertThat(fresh.facts().sandbox()).isNotEqualTo(first);
      assertThat(adas.facts().sandbox()).isEqualTo(first);
    }
  }

  @Test
  void aDoubtfulSandboxIsNotKept() {
    var tooLong = Programs.wall(Duration.ofMillis(100));
    List<RunRequest> doubtful =
        List.of(
            Programs.program(tooLong, new byte[0], List.of("/probe", "sleep")),
            Programs.probe("memory", "600"),
            Programs.probe("daemon"),
            Programs.probe("forks"),
            Programs.probe("flood", "100"));
    Set<String> seen = ConcurrentHashMap.newKeySet();
    for (RunRequest request : doubtful) {
      try (Sandbox sandbox = pool.acquire(spec, ADA, SMALL)) {
        assertThat(seen.add(sandbox.facts().sandbox())).as("used after a doubt").isTrue();
        sandbox.run(request, new Captured());
      }
    }
    try (Sandbox sandbox = pool.acquire(spec, ADA, SMALL)) {
      assertThat(seen).doesNotContain(sandbox.facts().sandbox());
    }
  }

  // --- the pool ---------------------------------------------------------------------------------

  @Test
  void aWarmSandboxIsThereBeforeItIsAskedFor() {
    pool.warm(spec);
    await().atMost(Duration.ofSeconds(30)).until(() -> docker.running(worker).size() == 2);
    String idle =
        docker.running(worker).stream()
            .filter(container -> Labels.SANDBOX.equals(container.getLabels().get(Labels.ROLE)))
            .findFirst()
            .orElseThrow()
            .getId();
    try (Sandbox sandbox = pool.acquire(spec, FRESH, SMALL)) {
      assertThat(sandbox.facts().sandbox()).isEqualTo(idle);
    }
  }

  /** More kinds are to be kept warm than there is room for. */
  @Test
  void whatIsAskedForTakesTheRoomOfWhatNobodyWants() throws Exception {
    var sources = new ConcurrentLinkedQueue<SandboxObserver.Source>();
    var retired = new ConcurrentLinkedQueue<SandboxSpec>();
    var observer =
        new SandboxObserver() {
          @Override
          public void acquired(SandboxSpec which, Source source, Duration waited) {
            sources.add(source);
          }

          @Override
          public void destroyed(SandboxSpec which, SandboxObserver.End end) {
            if (end == SandboxObserver.End.RETIRED) {
              retired.add(which);
            }
          }
        };
    DockerSettings small = settings.withSize(new DockerSettings.Size(1, 0, 1, 0, 1, 2));
    var other = new SandboxSpec(TestImage.id().replace("sha256:", ""), IsolationTier.CONTAINER);
    try (var tight = new DockerSandboxes(small, observer, Clock.systemUTC())) {
      tight.warm(other);
      tight.warm(spec);
      tight.acquire(spec, FRESH, SMALL).close();
      await().atMost(Duration.ofSeconds(30)).until(() -> retired.contains(other));
      tight.acquire(spec, FRESH, SMALL).close();

      assertThat(sources).containsExactly(SandboxObserver.Source.COLD, SandboxObserver.Source.WARM);
      tight.close();
      assertThat(tight.awaitEnd(Duration.ofMinutes(1))).isTrue();
    }
  }

  @Test
  void aContainerKilledInTheMiddleOfARunIsALossAndTheNextOneWorks() throws Exception {
    try (Sandbox sandbox = pool.acquire(spec, ADA, SMALL);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Captured output = new Captured();
      Future<RunReport> report = threads.submit(() -> sandbox.run(Programs.probe("sleep"), output));
      await().until(() -> output.out().equals("sleeping\n"));
      docker.kill(sandbox.facts().sandbox());
      assertThatThrownBy(report::get)
          .hasCauseInstanceOf(SandboxException.class)
          .cause()
          .extracting("kind")
          .isEqualTo(Kind.LOST);
    }
    try (Sandbox sandbox = pool.acquire(spec, ADA, SMALL)) {
      assertThat(sandbox.run(Programs.probe("true"), new Captured()).end())
          .isEqualTo(new End.Exited(0));
    }
  }

  @Test
  void anIdleSandboxOrAHolderThatDiedIsNotHandedOut() {
    pool.warm(spec);
    await().atMost(Duration.ofSeconds(30)).until(() -> docker.running(worker).size() == 2);
    docker.running(worker).forEach(container -> docker.kill(container.getId()));
    try (Sandbox sandbox = pool.acquire(spec, FRESH, SMALL)) {
      assertThat(sandbox.run(Programs.probe("true"), new Captured()).end())
          .isEqualTo(new End.Exited(0));
    }
  }

  @Test
  void thirtyAtOnceAllRunAndNoTwoShareAHolder() throws Exception {
    Set<String> holders = ConcurrentHashMap.newKeySet();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<RunReport>> reports = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        reports.add(
            threads.submit(() -> {
              try (Sandbox sandbox = pool.acquire(spec, FRESH, SMALL)) {
                String holder =
                    docker.inspect(sandbox.facts().sandbox()).getHostConfig().getNetworkMode();
                assertThat(holders.add(holder)).as("holder shared").isTrue();
                RunReport report = sandbox.run(Programs.probe("hello"), new Captured());
                holders.remove(holder);
                return report;
              }
            }));
      }
      for (Future<RunReport> report : reports) {
        assertThat(report.get().end()).isEqualTo(new End.Exited(0));
      }
    }
  }

  @Test
  void aSweepRemovesWhatAnEarlierLifeLeftAndNothingElse() throws Exception {
    DockerSandboxes earlier = new DockerSandboxes(settings);
    Sandbox orphan = earlier.acquire(spec, FRESH, SMALL);
    DockerSettings foreign =
        DockerSettings.of(docker.address(), settings.seccomp(), worker + "-other")
            .withUids(new DockerSettings.Uids(800_000, 100));
    DockerSandboxes alive = new DockerSandboxes(foreign);
    DockerSandboxes expired =
        new DockerSandboxes(
            foreign.withUids(new DockerSettings.Uids(900_000, 100)),
            SandboxObserver.NONE,
            Clock.offset(Clock.systemUTC(), Duration.ofDays(-1)));
    Sandbox living = alive.acquire(spec, FRESH, SMALL);
    Sandbox stale = expired.acquire(spec, FRESH, SMALL);
    Sandbox mine = pool.acquire(spec, FRESH, SMALL);

    Swept swept = pool.sweep();

    assertThat(swept.removed())
        .contains(orphan.facts().sandbox(), stale.facts().sandbox())
        .doesNotContain(living.facts().sandbox(), mine.facts().sandbox())
        .hasSizeGreaterThanOrEqualTo(4);
    assertThat(living.run(Programs.probe("true"), new Captured()).end())
        .isEqualTo(new End.Exited(0));
    assertThat(mine.run(Programs.probe("true"), new Captured()).end()).isEqualTo(new End.Exited(0));
    for (Sandbox sandbox : List.of(orphan, living, stale, mine)) {
      sandbox.close();
    }
    for (DockerSandboxes other : List.of(earlier, alive, expired)) {
      other.close();
      assertThat(other.awaitEnd(Duration.ofMinutes(1))).isTrue();
    }
    await().until(() -> docker.containers(worker + "-other").isEmpty());
  }

  @Test
  void whatIsBeingStartedOrAboutToBeGivenUpWhenThePoolClosesIsGoneAtItsEnd() throws Exception {
    pool.acquire(spec, FRESH, SMALL).close();
    pool.warm(new SandboxSpec(spec.image(), IsolationTier.CONTAINER));
    pool.close();

    assertThat(pool.awaitEnd(Duration.ofMinutes(1))).isTrue();
    assertThat(docker.containers(worker)).isEmpty();
  }

  @Test
  void thePoolHasNotEndedWhileASandboxIsInUse() throws Exception {
    Sandbox sandbox = pool.acquire(spec, FRESH, SMALL);
    pool.close();
    assertThat(pool.awaitEnd(Duration.ZERO)).isFalse();

    sandbox.close();
    assertThat(pool.awaitEnd(Duration.ofMinutes(1))).isTrue();
    assertThat(docker.containers(worker)).isEmpty();
  }

  // --- faults -----------------------------------------------------------------------------------

  @Test
  void aMissingImageATierWithoutRuntimeAndAnAbsentEngineAreToldApart() {
    assertFault(
        Kind.IMAGE_MISSING,
        pool,
        new SandboxSpec("sha256:" + "0".repeat(64), IsolationTier.CONTAINER));

    boolean gvisor =
        pool.tiers().stream()
            .anyMatch(tier -> tier.tier() == IsolationTier.GVISOR && tier.available());
    if (!gvisor) {
      assertFault(Kind.TIER_UNAVAILABLE, pool, new SandboxSpec(spec.image(), IsolationTier.GVISOR));
    }

    DockerSettings nowhere =
        DockerSettings.of(
                EngineAddress.parse("unix:///nowhere/docker.sock"), settings.seccomp(), worker)
            .withTimes(
                new DockerSettings.Times(
                    Duration.ofMillis(300),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofHours(1)));
    try (DockerSandboxes absent = new DockerSandboxes(nowhere)) {
      assertFault(Kind.ENGINE, absent, spec);
    }
  }

  @Test
  void imagesAreFoundByName() {
    assertThat(pool.image(TestImage.NAME).orElseThrow().id()).isEqualTo(spec.image());
    assertThat(pool.image("glovebox-sandbox-test:no-such-tag")).isEmpty();
    assertThat(pool.engine().seccomp()).isTrue();
  }

  private static void assertFault(Kind kind, DockerSandboxes from, SandboxSpec wanted) {
    assertThatThrownBy(() -> from.acquire(wanted, FRESH, SMALL))
        .isInstanceOfSatisfying(
            SandboxException.class, e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind));
  }
}
