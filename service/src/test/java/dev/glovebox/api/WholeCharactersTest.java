package dev.glovebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.ci.execute.AttemptRecord.Origin;
import dev.glovebox.ci.run.LogReader.Piece;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WholeCharactersTest {

  private static Piece piece(long start, Origin origin, byte[] bytes) {
    return new Piece(start, origin, Instant.EPOCH, bytes);
  }

  private static List<String> texts(List<Piece> pieces) {
    return pieces.stream().map(piece -> new String(piece.bytes(), StandardCharsets.UTF_8)).toList();
  }

  @Test
  void aCharacterIsWholeHoweverItIsCut() {
    String text = "a\u00e9\u20ac\ud83d\ude00z";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int first = 0; first <= bytes.length; first++) {
      for (int second = first; second <= bytes.length; second++) {
        WholeCharacters whole = new WholeCharacters();
        List<Piece> got = new ArrayList<>();
        got.addAll(whole.add(piece(0, Origin.OUT, Arrays.copyOfRange(bytes, 0, first))));
        got.addAll(whole.add(piece(first, Origin.OUT, Arrays.copyOfRange(bytes, first, second))));
        got.addAll(
            whole.add(piece(second, Origin.OUT, Arrays.copyOfRange(bytes, second, bytes.length))));
        assertThat(whole.rest()).isEmpty();
        assertThat(String.join("", texts(got))).isEqualTo(text);
        long at = 0;
        for (Piece one : got) {
          assertThat(one.start()).isEqualTo(at);
          at += one.bytes().length;
        }
      }
    }
  }

  @Test
  void nothingIsJoinedAcrossOriginsAndNothingIsLost() {
    byte[] euro = "\u20ac".getBytes(StandardCharsets.UTF_8);
    WholeCharacters whole = new WholeCharacters();
    assertThat(whole.add(piece(0, Origin.OUT, Arrays.copyOf(euro, 2)))).isEmpty();
    assertThat(whole.size()).isEqualTo(2);
    assertThat(whole.add(piece(2, Origin.ERR, Arrays.copyOfRange(euro, 2, 3))))
        .extracting(Piece::start)
        .containsExactly(0L, 2L);
    assertThat(whole.add(piece(3, Origin.ERR, new byte[] {(byte) 0xF0}))).isEmpty();
    assertThat(whole.rest()).extracting(Piece::start).containsExactly(3L);
    assertThat(whole.rest()).isEmpty();
  }
}
