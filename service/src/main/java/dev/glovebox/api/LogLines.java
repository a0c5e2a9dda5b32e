package dev.glovebox.api;

import dev.glovebox.ci.run.LogReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A log as lines of JSON: {@code o} is the place of the line's first byte, {@code t} when it came,
 * {@code s} whose output it begins with, {@code l} the line without its end. What is not UTF-8 is
 * replaced. One line at a time is kept in memory.
 */
final class LogLines {

  private final JsonMapper json;
  private final OutputStream out;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long at;
  private long lineStart;
  private @Nullable Instant lineTime;
  private String lineOrigin = "";

  LogLines(JsonMapper json, OutputStream out, long offset) {
    this.json = json;
    this.out = out;
    this.at = offset;
    this.lineStart = offset;
  }

  void write(LogReader logs, UUID attempt, long limit) throws IOException {
    long end = at + limit;
    List<LogReader.Piece> pieces = logs.read(attempt, at);
    while (!pieces.isEmpty() && at < end) {
      for (LogReader.Piece piece : pieces) {
        add(piece, (int) Math.min(piece.bytes().length, end - at));
      }
      pieces = logs.read(attempt, at);
    }
    if (line.size() > 0) {
      endLine();
    }
  }

  private void add(LogReader.Piece piece, int length) throws IOException {
    byte[] bytes = piece.bytes();
    for (int i = 0; i < length; i++) {
      if (lineTime == null) {
        lineTime = piece.at();
        lineOrigin = piece.origin().name().toLowerCase(Locale.ROOT);
        lineStart = at;
      }
      at++;
      if (bytes[i] == '\n') {
        endLine();
      } else {
        line.write(bytes[i]);
      }
    }
  }

  private void endLine() throws IOException {
    Line one =
        new Line(
            lineStart, String.valueOf(lineTime), lineOrigin, line.toString(StandardCharsets.UTF_8));
    out.write(json.writeValueAsBytes(one));
    out.write('\n');
    line.reset();
    lineTime = null;
  }

  private record Line(long o, String t, String s, String l) {}
}
