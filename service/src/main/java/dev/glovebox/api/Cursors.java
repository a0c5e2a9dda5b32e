package dev.glovebox.api;

import dev.glovebox.submission.SubmissionStore;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** Positions in lists as opaque texts. */
final class Cursors {

  private static final int BYTES = Long.BYTES + Integer.BYTES + 2 * Long.BYTES;

  private static final int LONGEST_NAME = 300;

  private Cursors() {}

  static String write(SubmissionStore.Cursor cursor) {
    return write(cursor.createdAt(), cursor.id());
  }

  /** Behind what was made at this time and has this id. */
  static String write(Instant at, UUID id) {
    var bytes = ByteBuffer.allocate(BYTES);
    bytes.putLong(at.getEpochSecond()).putInt(at.getNano());
    bytes.putLong(id.getMostSignificantBits());
    bytes.putLong(id.getLeastSignificantBits());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /** Behind what has this name. */
  static String writeName(String name) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(name.getBytes(StandardCharsets.UTF_8));
  }

  /** The name, if the text is one that {@link #writeName} has made or might have. */
  static Optional<String> readName(String text) {
    try {
      String name = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      return name.length() <= LONGEST_NAME && name.indexOf('\0') < 0
          ? Optional.of(name)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The position, if the text is one that {@link #write} has made or might have. */
  static Optional<SubmissionStore.Cursor> read(String text) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      if (bytes.remaining() != BYTES) {
        return Optional.empty();
      }
      Instant at = Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
      boolean sane = Parameters.inRange(at);
      UUID id = new UUID(bytes.getLong(), bytes.getLong());
      return sane ? Optional.of(new SubmissionStore.Cursor(at, id)) : Optional.empty();
    } catch (IllegalArgumentException | BufferUnderflowException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
