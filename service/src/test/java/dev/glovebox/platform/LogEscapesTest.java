package dev.glovebox.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogEscapesTest {

  @Test
  void nothingForgesALineOrReachesTheTerminal() {
    assertThat(LogEscapes.escape("a\r\nERROR forged\u001b]52;c;x\u0007\u202e\u2028\u0000\u009b"))
        .isEqualTo("a\\r\\nERROR forged\\u001b]52;c;x\\u0007\\u202e\\u2028\\u0000\\u009b");
  }

  @Test
  void ordinaryTextStaysAsItIs() {
    String text = "naïve 日本語 \"quoted\" \\ 😀";
    assertThat(LogEscapes.escape(text)).isSameAs(text);
  }
}
