package dev.glovebox.api;

import dev.glovebox.ci.run.LogReader.Piece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of a log, cut anew so that none ends within a character of UTF-8 that the next one of the
 * same origin goes on with. For one thread.
 */
final class WholeCharacters {

  private @Nullable Piece held;

  /** What can be shown now that this piece has come. */
  List<Piece> add(Piece piece) {
    List<Piece> whole = new ArrayList<>();
    Piece next = piece;
    Piece before = held;
    held = null;
    if (before != null) {
      if (before.origin() == piece.origin() && end(before) == piece.start()) {
        next = joined(before, piece);
      } else {
        whole.add(before);
      }
    }
    int cut = next.bytes().length - begun(next.bytes());
    if (cut < next.bytes().length) {
      held = part(next, cut, next.bytes().length);
    }
    if (cut > 0) {
      whole.add(part(next, 0, cut));
    }
    return whole;
  }

  /** What is left when nothing more comes. */
  List<Piece> rest() {
    Piece last = held;
    held = null;
    return last == null ? List.of() : List.of(last);
  }

  /** How many bytes are held back. */
  int size() {
    Piece last = held;
    return last == null ? 0 : last.bytes().length;
  }

  private static long end(Piece piece) {
    return piece.start() + piece.bytes().length;
  }

  private static Piece joined(Piece first, Piece second) {
    byte[] bytes = Arrays.copyOf(first.bytes(), first.bytes().length + second.bytes().length);
    System.arraycopy(second.bytes(), 0, bytes, first.bytes().length, second.bytes().length);
    return new Piece(first.start(), second.origin(), second.at(), bytes);
  }

  private static Piece part(Piece piece, int from, int to) {
    return new Piece(
        piece.start() + from,
        piece.origin(),
        piece.at(),
        Arrays.copyOfRange(piece.bytes(), from, to));
  }

  /** How many bytes at the end are a character that has begun but not ended: 0 to 3. */
  private static int begun(byte[] bytes) {
    for (int back = 1; back <= Math.min(3, bytes.length); back++) {
      int lead = bytes[bytes.length - back] & 0xFF;
      if ((lead & 0xC0) != 0x80) {
        int length = lead >= 0xF8 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
        return length > back ? back : 0;
      }
    }
    return 0;
  }
}
