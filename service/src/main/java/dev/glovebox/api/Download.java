package dev.glovebox.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;

/**
 * Bytes of strangers, sent so that a browser saves them and never shows them: as an attachment, of
 * a type that nothing renders, sandboxed where it is opened nevertheless.
 *
 * @param name of the file; what is no plain file name in it is replaced
 * @param type of the content
 * @param etag the same for the same bytes, without quotes
 * @param size in bytes
 */
record Download(String name, String type, String etag, long size) {

  private static final int LONGEST_NAME = 200;
  private static final int CHUNK = 1 << 16;

  /** Where the bytes come from. */
  interface Source {

    /** A part of it; the caller closes the stream. */
    InputStream open(long from, long size) throws IOException;
  }

  void send(HttpServletRequest request, HttpServletResponse response, Source source)
      throws IOException {
    String tag = "\"" + etag + "\"";
    response.setHeader(HttpHeaders.ETAG, tag);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
    response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        ContentDisposition.attachment()
            .filename(plain(name), StandardCharsets.UTF_8)
            .build()
            .toString());
    if (tag.equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    String condition = request.getHeader(HttpHeaders.IF_RANGE);
    String header =
        condition == null || condition.equals(tag) ? request.getHeader(HttpHeaders.RANGE) : null;
    ByteRange.Asked asked = ByteRange.read(header, size);
    if (!asked.satisfiable()) {
      response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + size);
      response.setStatus(HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE);
      return;
    }
    ByteRange range = asked.range().orElse(new ByteRange(0, size));
    try (InputStream in = source.open(range.from(), range.size())) {
      if (asked.range().isPresent()) {
        response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
        response.setHeader(
            HttpHeaders.CONTENT_RANGE,
            "bytes %d-%d/%d".formatted(range.from(), range.from() + range.size() - 1, size));
      }
      response.setContentType(type);
      response.setContentLengthLong(range.size());
      if (!request.getMethod().equals("HEAD")) {
        copy(in, response.getOutputStream(), range.size());
      }
    }
  }

  private static void copy(InputStream in, OutputStream out, long size) throws IOException {
    byte[] chunk = new byte[CHUNK];
    long left = size;
    while (left > 0) {
      int read = in.read(chunk, 0, (int) Math.min(chunk.length, left));
      if (read < 0) {
        throw new IOException("contents ended %d bytes early".formatted(left));
      }
      out.write(chunk, 0, read);
      left -= read;
    }
  }

  /** The last part of a path, without characters that systems, shells or eyes take otherwise. */
  static String plain(String path) {
    String last = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    String name =
        last.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}\"*:<>?|%`$]", "_")
            .replaceFirst("^[.\\s-]+", "_");
    String cut = name.length() > LONGEST_NAME ? name.substring(name.length() - LONGEST_NAME) : name;
    return cut.isBlank() ? "file" : cut;
  }
}
