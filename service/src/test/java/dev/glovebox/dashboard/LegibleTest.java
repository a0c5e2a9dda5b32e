package dev.glovebox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Hostile bytes become text in which nothing is hidden. */
class LegibleTest {

  @Test
  void whatCanBeSeenStaysAsItIs() {
    assertThat(Legible.of("a\tb\nÄ 漢 😀 <b>&amp;")).isEqualTo("a\tb\nÄ 漢 😀 <b>&amp;");
  }

  @Test
  void controlCharactersBecomeTheirPictures() {
    assertThat(Legible.of("\0\u0007\u001b[2J\r\u007f")).isEqualTo("␀␇␛[2J␍␡");
  }

  @Test
  void whatIsInvisibleOrTurnsTextAroundBecomesItsNumber() {
    assertThat(Legible.of("a\u202eb\u200b\u2028\ufeff\u0085\ue000"))
        .isEqualTo("a⟨U+202E⟩b⟨U+200B⟩⟨U+2028⟩⟨U+FEFF⟩⟨U+0085⟩⟨U+E000⟩");
  }

  @Test
  void brokenUtf8IsReplaced() {
    assertThat(Legible.of(new byte[] {'a', (byte) 0xff, 'b'}, 10)).isEqualTo("a\ufffdb");
  }

  @Test
  void longLinesAreCutAndSaySo() {
    assertThat(Legible.of("x".repeat(2_003) + "\nnext"))
        .isEqualTo("x".repeat(2_000) + "… (3 more characters in this line)\nnext");
  }

  @Test
  void onlySoManyBytesAreLookedAt() {
    assertThat(Legible.of("abcdef".getBytes(StandardCharsets.UTF_8), 3)).isEqualTo("abc");
  }
}
