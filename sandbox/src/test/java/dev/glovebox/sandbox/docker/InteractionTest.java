package dev.glovebox.sandbox.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.glovebox.sandbox.Collect;
import dev.glovebox.sandbox.ContainerLimits;
import dev.glovebox.sandbox.Interaction;
import dev.glovebox.sandbox.Interaction.First;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.sandbox.MeetingPlace;
import dev.glovebox.sandbox.RunLimits;
import dev.glovebox.sandbox.RunReport.End;
import dev.glovebox.sandbox.RunReport.Stop;
import dev.glovebox.sandbox.RunRequest;
import dev.glovebox.sandbox.Sandbox;
import dev.glovebox.sandbox.SandboxFile;
import dev.glovebox.sandbox.SandboxLease;
import dev.glovebox.sandbox.SandboxSpec;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs and peers that talk on the real engine: what becomes of one when the other ends. */
@Tag("docker")
class InteractionTest {

  private static final SandboxLease FRESH = new SandboxLease("ada", false);
  private static final ContainerLimits LIMITS = new ContainerLimits(64L << 20, 16);
  private static final End ACCEPTS = new End.Exited(42);
  private static final End REJECTS = new End.Exited(43);
  private static final End FINE = new End.Exited(0);
  private static final int SIGKILL = 9;

  /** Where they talk. */
  enum Place {
    TOGETHER(IsolationTier.CONTAINER, 1),
    APART(IsolationTier.CONTAINER, 2),
    TOGETHER_UNDER_GVISOR(IsolationTier.GVISOR, 1),
    APART_UNDER_GVISOR(IsolationTier.GVISOR, 2);

    private final IsolationTier tier;
    private final int sandboxes;

    Place(IsolationTier tier, int sandboxes) {
      this.tier = tier;
      this.sandboxes = sandboxes;
    }
  }

  private final TestEngine docker = new TestEngine();
  private final String worker = "test-" + UUID.randomUUID();
  private final List<Sandbox> open = new ArrayList<>();
  private final Errors errors = new Errors();
  private DockerSandboxes pool;

  @BeforeEach
  void setUp() throws Exception {
    String seccomp = System.getProperty("glovebox.seccomp", "../seccomp-profiles/program.json");
    DockerSettings settings =
        DockerSettings.of(docker.address(), SeccompProfile.read(Path.of(seccomp)), worker)
            .withUids(new DockerSettings.Uids(800_000, 100));
    DockerSettings.Times times = settings.times();
    pool =
        new DockerSandboxes(
            settings.withTimes(
                new DockerSettings.Times(
                    times.acquire(),
                    times.engineCall(),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    times.keep(),
                    times.life())));
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    open.forEach(Sandbox::close);
    pool.close();
    assertThat(pool.awaitEnd(Duration.ofMinutes(1))).isTrue();
    docker.close();
  }

  private MeetingPlace meet(Place place) {
    assertThat(pool.tiers()).anyMatch(tier -> tier.tier() == place.tier && tier.available());
    for (int i = 0; i < place.sandboxes; i++) {
      open.add(pool.acquire(new SandboxSpec(TestImage.id(), place.tier), FRESH, LIMITS));
    }
    return place.sandboxes == 1
        ? new MeetingPlace.Shared(open.getFirst())
        : new MeetingPlace.Apart(open.getFirst(), open.getLast());
  }

  @ParameterizedTest
  @EnumSource
  void theyTalkAndEndEachInItsOwnWay(Place where) {
    MeetingPlace place = meet(where);
    for (int round = 0; round < 2; round++) {
      Interaction.Report report =
          place.interact(
              recorded(
                  program("hear", "say:4", "hear-the-end", "exit:0"),
                  peer("say:2 + 2", "hear", "exit:42")),
              errors);
      assertThat(report.program().end()).isEqualTo(FINE);
      assertThat(report.peer().end()).isEqualTo(ACCEPTS);
      assertThat(report.first()).isEqualTo(First.PEER);
      Interaction.Transcript transcript = report.transcript().orElseThrow();
      assertThat(transcript.cut()).isFalse();
      assertThat(new String(transcript.text(), UTF_8).replaceAll("\\[ *\\d+\\.\\d{3}s", "[s"))
          .isEqualTo("[s/6]>: 2 + 2\n\n[s/2]<: 4\n\n");
    }
    assertThat(errors.program.toString(UTF_8)).isEqualTo("2 + 2\n2 + 2\n");
    assertThat(errors.peer.toString(UTF_8)).isEqualTo("4\n4\n");

    Interaction.Report long1 =
        place.interact(
            new Interaction(program("answer", "exit:0"), peer("ask:2000", "exit:42")), errors);
    assertThat(long1.peer().end()).isEqualTo(ACCEPTS);
    assertThat(long1.program().end()).isEqualTo(FINE);
    assertThat(long1.transcript()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void theOneThatEndsLetsTheOtherHearTheEnd(Place where) {
    MeetingPlace place = meet(where);
    Interaction.Report early =
        place.interact(new Interaction(program("exit:3"), peer("hear-the-end", "exit:43")), errors);
    assertThat(early.program().end()).isEqualTo(new End.Exited(3));
    assertThat(early.peer().end()).isEqualTo(REJECTS);
    assertThat(early.first()).isEqualTo(First.PROGRAM);

    // A late word is no crash once the peer has accepted.
    Interaction.Report late =
        place.interact(
            new Interaction(program("hear-the-end", "say:late", "exit:0"), peer("exit:42")),
            errors);
    assertThat(late.program().end()).isEqualTo(FINE);
    assertThat(late.first()).isEqualTo(First.PEER);
  }

  @ParameterizedTest
  @EnumSource
  void theOneThatClosesItsOutputLetsTheOtherHearTheEnd(Place where) {
    MeetingPlace place = meet(where);
    for (int transcript : List.of(0, 1 << 16)) {
      // Each waits for the other's end: were it not passed on, both would wait for ever.
      Interaction.Report silent =
          place.interact(
              new Interaction(
                  program("hear", "hear-the-end", "say:all", "exit:0"),
                  peer("say:go", "fall-silent", "hear", "exit:42"),
                  transcript),
              errors);
      assertThat(silent.program().end()).isEqualTo(FINE);
      assertThat(silent.peer().end()).isEqualTo(ACCEPTS);

      Interaction.Report mute =
          place.interact(
              new Interaction(
                  program("say:last", "fall-silent", "hear", "exit:0"),
                  peer("hear", "hear-the-end", "say:bye", "exit:42"),
                  transcript),
              errors);
      assertThat(mute.program().end()).isEqualTo(FINE);
      assertThat(mute.peer().end()).isEqualTo(ACCEPTS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsRejectedIsEndedAtOnce(Place where) {
    MeetingPlace place = meet(where);
    Duration forever = Duration.ofHours(1);
    for (List<String> steps : List.of(List.of("spin"), List.of("hang"), List.of("flood", "hang"))) {
      Interaction.Report report =
          place.interact(
              new Interaction(
                  talking(limits(forever, forever), steps.toArray(String[]::new)), peer("exit:43")),
              errors);
      assertThat(report.peer().end()).isEqualTo(REJECTS);
      assertThat(report.first()).isEqualTo(First.PEER);
      assertThat(report.program().end()).isEqualTo(new End.Signalled(SIGKILL));
      assertThat(report.program().stop()).isEmpty();
      assertThat(report.program().cpu()).isLessThan(forever);
      assertThat(report.program().wall()).isLessThan(forever);
    }
    assertThat(place.interact(new Interaction(program("exit:0"), peer("exit:42")), errors))
        .extracting(report -> report.program().stop())
        .isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @EnumSource
  void timeIsUpForBothWhenItIsUpForTheProgram(Place where) {
    MeetingPlace place = meet(where);
    for (String program : List.of("hear", "flood")) {
      Interaction.Report report =
          place.interact(
              new Interaction(
                  talking(limits(Duration.ofSeconds(30), Duration.ofSeconds(1)), program),
                  limited(limits(Duration.ofSeconds(30), Duration.ofSeconds(5)), "hang")),
              errors);
      assertThat(report.program().end()).isEqualTo(new End.Signalled(SIGKILL));
      assertThat(report.program().stop()).contains(Stop.WALL_LIMIT);
      assertThat(report.peer().end()).isEqualTo(new End.Signalled(SIGKILL));
      assertThat(report.peer().stop()).contains(Stop.WALL_LIMIT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void cpuTimeIsEachOnesOwn(Place where) {
    MeetingPlace place = meet(where);
    Duration half = Duration.ofMillis(500);
    Interaction.Report slow =
        place.interact(
            new Interaction(
                talking(limits(half, Duration.ofSeconds(60)), "spin"),
                peer("hear-the-end", "exit:43")),
            errors);
    assertThat(slow.program().stop()).contains(Stop.CPU_LIMIT);
    assertThat(slow.program().cpu()).isGreaterThan(half);
    assertThat(slow.peer().end()).isEqualTo(REJECTS);
    assertThat(slow.peer().cpu()).isLessThan(half);
    assertThat(slow.first()).isEqualTo(First.PROGRAM);

    Interaction.Report wild =
        place.interact(
            new Interaction(
                talking(limits(half, Duration.ofSeconds(60)), "hear-the-end", "exit:0"),
                limited(limits(Duration.ofSeconds(1), Duration.ofSeconds(70)), "spin")),
            errors);
    assertThat(wild.peer().stop()).contains(Stop.CPU_LIMIT);
    assertThat(wild.program().end()).isEqualTo(new End.Signalled(SIGKILL));
    assertThat(wild.program().stop()).isEmpty();
    assertThat(wild.program().cpu()).isLessThan(half);
    assertThat(wild.first()).isEqualTo(First.PEER);
  }

  @ParameterizedTest
  @EnumSource
  void thePeersFilesAreItsOwnAndComeBack(Place where) {
    MeetingPlace place = meet(where);
    Interaction.Peer judge =
        new Interaction.Peer(
            List.of("/probe", "talk", "read:input", "leave:feedback/message", "say:go", "exit:42"),
            Map.of(),
            List.of(
                new SandboxFile("input", "secret".getBytes(UTF_8)),
                new SandboxFile("feedback/here", new byte[0])),
            Programs.LIMITS,
            new Collect(List.of("feedback/*"), 1000),
            Set.of(42));
    Interaction.Report report =
        place.interact(
            new Interaction(program("hear", "read:/box/peer/input", "exit:0"), judge), errors);
    assertThat(report.program().end()).isEqualTo(new End.Exited(94));
    assertThat(report.peer().end()).isEqualTo(ACCEPTS);
    assertThat(report.peer().collected().files())
        .extracting(SandboxFile::path)
        .containsExactlyInAnyOrder("feedback/here", "feedback/message");
  }

  @ParameterizedTest
  @EnumSource
  void whoIsNotThereHasEnded(Place where) {
    MeetingPlace place = meet(where);
    Interaction.Peer nobody =
        new Interaction.Peer(
            List.of("/nobody"), Map.of(), List.of(), Programs.LIMITS, Collect.NOTHING, Set.of(42));
    Interaction.Report report = place.interact(new Interaction(program("hang"), nobody), errors);
    assertThat(report.peer().end()).isInstanceOf(End.NotStarted.class);
    assertThat(report.program().end()).isEqualTo(new End.Signalled(SIGKILL));
    assertThat(report.program().stop()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aKillEndsBoth(Place where) throws Exception {
    MeetingPlace place = meet(where);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Interaction both = new Interaction(program("hear", "hang"), peer("say:go", "hang"));
      Future<Interaction.Report> report = threads.submit(() -> place.interact(both, errors));
      await().until(() -> errors.program.toString(UTF_8).equals("go\n"));
      open.getFirst().kill();
      assertThat(report.get().program().stop()).contains(Stop.KILLED);
      assertThat(report.get().peer().stop()).contains(Stop.KILLED);
      assertThat(place.interact(both, errors).program().stop()).contains(Stop.KILLED);
    }
  }

  @Test
  void whenOneSandboxIsLostTheOtherIsFree() throws Exception {
    MeetingPlace place = meet(Place.APART);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Interaction.Report> report =
          threads.submit(() ->
              place.interact(
                  new Interaction(program("hear", "hang"), peer("say:go", "hang")), errors));
      await().until(() -> errors.program.toString(UTF_8).equals("go\n"));
      docker.kill(open.getLast().facts().sandbox());
      assertThatThrownBy(report::get).hasMessageContaining("gone away");
      assertThat(open.getFirst().run(Programs.probe("true"), new Programs.Captured()).end())
          .isEqualTo(FINE);
    }
  }

  private static Interaction recorded(RunRequest program, Interaction.Peer peer) {
    return new Interaction(program, peer, 1 << 16);
  }

  private static RunRequest program(String... steps) {
    return talking(Programs.LIMITS, steps);
  }

  private static RunRequest talking(RunLimits limits, String... steps) {
    return Programs.program(limits, new byte[0], command(steps));
  }

  private static Interaction.Peer peer(String... steps) {
    return limited(Programs.LIMITS, steps);
  }

  private static Interaction.Peer limited(RunLimits limits, String... steps) {
    return new Interaction.Peer(
        command(steps), Map.of(), List.of(), limits, Collect.NOTHING, Set.of(42));
  }

  private static List<String> command(String... steps) {
    List<String> words = new ArrayList<>(List.of("/probe", "talk"));
    words.addAll(List.of(steps));
    return words;
  }

  private static RunLimits limits(Duration cpu, Duration wall) {
    RunLimits usual = Programs.LIMITS;
    return new RunLimits(
        cpu,
        wall,
        usual.stdoutBytes(),
        usual.stderrBytes(),
        usual.fileSizeBytes(),
        usual.openFiles(),
        usual.stackBytes(),
        usual.overflow());
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
}
