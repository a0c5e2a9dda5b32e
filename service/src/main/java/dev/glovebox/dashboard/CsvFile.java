package dev.glovebox.dashboard;

import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;

/**
 * A list as comma-separated values (RFC 4180), written while it is read, a page at a time. What
 * others have written is text for whatever program opens it: cells that a spreadsheet would compute
 * get an apostrophe before them, also where semicolons or tabs separate cells.
 */
final class CsvFile {

  /** So many rows at most; who needs more asks for days one after the other. */
  static final int MOST = 100_000;

  /** Rows of one statement. */
  static final int PAGE = 1_000;

  private static final String COMPUTED = "=+-@\t\r\n＝＋－＠";

  /**
   * Where a new cell begins for a program that takes semicolons or tabs for separators: quotes in
   * the middle of its cells mean nothing to it, so lines end in them too.
   */
  private static final Pattern BEGINS = Pattern.compile("(?<=[;\\t\\r\\n])(?=\"*[=+\\-@＝＋－＠])");

  private final Writer out;

  CsvFile(Writer out) {
    this.out = out;
  }

  /**
   * Some rows and where the next ones begin.
   *
   * @param next empty at the end
   */
  record Part<R, M>(List<R> rows, Optional<M> next) {}

  /**
   * Sends a list as a file to be saved.
   *
   * @param name of the file, before the day
   * @param columns its first line
   * @param read gives what follows a place; the first time an empty one
   * @param cells of a row, as many as there are columns
   */
  static <R, M> void send(
      HttpServletResponse response,
      String name,
      Instant now,
      List<String> columns,
      Function<Optional<M>, Part<R, M>> read,
      Function<R, List<String>> cells)
      throws IOException {
    Part<R, M> part = read.apply(Optional.empty()); // what can't be read is a page that says so
    LocalDate day = now.atOffset(ZoneOffset.UTC).toLocalDate();
    response.setContentType("text/csv; charset=utf-8; header=present");
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        ContentDisposition.attachment().filename(name + "-" + day + ".csv").build().toString());
    var out =
        new BufferedWriter(
            new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8));
    var file = new CsvFile(out);
    file.line(columns);
    int rows = 0;
    while (true) {
      for (R row : part.rows()) {
        if (rows++ == MOST) {
          break;
        }
        file.line(cells.apply(row));
      }
      if (part.next().isEmpty() || rows >= MOST) {
        out.flush();
        return;
      }
      part = read.apply(part.next());
    }
  }

  /** One line. */
  void line(List<String> cells) throws IOException {
    for (int i = 0; i < cells.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      out.write(cell(cells.get(i)));
    }
    out.write("\r\n");
  }

  private static String cell(String text) {
    String inside = BEGINS.matcher(text).replaceAll("'");
    String safe = !text.isEmpty() && COMPUTED.indexOf(text.charAt(0)) >= 0 ? "'" + inside : inside;
    boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }

  /** A time, in UTC. */
  static String time(Instant instant) {
    return DateTimeFormatter.ISO_INSTANT.format(instant);
  }

  /** A value that may be missing: then the cell is empty. */
  static <T> String some(Optional<T> value, Function<T, ?> text) {
    return value.map(text).map(String::valueOf).orElse("");
  }
}
