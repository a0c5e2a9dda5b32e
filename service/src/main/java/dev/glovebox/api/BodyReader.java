package dev.glovebox.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads request bodies: counts their bytes whatever their header says, and bounds the memory that
 * all of them take at once, and the time that each may take.
 */
@Component
public class BodyReader {

  private static final int CHUNK = 1 << 14;

  private final long most;
  private final Duration patience;
  private final BodyMemory memory;
  private final JsonMapper json;

  BodyReader(ApiProperties properties) {
    this.most = properties.maxBody().toBytes();
    this.patience = properties.bodyTimeout();
    long all = properties.bodyMemory().toBytes();
    this.memory = new BodyMemory(all, Math.max(all / 2, most));
    var constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(16)
            .maxNumberLength(64)
            .maxNameLength(256)
            .maxStringLength((int) Math.min(Integer.MAX_VALUE, most))
            .maxDocumentLength(most)
            .build();
    this.json =
        JsonMapper.builder(
                JsonFactory.builder()
                    .streamReadConstraints(constraints)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
  }

  /**
   * Reads the body as a JSON object and hands it on.
   *
   * @param tenant whose memory it takes
   * @throws RequestRefused when it is too large, too slow, malformed or something else
   */
  public <T> T read(UUID tenant, HttpServletRequest request, Function<ObjectNode, T> reader)
      throws IOException {
    long announced = request.getContentLengthLong();
    if (announced > most) {
      throw tooLarge();
    }
    try (BodyMemory.Part part = memory.part(tenant)) {
      return reader.apply(parse(bytes(request.getInputStream(), announced, part)));
    }
  }

  /**
   * Reads the body as it is and hands it on.
   *
   * @param tenant whose memory it takes
   * @throws RequestRefused when it is too large or too slow
   */
  public <T> T readBytes(UUID tenant, HttpServletRequest request, Function<byte[], T> reader)
      throws IOException {
    long announced = request.getContentLengthLong();
    if (announced > most) {
      throw tooLarge();
    }
    try (BodyMemory.Part part = memory.part(tenant)) {
      return reader.apply(bytes(request.getInputStream(), announced, part));
    }
  }

  /** The memory grows with what has arrived; a header is only believed where it says less. */
  private byte[] bytes(InputStream body, long announced, BodyMemory.Part part) throws IOException {
    long begun = System.nanoTime();
    int end = (int) (announced < 0 ? most : announced);
    byte[] bytes = new byte[Math.min(end, CHUNK)];
    part.growTo(bytes.length);
    int length = 0;
    while (length < end) {
      if (length == bytes.length) {
        int larger = (int) Math.min(end, 2L * length);
        part.growTo(larger);
        bytes = Arrays.copyOf(bytes, larger);
      }
      int read = read(body, bytes, length);
      if (read < 0) {
        return Arrays.copyOf(bytes, length);
      }
      length += read;
      if (System.nanoTime() - begun > patience.toNanos()) {
        throw tooSlow();
      }
    }
    if (announced < 0 && body.read() >= 0) {
      throw tooLarge();
    }
    return bytes;
  }

  /** A client that is silent for too long ends the read with the server's own time-out. */
  private int read(InputStream body, byte[] bytes, int length) throws IOException {
    try {
      return body.read(bytes, length, bytes.length - length);
    } catch (IOException e) {
      if (e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException) {
        throw tooSlow();
      }
      throw e;
    }
  }

  private ObjectNode parse(byte[] body) {
    JsonNode node;
    try {
      node = json.readTree(body);
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      String where =
          at == null ? "" : " (line %d, column %d)".formatted(at.getLineNr(), at.getColumnNr());
      String what = e.getOriginalMessage();
      throw RequestRefused.of(
          ProblemKind.MALFORMED_JSON, Shown.text(what == null ? "?" : what, 200) + where);
    }
    if (node instanceof ObjectNode object) {
      return object;
    }
    var faults = new Faults();
    faults.add("", "wrong-type", "The body must be a JSON object.");
    faults.check();
    throw new AssertionError("a fault was added");
  }

  private RequestRefused tooSlow() {
    return RequestRefused.of(
        ProblemKind.REQUEST_TIMEOUT,
        "The body must arrive within %s seconds, without long pauses."
            .formatted(Seconds.of(patience).toPlainString()));
  }

  private RequestRefused tooLarge() {
    return RequestRefused.of(
        ProblemKind.TOO_LARGE, "The body may have at most %d bytes.".formatted(most));
  }
}
