package dev.glovebox.submission;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.sandbox.SandboxFacts;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON in the database. Independent of the JSON of the API and of the application's mapper:
 * what was written once must be readable for ever.
 *
 * <p>Form 1: the record components under their own names; durations as ISO 8601; decimal numbers as
 * strings, so that their scale survives; every string through {@link SafeText}; comparisons with a
 * {@code type}. The bytes of a request (sources, inputs, expected outputs) stand one after the
 * other in a column of their own, and the JSON says where, {@code [from, size]}: parsing and
 * compressing megabytes of base64 would cost more than judging them. Other bytes are in base64.
 *
 * <p>Form 2: the same with {@code problem} and {@code overrides}; only written where there is one
 * of them.
 *
 * <p>Form 3: form 2 with {@code particulars}; only written where there are some.
 *
 * <p>Form 4: form 3 with {@code extras} among them; only written where there are some. Whoever
 * changes a stored record adds a form and keeps these readable.
 */
final class StoredJson {

  private static final int WITH_TESTS = 1;
  private static final int AGAINST_PROBLEM = 2;
  private static final int PARTICULAR = 3;
  private static final int WITH_EARLIER_EXTRAS = 4;
  private static final int WITH_EXTRAS = 5;

  /** Where the bytes of the value being written or read go to or come from. */
  private static final Object CONTENTS = "contents";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(texts())
          .addMixIn(Comparison.class, ComparisonType.class)
          .addMixIn(Particulars.class, ExtrasWhereThereAreSome.class)
          .withConfigOverride(
              BigDecimal.class,
              o -> o.setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.STRING)))
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /** What results of compilations had not from the beginning. */
  private static final List<String> LATER_OF_COMPILE = List.of("signal", "limit", "order");

  private StoredJson() {}

  /**
   * A request as it is stored.
   *
   * @param json everything but contents
   * @param contents the contents, one after the other
   */
  record Row(String json, byte[] contents) {}

  static Row write(SubmissionRequest request) {
    // Of the right size at once: growing would copy megabytes several times.
    ByteArrayOutputStream contents = new ByteArrayOutputStream(contentBytes(request));
    String json =
        MAPPER.writer().withAttribute(CONTENTS, contents).writeValueAsString(stored(request));
    return new Row(json, contents.toByteArray());
  }

  private static Record stored(SubmissionRequest request) {
    if (!request.particulars().equals(Particulars.NONE)) {
      boolean extras = request.particulars().extras().isPresent();
      return new StoredRequest3(extras ? WITH_EXTRAS : PARTICULAR, request);
    }
    return request.problem().isEmpty() && request.overrides().isEmpty()
        ? new StoredRequest1(WITH_TESTS, Request1.of(request))
        : new StoredRequest2(AGAINST_PROBLEM, Request2.of(request));
  }

  private static int contentBytes(SubmissionRequest request) {
    return request.sources().stream().mapToInt(source -> source.content().length).sum()
        + request.tests().stream()
            .mapToInt(test -> test.input().length + test.expected().map(e -> e.length).orElse(0))
            .sum();
  }

  /** Whether two requests ask for the same; the order of metadata doesn't count. */
  static boolean same(SubmissionRequest one, SubmissionRequest other) {
    Row first = write(one);
    Row second = write(other);
    return Arrays.equals(first.contents(), second.contents())
        && MAPPER.readTree(first.json()).equals(MAPPER.readTree(second.json()));
  }

  static SubmissionRequest readRequest(Row row) {
    return switch (form(row.json())) {
      case WITH_TESTS -> read(StoredRequest1.class, row).request().whole();
      case AGAINST_PROBLEM -> read(StoredRequest2.class, row).request().whole();
      case PARTICULAR -> readWithoutExtras(row);
      case WITH_EARLIER_EXTRAS -> readEarlierExtras(row);
      case WITH_EXTRAS -> read(StoredRequest3.class, row).request();
      default -> throw unknown(form(row.json()));
    };
  }

  /** The part of a request that needs no contents. */
  static SubmissionOutline readOutline(String json, SubmissionId id, Instant createdAt) {
    return switch (form(json)) {
      case WITH_TESTS -> {
        Outline1 request = readSome(StoredOutline1.class, json).request();
        yield outline(
            id,
            new Outline2(
                request.language(),
                request.tests(),
                request.limits(),
                request.metadata(),
                Optional.empty()),
            createdAt);
      }
      case AGAINST_PROBLEM, PARTICULAR, WITH_EARLIER_EXTRAS, WITH_EXTRAS ->
          outline(id, readSome(StoredOutline2.class, json).request(), createdAt);
      default -> throw unknown(form(json));
    };
  }

  private static SubmissionOutline outline(SubmissionId id, Outline2 request, Instant createdAt) {
    return new SubmissionOutline(
        id,
        request.language(),
        request.tests().stream().map(NamedTest::name).toList(),
        request.limits(),
        request.metadata(),
        createdAt,
        request.problem());
  }

  private static <T> T read(Class<T> form, Row row) {
    return MAPPER.readerFor(form).withAttribute(CONTENTS, row.contents()).readValue(row.json());
  }

  private static SubmissionRequest readWithoutExtras(Row row) {
    JsonNode stored = MAPPER.readTree(row.json());
    ((ObjectNode) stored.path("request").path("particulars")).putNull("extras");
    return readParticular(stored, row);
  }

  private static SubmissionRequest readEarlierExtras(Row row) {
    JsonNode stored = MAPPER.readTree(row.json());
    ((ObjectNode) stored.path("request").path("particulars").path("extras"))
        .putNull("leftFilesBytes")
        .putNull("cpuExtra");
    return readParticular(stored, row);
  }

  private static SubmissionRequest readParticular(JsonNode stored, Row row) {
    return MAPPER
        .readerFor(StoredRequest3.class)
        .withAttribute(CONTENTS, row.contents())
        .<StoredRequest3>readValue(stored)
        .request();
  }

  private static <T> T readSome(Class<T> form, String json) {
    return MAPPER
        .readerFor(form)
        .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .readValue(json);
  }

  /** Both writers put it first, so that little has to be read. */
  private static int form(String json) {
    try (JsonParser in = MAPPER.createParser(json)) {
      in.nextToken();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        JsonToken value = in.nextToken();
        if (name.equals("form") && value == JsonToken.VALUE_NUMBER_INT) {
          return in.getIntValue();
        }
        in.skipChildren();
      }
    }
    throw new IllegalStateException("stored request without a form");
  }

  private static IllegalStateException unknown(int form) {
    return new IllegalStateException("stored request of unknown form " + form);
  }

  static String write(CompileResult compile) {
    return MAPPER.writeValueAsString(compile);
  }

  static CompileResult readCompile(String json) {
    ObjectNode stored = (ObjectNode) MAPPER.readTree(json);
    LATER_OF_COMPILE.stream().filter(name -> !stored.has(name)).forEach(stored::putNull);
    return MAPPER.treeToValue(stored, CompileResult.class);
  }

  static String write(SandboxFacts facts) {
    return MAPPER.writeValueAsString(facts);
  }

  static SandboxFacts readSandbox(String json) {
    return MAPPER.readValue(json, SandboxFacts.class);
  }

  static String write(List<GroupResult> groups) {
    return MAPPER.writeValueAsString(groups);
  }

  static List<GroupResult> readGroups(String json) {
    return List.of(MAPPER.readValue(json, GroupResult[].class));
  }

  private static SimpleModule texts() {
    return new SimpleModule("texts")
        .addSerializer(byte[].class, new BytesWriter())
        .addDeserializer(byte[].class, new BytesReader())
        .addSerializer(String.class, new TextWriter())
        .addDeserializer(String.class, new TextReader())
        .addKeySerializer(String.class, new KeyWriter())
        .addKeyDeserializer(String.class, new KeyReader());
  }

  private record StoredRequest1(int form, Request1 request) {}

  private record StoredRequest2(int form, Request2 request) {}

  private record StoredRequest3(int form, SubmissionRequest request) {}

  private record Request1(
      String language,
      List<SourceFile> sources,
      Optional<String> main,
      Optional<List<String>> compileOptions,
      List<String> arguments,
      List<TestCase> tests,
      ExecutionLimits limits,
      IsolationTier tier,
      Priority priority,
      boolean stopAtFirstFailure,
      boolean mergeStderr,
      boolean drainOutput,
      Map<String, String> metadata,
      Optional<String> idempotencyKey) {

    static Request1 of(SubmissionRequest request) {
      return new Request1(
          request.language(),
          request.sources(),
          request.main(),
          request.compileOptions(),
          request.arguments(),
          request.tests(),
          request.limits(),
          request.tier(),
          request.priority(),
          request.stopAtFirstFailure(),
          request.mergeStderr(),
          request.drainOutput(),
          request.metadata(),
          request.idempotencyKey());
    }

    SubmissionRequest whole() {
      return new SubmissionRequest(
          language,
          sources,
          main,
          compileOptions,
          arguments,
          tests,
          limits,
          tier,
          priority,
          stopAtFirstFailure,
          mergeStderr,
          drainOutput,
          metadata,
          idempotencyKey);
    }
  }

  private record Request2(
      String language,
      List<SourceFile> sources,
      Optional<String> main,
      Optional<List<String>> compileOptions,
      List<String> arguments,
      List<TestCase> tests,
      ExecutionLimits limits,
      IsolationTier tier,
      Priority priority,
      boolean stopAtFirstFailure,
      boolean mergeStderr,
      boolean drainOutput,
      Map<String, String> metadata,
      Optional<String> idempotencyKey,
      Optional<ProblemRef> problem,
      Optional<Overrides> overrides) {

    static Request2 of(SubmissionRequest request) {
      return new Request2(
          request.language(),
          request.sources(),
          request.main(),
          request.compileOptions(),
          request.arguments(),
          request.tests(),
          request.limits(),
          request.tier(),
          request.priority(),
          request.stopAtFirstFailure(),
          request.mergeStderr(),
          request.drainOutput(),
          request.metadata(),
          request.idempotencyKey(),
          request.problem(),
          request.overrides());
    }

    SubmissionRequest whole() {
      return new SubmissionRequest(
          language,
          sources,
          main,
          compileOptions,
          arguments,
          tests,
          limits,
          tier,
          priority,
          stopAtFirstFailure,
          mergeStderr,
          drainOutput,
          metadata,
          idempotencyKey,
          problem,
          overrides);
    }
  }

  private record StoredOutline1(int form, Outline1 request) {}

  private record StoredOutline2(int form, Outline2 request) {}

  private record Outline1(
      String language,
      List<NamedTest> tests,
      ExecutionLimits limits,
      Map<String, String> metadata) {}

  private record Outline2(
      String language,
      List<NamedTest> tests,
      ExecutionLimits limits,
      Map<String, String> metadata,
      Optional<ProblemRef> problem) {}

  private record NamedTest(String name) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Comparison.Exact.class, name = "exact"),
    @JsonSubTypes.Type(value = Comparison.TrimLines.class, name = "trimLines"),
    @JsonSubTypes.Type(value = Comparison.Tokens.class, name = "tokens"),
    @JsonSubTypes.Type(value = Comparison.Kattis.class, name = "kattis")
  })
  private interface ComparisonType {}

  @SuppressWarnings("UnusedMethod") // for its annotation
  private interface ExtrasWhereThereAreSome {
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    Optional<RunExtras> extras();
  }

  private static final class BytesWriter extends ValueSerializer<byte[]> {
    @Override
    public void serialize(byte[] value, JsonGenerator out, SerializationContext context)
        throws JacksonException {
      if (context.getAttribute(CONTENTS) instanceof ByteArrayOutputStream contents) {
        out.writeArray(new int[] {contents.size(), value.length}, 0, 2);
        contents.writeBytes(value);
      } else {
        out.writeBinary(value);
      }
    }
  }

  private static final class BytesReader extends ValueDeserializer<byte[]> {
    @Override
    public byte[] deserialize(JsonParser in, DeserializationContext context)
        throws JacksonException {
      if (context.getAttribute(CONTENTS) instanceof byte[] contents) {
        int[] place = context.readValue(in, int[].class);
        return Arrays.copyOfRange(contents, place[0], place[0] + place[1]);
      }
      return in.getBinaryValue();
    }
  }

  private static final class TextWriter extends ValueSerializer<String> {
    @Override
    public void serialize(String value, JsonGenerator out, SerializationContext context)
        throws JacksonException {
      out.writeString(SafeText.encode(value));
    }
  }

  private static final class TextReader extends ValueDeserializer<String> {
    @Override
    public String deserialize(JsonParser in, DeserializationContext context)
        throws JacksonException {
      return SafeText.decode(in.getString());
    }
  }

  private static final class KeyWriter extends ValueSerializer<String> {
    @Override
    public void serialize(String value, JsonGenerator out, SerializationContext context)
        throws JacksonException {
      out.writeName(SafeText.encode(value));
    }
  }

  private static final class KeyReader extends KeyDeserializer {
    @Override
    public Object deserializeKey(String key, DeserializationContext context) {
      return SafeText.decode(key);
    }
  }
}
