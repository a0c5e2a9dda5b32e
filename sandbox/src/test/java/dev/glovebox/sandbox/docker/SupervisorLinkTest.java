package dev.glovebox.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.glovebox.sandbox.Collect;
import dev.glovebox.sandbox.RunReport;
import dev.glovebox.sandbox.RunReport.End;
import dev.glovebox.sandbox.RunReport.Stop;
import dev.glovebox.sandbox.RunRequest;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.SandboxException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the link bears with engines and supervisors that misbehave, which real ones don't. */
class SupervisorLinkTest {

  private static final SupervisorLink.Terms TERMS =
      new SupervisorLink.Terms(
          Duration.ofSeconds(20), Duration.ofMillis(50), Duration.ofMillis(100), 1 << 20);

  private final Watch watch = new Watch();
  private final AtomicInteger kills = new AtomicInteger();
  private FakeEngine engine;
  private SupervisorLink link;

  private void attach() throws IOException {
    engine = new FakeEngine(FakeEngine.UPGRADED);
    link =
        SupervisorLink.attach(
            engine.address(), "c0ffee", new Buffers(), TERMS, kills::incrementAndGet);
    watch.add(link);
  }

  @AfterEach
  void tearDown() throws IOException {
    watch.close();
    if (link != null) {
      link.close();
    }
    engine.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 100})
  void chunksMayCutFramesAnywhere(int chunk) throws IOException {
    attach();
    Frames frames =
        new Frames()
            .hello(Frame.VERSION)
            .begin(Frame.OUT)
            .u32(1)
            .u8(1)
            .text("first ")
            .end()
            .begin(Frame.OUT)
            .u32(1)
            .u8(1)
            .text("second")
            .end()
            .done(1)
            .begin(Frame.CLEAN)
            .u32(1)
            .u8(1)
            .end();
    engine.send(frames.bytes(), chunk);

    assertThat(link.greet(TERMS.answer()).uidBase()).isEqualTo(200_000);
    var output = new Programs.Captured();
    assertThat(link.run(Programs.probe("hello"), output).end()).isEqualTo(new End.Exited(0));
    assertThat(output.out()).isEqualTo("first second");
    assertThat(link.settle()).isTrue();
  }

  @Test
  void standardErrorOfTheSupervisorIsNoPartOfTheConversation() throws IOException {
    attach();
    byte[] noise = "\nnoise".getBytes();
    engine.sendRaw(
        ByteBuffer.allocate(8 + noise.length)
            .putInt(2 << 24)
            .putInt(noise.length)
            .put(noise)
            .array());
    engine.send(new Frames().hello(Frame.VERSION));
    assertThat(link.greet(TERMS.answer()).cgroupVersion()).isEqualTo(1);
  }

  @Test
  void theReportDoesNotWaitForTheCleanUp() throws IOException {
    attach();
    engine.send(new Frames().done(1));
    assertThat(link.run(Programs.probe("true"), new Programs.Captured()).stop()).isEmpty();
    engine.send(new Frames().begin(Frame.CLEAN).u32(1).u8(1).end().done(2));
    assertThat(link.run(Programs.probe("true"), new Programs.Captured()).stop()).isEmpty();
  }

  @Test
  void anUncleanEndFailsWhateverComesNext() throws IOException {
    attach();
    engine.send(
        new Frames().done(1).begin(Frame.CLEAN).u32(1).u8(0).text("a\nprocess").end().done(2));
    link.run(Programs.probe("true"), new Programs.Captured());
    assertThatThrownBy(() -> link.run(Programs.probe("true"), new Programs.Captured()))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("could not be cleaned: a\\x0aprocess");
  }

  @Test
  void aSupervisorOfAnotherVersionIsRefused() throws IOException {
    attach();
    engine.send(new Frames().hello(Frame.VERSION + 1));
    assertFault(Kind.PROTOCOL, () -> link.greet(TERMS.answer()));
  }

  @Test
  void outputOfAnotherRunIsRefused() throws IOException {
    attach();
    engine.send(new Frames().begin(Frame.OUT).u32(9).u8(1).text("x").end());
    assertFault(Kind.PROTOCOL, () -> link.run(Programs.probe("true"), new Programs.Captured()));
  }

  @Test
  void theEndOfAnOutputThatNobodyFollowsIsRefused() throws IOException {
    attach();
    engine.send(new Frames().begin(Frame.STDOUT_CLOSED).u32(1).end());
    assertFault(Kind.PROTOCOL, () -> link.run(Programs.probe("true"), new Programs.Captured()));
  }

  @Test
  void anAnswerNobodyAskedForIsRefused() throws IOException {
    attach();
    engine.send(new Frames().begin(Frame.INSTALLED).end());
    assertFault(Kind.PROTOCOL, () -> link.run(Programs.probe("true"), new Programs.Captured()));
  }

  @Test
  void aRunThatEndsBeforeItsInstallIsRefused() throws IOException {
    attach();
    engine.send(new Frames().done(1));
    link.install(List.of());
    assertFault(Kind.PROTOCOL, () -> link.run(Programs.probe("true"), new Programs.Captured()));
  }

  @Test
  void aMalformedHeaderOfTheEngineIsRefused() throws IOException {
    attach();
    engine.sendRaw(new byte[] {9, 0, 0, 0, 0, 0, 0, 1, 0});
    assertFault(Kind.PROTOCOL, () -> link.greet(TERMS.answer()));
  }

  @Test
  void filesThatDoNotAddUpOrDoNotFitAreRefused() throws IOException {
    attach();
    engine.send(
        new Frames()
            .begin(Frame.FILE)
            .u8(0)
            .u16(1)
            .text("a")
            .text("content")
            .end()
            .begin(Frame.FILES_END)
            .u32(2)
            .u32(0)
            .u32(7)
            .u32(0)
            .end());
    assertFault(Kind.PROTOCOL, link::fetch);

    tearDown();
    attach();
    Frames large = new Frames();
    for (int i = 0; i < 3; i++) {
      large
          .begin(Frame.FILE)
          .u8(i == 0 ? 0 : Frame.APPEND)
          .u16(1)
          .text("a")
          .raw(new byte[500_000])
          .end();
    }
    Thread.ofVirtual().start(() -> sendQuietly(large));
    assertFault(Kind.TOO_LARGE, link::fetch);
  }

  @Test
  void collectedFilesComeWithTheReportAlsoWhenReadingBrokeOff() throws IOException {
    attach();
    engine.send(
        new Frames()
            .done(1)
            .begin(Frame.FILE)
            .u8(0)
            .u16(1)
            .text("a")
            .text("content")
            .end()
            .begin(Frame.FILE)
            .u8(Frame.LEFT_OUT)
            .u16(1)
            .text("b")
            .end()
            .begin(Frame.FILES_END)
            .u32(-1)
            .u32(0)
            .u32(0)
            .u32(-1)
            .end());
    RunRequest plain = Programs.probe("true");
    RunReport report =
        link.run(
            new RunRequest(
                plain.phase(),
                plain.command(),
                plain.environment(),
                plain.files(),
                plain.input(),
                plain.limits(),
                false,
                new Collect(List.of("*"), 100)),
            new Programs.Captured());
    assertThat(report.collected().complete()).isFalse();
    assertThat(report.collected().files()).as("perhaps cut off").hasSize(1);
    assertThat(report.collected().namesLeftOut()).containsExactly("b");
  }

  private void sendQuietly(Frames frames) {
    try {
      engine.send(frames);
    } catch (IOException e) {
      // The reader may hang up before it has read all, that is what is tested.
      assertThat(e).isNotNull();
    }
  }

  @Test
  void aRunThatDoesNotEndIsOverdueAndItsContainerIsKilled() throws IOException {
    attach();
    assertFault(
        Kind.OVERDUE,
        () ->
            link.run(
                Programs.program(
                    Programs.wall(Duration.ofMillis(50)), new byte[0], List.of("/probe")),
                new Programs.Captured()));
    assertThat(kills).hasValue(1);
  }

  @Test
  void aKillThatIsNotObeyedKillsTheContainer() throws Exception {
    attach();
    engine.send(new Frames().begin(Frame.OUT).u32(1).u8(1).text("x").end());
    var output = new Programs.Captured();
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            failure.complete(
                new AssertionError(link.run(Programs.probe("true"), output).toString()));
          } catch (SandboxException e) {
            failure.complete(e);
          }
        });
    await().until(() -> output.out().equals("x"));
    link.kill();
    assertThat(failure.get())
        .isInstanceOfSatisfying(
            SandboxException.class, e -> assertThat(e.kind()).isEqualTo(Kind.OVERDUE));
    assertThat(kills).hasValue(1);
  }

  @Test
  void nothingStartsAfterAKill() throws IOException {
    attach();
    link.kill();
    var report = link.run(Programs.probe("true"), new Programs.Captured());
    assertThat(report.stop()).contains(Stop.KILLED);
    assertThat(report.end()).isInstanceOf(End.NotStarted.class);
  }

  @Test
  void theEndOfTheStreamIsALoss() throws IOException {
    attach();
    assertThat(link.idle()).isTrue();
    engine.hangUp();
    await().until(() -> !link.idle());
    assertFault(Kind.LOST, () -> link.run(Programs.probe("true"), new Programs.Captured()));
  }

  @Test
  void aSupervisorThatTalksUnaskedIsNotIdle() throws IOException {
    attach();
    engine.send(new Frames().begin(Frame.PONG).end());
    await().until(() -> !link.idle());
    assertThat(kills).hasValue(0);
  }

  @Test
  void arefusalToAttachSaysWhy() throws IOException {
    engine =
        new FakeEngine(
            "HTTP/1.1 404 Not Found\r\nContent-Length: 32\r\n\r\n{\"message\":\"No such container\"}\n");
    assertThatThrownBy(
            () -> SupervisorLink.attach(engine.address(), "x", new Buffers(), TERMS, () -> {}))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("404")
        .hasMessageContaining("No such container");
  }

  private static void assertFault(Kind kind, ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(SandboxException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }
}
