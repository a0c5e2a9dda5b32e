package dev.glovebox.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OutputOrderTest {

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void joinsAndSplitsWhatWasRecorded() {
    var recorder = new OutputOrder.Recorder();
    String out = "x".repeat(300);
    recorder.stderr(2);
    recorder.stdout(100);
    recorder.stdout(200);
    recorder.stderr(1);
    recorder.stdout(1);
    OutputOrder order = recorder.recorded();

    byte[] joined = order.join(bytes(out + "o"), bytes("abc"));

    assertThat(joined).asString().isEqualTo("ab" + out + "co");
    OutputOrder.Apart apart = order.split(joined);
    assertThat(apart.stdout()).asString().isEqualTo(out + "o");
    assertThat(apart.stderr()).asString().isEqualTo("abc");
  }

  @Test
  void copesWithLessThanWasRecorded() {
    var recorder = new OutputOrder.Recorder();
    recorder.stdout(10);
    recorder.stderr(10);
    recorder.stdout(10);
    OutputOrder order = recorder.recorded();

    assertThat(order.join(bytes("0123"), bytes("ab"))).asString().isEqualTo("0123ab");
    assertThat(order.split(bytes("0123456789a")).stderr()).asString().isEqualTo("a");
  }

  @Test
  void whatWasNotRecordedComesLast() {
    OutputOrder nothing = new OutputOrder(new byte[0]);

    assertThat(nothing.join(bytes("out"), bytes("err"))).asString().isEqualTo("outerr");
    assertThat(nothing.split(bytes("all")).stderr()).asString().isEqualTo("all");
  }

  @Test
  void isBoundedWhateverAProgramDoes() {
    var recorder = new OutputOrder.Recorder();
    for (int i = 0; i < 1_000_000; i++) {
      recorder.stdout(1);
      recorder.stderr(1);
    }
    OutputOrder order = recorder.recorded();

    assertThat(order.lengths().length).isBetween(4_000, 8 << 10);
    String joined =
        new String(
            order.join(bytes("o".repeat(50_000)), bytes("e".repeat(50_000))),
            StandardCharsets.UTF_8);
    assertThat(joined).startsWith("oeoeoe").endsWith("eeeee").hasSize(100_000);
  }

  @Test
  void lengthsOfTensOfMegabytesFit() {
    var recorder = new OutputOrder.Recorder();
    recorder.stdout(100L << 30);
    recorder.stderr(1);

    assertThat(recorder.recorded().split(bytes("abc")).stdout()).asString().isEqualTo("abc");
  }
}
