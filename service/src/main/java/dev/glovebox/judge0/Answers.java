package dev.glovebox.judge0;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Makes answers of values. Reads carry an entity tag and are not sent again to who has them. */
@Component
class Answers {

  private static final String JSON = "application/json; charset=utf-8";
  private static final int TAG_BYTES = 16;

  private final JsonMapper mapper = new JsonMapper();

  /** The answer to a question. */
  ResponseEntity<byte[]> read(HttpServletRequest request, Object value) {
    byte[] body = mapper.writeValueAsBytes(value);
    String tag = "W/\"" + hash(body) + "\"";
    String wanted = request.getHeader(HttpHeaders.IF_NONE_MATCH);
    boolean known = wanted != null && (wanted.equals("*") || wanted.contains(tag));
    var answer =
        ResponseEntity.status(known ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
            .header(HttpHeaders.ETAG, tag)
            .header(HttpHeaders.CACHE_CONTROL, "max-age=0, private, must-revalidate");
    return known ? answer.build() : answer.header(HttpHeaders.CONTENT_TYPE, JSON).body(body);
  }

  ResponseEntity<byte[]> write(HttpStatus status, Object value) {
    return ResponseEntity.status(status)
        .header(HttpHeaders.CONTENT_TYPE, JSON)
        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
        .body(mapper.writeValueAsBytes(value));
  }

  ResponseEntity<byte[]> error(HttpStatus status, @Nullable String message) {
    return write(status, Map.of("error", String.valueOf(message)));
  }

  ResponseEntity<byte[]> text(String text) {
    return ResponseEntity.ok()
        .header(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .body(text.getBytes(StandardCharsets.UTF_8));
  }

  byte[] bytes(Object value) {
    return mapper.writeValueAsBytes(value);
  }

  private static String hash(byte[] body) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
      return HexFormat.of().formatHex(hash, 0, TAG_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
