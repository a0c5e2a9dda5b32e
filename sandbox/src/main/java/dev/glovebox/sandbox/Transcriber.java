package dev.glovebox.sandbox;

import dev.glovebox.sandbox.Interaction.Transcript;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Writes a {@link Transcript}. Not thread-safe. */
final class Transcriber {

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private final int most;
  private boolean cut;

  /**
   * @param most bytes
   */
  Transcriber(int most) {
    this.most = most;
  }

  /**
   * Adds a piece; one that does not fit is cut, and is the last one.
   *
   * @param direction {@code >} for the peer's words, {@code <} for the program's
   * @param nanos since the beginning
   */
  void add(char direction, long nanos, byte[] buffer, int offset, int length) {
    if (cut) {
      return;
    }
    long millis = nanos / NANOS_PER_MILLI;
    byte[] head =
        String.format(
                Locale.ROOT, "[%3d.%03ds/%d]%c: ", millis / 1000, millis % 1000, length, direction)
            .getBytes(StandardCharsets.US_ASCII);
    if (head.length > most - text.size()) {
      cut = true;
      return;
    }
    text.writeBytes(head);
    int fits = Math.min(length, most - text.size());
    text.write(buffer, offset, fits);
    if (fits == length && text.size() < most) {
      text.write('\n');
    } else {
      cut = true;
    }
  }

  Transcript transcript() {
    return new Transcript(text.toByteArray(), cut);
  }
}
