package dev.glovebox.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.sandbox.RunRequest;
import dev.glovebox.sandbox.RunRequest.Phase;
import dev.glovebox.sandbox.SandboxFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameWriterTest {

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private int writes;
  private final FrameWriter writer = new FrameWriter(ByteBuffer.allocate(4096), this::take);

  private void take(ByteBuffer buffer) {
    writes++;
    while (buffer.hasRemaining()) {
      sent.write(buffer.get());
    }
  }

  @Test
  void anInstallAndTheRunAfterItLeaveInOneWrite() throws IOException {
    writer.stage(new SandboxFile("a/b.txt", "text".getBytes(), true));
    writer.install();
    writer.run(1, RunFrame.of(Programs.probe("hello")));
    assertThat(writes).isZero();
    writer.flush();
    assertThat(writes).isOne();

    FrameReader reader = reader();
    assertThat(reader.next()).isTrue();
    assertThat(reader.type()).isEqualTo(Frame.STAGE);
    assertThat(reader.u8()).isEqualTo(Frame.EXECUTABLE);
    assertThat(reader.text(reader.u16())).isEqualTo("a/b.txt");
    assertThat(reader.text(reader.remaining())).isEqualTo("text");
    assertThat(reader.next()).isTrue();
    assertThat(reader.type()).isEqualTo(Frame.INSTALL);
    assertThat(reader.next()).isTrue();
    assertThat(reader.type()).isEqualTo(Frame.RUN);
    assertThat(reader.next()).isFalse();
  }

  @Test
  void aFolderIsStagedWithoutTheMarkOfItsPath() throws IOException {
    writer.stage(SandboxFile.folder("a/feedback"));
    writer.installPeer();
    writer.flush();
    FrameReader reader = reader();
    assertThat(reader.next()).isTrue();
    assertThat(reader.u8()).isEqualTo(Frame.FOLDER);
    assertThat(reader.text(reader.u16())).isEqualTo("a/feedback");
    assertThat(reader.remaining()).isZero();
    assertThat(reader.next()).isTrue();
    assertThat(reader.type()).isEqualTo(Frame.INSTALL);
    assertThat(reader.u8()).isOne();
    assertThat(reader.next()).isFalse();
  }

  @Test
  void everyFieldOfARunIsThereAndTheFrameIsAsLongAsItSays() throws IOException {
    RunRequest request =
        new RunRequest(
            new Phase.Compile(List.of("*.o", "out/**")),
            List.of("gcc", "-o", "a b"),
            Map.of("K", "v=w"),
            List.of(),
            "input".getBytes(),
            Programs.LIMITS,
            true);
    writer.run(77, RunFrame.of(request));
    writer.flush();

    FrameReader reader = reader();
    assertThat(reader.next()).isTrue();
    List<String> fields = new ArrayList<>();
    while (reader.remaining() > 0) {
      int tag = reader.u16();
      int length = reader.u32();
      boolean text = List.of(3, 4, 13, 15).contains(tag);
      fields.add(tag + "=" + (text ? reader.text(length) : reader.number(length)));
    }
    assertThat(fields)
        .containsExactly(
            "1=77",
            "2=1",
            "3=gcc",
            "3=-o",
            "3=a b",
            "4=K=v=w",
            "5=10000000",
            "6=20000000",
            "7=67108864",
            "8=1048576",
            "9=67108864",
            "10=256",
            "11=8388608",
            "12=1",
            "13=input",
            "14=0",
            "15=*.o",
            "15=out/**",
            "16=1");
    assertThat(reader.next()).isFalse();
    assertThat(reader.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4096, Frame.LONGEST - 6, Frame.LONGEST - 5, Frame.LONGEST, 3_000_000})
  void filesOfAnySizeTravelInFramesThatAreNotTooLong(int size) throws IOException {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    writer.stage(new SandboxFile("f", content));
    writer.flush();

    FrameReader reader = reader();
    ByteArrayOutputStream arrived = new ByteArrayOutputStream();
    int pieces = 0;
    while (reader.next()) {
      assertThat(reader.u8()).isEqualTo(pieces == 0 ? 0 : Frame.APPEND);
      assertThat(reader.text(reader.u16())).isEqualTo("f");
      arrived.writeBytes(reader.bytes(reader.remaining()));
      pieces++;
    }
    assertThat(reader.isEmpty()).isTrue();
    assertThat(pieces).isPositive();
    assertThat(arrived.toByteArray()).isEqualTo(content);
  }

  @Test
  void aLongInputIsNotPartOfTheRun() {
    RunFrame run =
        RunFrame.of(Programs.program(Programs.LIMITS, new byte[300 << 10], List.of("/probe")));
    assertThat(run.input()).isEqualTo(RunFrame.Input.STREAMED);
    assertThat(run.bodyBytes()).isLessThan(1_000);
  }

  @Test
  void whatFitsIntoNoFrameIsRefusedBeforeAnythingIsSent() {
    String long1 = "x".repeat(Frame.LONGEST);
    assertThatThrownBy(
            () -> RunFrame.of(Programs.program(Programs.LIMITS, new byte[0], List.of(long1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than a run may have");
    assertThatThrownBy(
            () -> RunFrame.of(Programs.program(Programs.LIMITS, new byte[0], List.of("a\0b"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/a", "/", "a//", "a//b", ".", "..", "a/../b", "a/./b", "a\0b"})
  void pathsThatTheSupervisorWouldRefuseAreRefused(String path) {
    assertThatThrownBy(() -> BoxPath.check(new SandboxFile(path, new byte[0])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a/b", "..a", "a..", ".hidden/x", "sp ace/ü", "folder/"})
  void ordinaryPathsPass(String path) {
    BoxPath.check(new SandboxFile(path, new byte[0]));
    assertThat(path).isNotEmpty();
  }

  @Test
  void aFolderHasNoContent() {
    assertThatThrownBy(() -> new SandboxFile("a/", new byte[1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private FrameReader reader() {
    FrameReader reader = new FrameReader();
    byte[] bytes = sent.toByteArray();
    reader.append(ByteBuffer.wrap(bytes), bytes.length);
    return reader;
  }
}
