package dev.glovebox.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.sandbox.RunReport;
import dev.glovebox.sandbox.RunReport.End;
import dev.glovebox.sandbox.RunReport.Stop;
import dev.glovebox.sandbox.SandboxException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {

  private final FrameReader reader = new FrameReader();

  @Test
  void framesThatCameTogetherAreShownOneByOne() {
    append(new Frames().begin(Frame.INSTALLED).end().begin(Frame.FAULT).text("no").end().bytes());

    assertThat(reader.next()).isTrue();
    assertThat(reader.type()).isEqualTo(Frame.INSTALLED);
    assertThat(reader.remaining()).isZero();
    assertThat(reader.next()).isTrue();
    assertThat(reader.type()).isEqualTo(Frame.FAULT);
    assertThat(reader.text(2)).isEqualTo("no");
    assertThat(reader.next()).isFalse();
    assertThat(reader.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 4096, 60_000})
  void framesInPiecesOfAnySizeAreTheSame(int piece) {
    byte[] content = new byte[200_000];
    new Random(7).nextBytes(content);
    byte[] stream =
        new Frames()
            .begin(Frame.OUT)
            .u32(3)
            .u8(1)
            .raw(content)
            .end()
            .begin(Frame.CLEAN)
            .u32(3)
            .u8(1)
            .end()
            .begin(Frame.OUT)
            .u32(4)
            .u8(2)
            .raw(content)
            .end()
            .bytes();
    int frames = 0;
    for (int from = 0; from < stream.length; from += piece) {
      int length = Math.min(piece, stream.length - from);
      reader.append(ByteBuffer.wrap(stream, from, length), length);
      while (reader.next()) {
        frames++;
        if (reader.type() == Frame.OUT) {
          reader.skip(5);
          assertThat(reader.bytes(reader.remaining())).isEqualTo(content);
        }
      }
    }
    assertThat(frames).isEqualTo(3);
    assertThat(reader.isEmpty()).isTrue();
  }

  @Test
  void theLongestFramePassesAndOneByteMoreIsRefused() {
    append(new Frames().begin(Frame.OUT).raw(new byte[Frame.LONGEST - 1]).end().bytes());
    assertThat(reader.next()).isTrue();
    assertThat(reader.remaining()).isEqualTo(Frame.LONGEST - 1);

    append(ByteBuffer.allocate(4).putInt(Frame.LONGEST + 1).array());
    assertMalformed(reader::next);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void impossibleLengthsAreRefused(int length) {
    append(ByteBuffer.allocate(4).putInt(length).array());
    assertMalformed(reader::next);
  }

  @Test
  void nothingIsReadBeyondTheEndOfAFrame() {
    append(new Frames().begin(Frame.OUT).u16(1).end().begin(Frame.OUT).u32(0).u32(0).end().bytes());
    assertThat(reader.next()).isTrue();
    assertMalformed(reader::u32);
    assertMalformed(() -> reader.text(3));
    assertMalformed(() -> reader.bytes(-1));
    assertMalformed(() -> reader.skip(3));
    assertMalformed(() -> reader.number(9));
    assertThat(reader.u16()).isEqualTo(1);
    assertMalformed(reader::u8);
  }

  @Test
  void allThatARunReportsIsRead() {
    append(
        new Frames()
            .begin(Frame.DONE)
            .field(1, 4, 9)
            .field(2, 1, 2)
            .field(3, 8, 11)
            .field(4, 1, 2)
            .field(5, 8, 1_500_001)
            .field(6, 8, 1_000_001)
            .field(7, 8, 500_000)
            .field(8, 8, 2_000_000)
            .field(9, 8, 4096)
            .field(10, 8, 8192)
            .field(11, 8, 1)
            .field(12, 8, 5)
            .field(13, 8, 6)
            .field(14, 8, 7)
            .field(15, 1, 1)
            .field(17, 8, 3)
            .field(999, 2, 1)
            .end()
            .bytes());
    assertThat(reader.next()).isTrue();
    RunReport report = DoneFrame.read(reader, 9);

    assertThat(report.end()).isEqualTo(new End.Signalled(11));
    assertThat(report.stop()).contains(Stop.WALL_LIMIT);
    assertThat(report.cpu()).isEqualTo(Duration.ofNanos(1_500_001_000L));
    assertThat(report.user()).isEqualTo(Duration.ofNanos(1_000_001_000L));
    assertThat(report.system()).isEqualTo(Duration.ofMillis(500));
    assertThat(report.wall()).isEqualTo(Duration.ofSeconds(2));
    assertThat(report.peakResidentBytes()).isEqualTo(4096);
    assertThat(report.peakCgroupBytes()).contains(8192L);
    assertThat(report.oomKills()).isEqualTo(1);
    assertThat(report.stdoutBytes()).isEqualTo(5);
    assertThat(report.stderrBytes()).isEqualTo(6);
    assertThat(report.forkRefusals()).isEqualTo(7);
    assertThat(report.leftOver()).isEqualTo(3);
  }

  @Test
  void aReportWithoutItsEndOrOfAnotherRunIsRefused() {
    append(
        new Frames().begin(Frame.DONE).field(1, 4, 9).field(3, 8, 0).field(8, 8, 1).end().bytes());
    assertThat(reader.next()).isTrue();
    assertMalformed(() -> DoneFrame.read(reader, 9));

    append(
        new Frames()
            .begin(Frame.DONE)
            .field(1, 4, 8)
            .field(2, 1, 1)
            .field(3, 8, 0)
            .field(8, 8, 1)
            .end()
            .bytes());
    assertThat(reader.next()).isTrue();
    assertMalformed(() -> DoneFrame.read(reader, 9));
  }

  private void append(byte[] bytes) {
    reader.append(ByteBuffer.wrap(bytes), bytes.length);
  }

  private static void assertMalformed(Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            SandboxException.class,
            e -> assertThat(e.kind()).isEqualTo(SandboxException.Kind.PROTOCOL));
  }
}
