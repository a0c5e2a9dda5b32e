package dev.glovebox.judge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.submission.CapturedOutput;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamCaptureTest {

  private static byte[] random(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** In pieces of changing size, each in a buffer with something before and after. */
  private static void write(StreamCapture capture, byte[] bytes, int seed) {
    Random random = new Random(seed);
    for (int at = 0; at < bytes.length; ) {
      int size = Math.min(bytes.length - at, 1 + random.nextInt(20_000));
      byte[] buffer = new byte[size + 7];
      System.arraycopy(bytes, at, buffer, 3, size);
      capture.write(buffer, 3, size);
      Arrays.fill(buffer, (byte) 0);
      at += size;
    }
  }

  private static byte[] sha256(byte[] bytes) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }

  @Test
  void keepsThePrefixTheLengthAndTheHashOfAll() throws Exception {
    byte[] bytes = random(300_000, 1);
    StreamCapture capture = new StreamCapture(1000, 1 << 20, false);
    write(capture, bytes, 2);

    CapturedOutput output = capture.captured(300_000);
    assertThat(output.prefix()).isEqualTo(Arrays.copyOf(bytes, 1000));
    assertThat(output.totalBytes()).isEqualTo(300_000);
    assertThat(output.sha256()).isEqualTo(sha256(bytes));
    assertThat(output.truncated()).isTrue();
    assertThat(capture.length()).isEqualTo(1000);
  }

  @Test
  void keepsTheWholeWhereItIsCompared() throws Exception {
    byte[] bytes = random(300_000, 3);
    StreamCapture capture = new StreamCapture(1000, 1 << 20, true);
    write(capture, bytes, 4);

    assertThat(Arrays.copyOf(capture.bytes(), capture.length())).isEqualTo(bytes);
    assertThat(capture.captured(300_000).prefix()).isEqualTo(Arrays.copyOf(bytes, 1000));
  }

  @Test
  void neverTakesMoreThanTheLimit() throws Exception {
    byte[] bytes = random(300_000, 5);
    StreamCapture capture = new StreamCapture(1000, 70_000, true);
    write(capture, bytes, 6);

    assertThat(capture.length()).isEqualTo(70_000);
    assertThat(capture.bytes().length).isEqualTo(70_000);
    CapturedOutput output = capture.captured(300_000);
    assertThat(output.sha256()).isEqualTo(sha256(Arrays.copyOf(bytes, 70_000)));
    assertThat(output.totalBytes()).isEqualTo(300_000);
  }

  @Test
  void showsBothEndsForDiagnosis() {
    for (boolean whole : new boolean[] {false, true}) {
      StreamCapture capture = new StreamCapture(10, 1 << 20, whole);
      write(capture, ("beginning" + ".".repeat(100_000)).getBytes(US_ASCII), 7);
      write(capture, "end".getBytes(US_ASCII), 8);

      assertThat(capture.ends()).startsWith("beginning").endsWith(".end").hasSize(10 + 8192);
    }
  }

  @Test
  void showsAShortStreamOnce() {
    StreamCapture capture = new StreamCapture(1000, 1 << 20, true);
    capture.write("MemoryError".getBytes(US_ASCII), 0, 11);

    assertThat(capture.ends()).isEqualTo("MemoryError");
    assertThat(new StreamCapture(1000, 1000, false).ends()).isEmpty();
    assertThat(new StreamCapture(1000, 1000, false).captured(0).truncated()).isFalse();
  }
}
