package dev.glovebox.judge0;

import dev.glovebox.account.Caller;
import dev.glovebox.api.BodyReader;
import dev.glovebox.door.Doors;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the attributes of a request from its query and from its body, which may be JSON or a form.
 * The query counts for more.
 */
@Component
class RequestReader {

  private static final int DEEPEST = 16;
  private static final UUID NOBODY = new UUID(0, 0);

  private final BodyReader bodies;
  private final Doors doors;
  private final JsonMapper json;

  RequestReader(BodyReader bodies, Doors doors) {
    this.bodies = bodies;
    this.doors = doors;
    var constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(DEEPEST)
            .maxNumberLength(64)
            .maxStringLength(Integer.MAX_VALUE)
            .build();
    this.json =
        JsonMapper.builder(JsonFactory.builder().streamReadConstraints(constraints).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
  }

  /** Of which flavour the client is that asks. */
  Flavour flavour(HttpServletRequest request) {
    return doors.of(request).filter(Judge0ExtraDoor.class::isInstance).isPresent()
        ? Flavour.EXTRA
        : Flavour.CE;
  }

  /** Of the query alone. */
  Attributes query(HttpServletRequest request) {
    return Attributes.of(QueryString.read(request.getQueryString()));
  }

  /**
   * Of the query and the body.
   *
   * @throws BadRequest when the body is not what it says it is
   * @throws dev.glovebox.api.RequestRefused when it is too large or too slow
   */
  Attributes all(Caller caller, HttpServletRequest request) throws IOException {
    String type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
    Attributes body =
        type.startsWith("multipart/form-data")
            ? Attributes.of(fields(request))
            : bodies.readBytes(caller.tenant(), request, bytes -> attributes(type, bytes));
    return body.and(query(request));
  }

  /**
   * The request with a body that can be read again, before anybody knows whose it is. All such
   * bodies together have the memory of one tenant.
   *
   * @throws dev.glovebox.api.RequestRefused when it is too large or too slow
   */
  RepeatableRequest repeatable(HttpServletRequest request) throws IOException {
    return new RepeatableRequest(request, bodies.readBytes(NOBODY, request, bytes -> bytes));
  }

  /**
   * The texts among the attributes of a body, if it has attributes; not of a multipart form.
   *
   * @throws BadRequest when the body is not what it says it is
   */
  Map<String, String> texts(RepeatableRequest request) {
    String type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
    return attributes(type, request.body()).texts();
  }

  private Attributes attributes(String type, byte[] bytes) {
    return type.startsWith("application/x-www-form-urlencoded")
        ? Attributes.of(QueryString.read(new String(bytes, StandardCharsets.UTF_8)))
        : parse(type, bytes);
  }

  private static Map<String, String> fields(HttpServletRequest request) {
    Map<String, String> fields = new LinkedHashMap<>();
    request
        .getParameterMap()
        .forEach((name, values) -> fields.put(name, values[values.length - 1]));
    return fields;
  }

  private Attributes parse(String type, byte[] body) {
    if (body.length == 0 || !type.contains("json")) {
      return Attributes.of(Map.of());
    }
    try {
      JsonNode node = json.readTree(body);
      return node.isObject() ? Attributes.of(node) : Attributes.of(Map.of());
    } catch (JacksonException e) {
      throw new BadRequest(e);
    }
  }
}
