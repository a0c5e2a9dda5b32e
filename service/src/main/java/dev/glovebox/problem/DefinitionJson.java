package dev.glovebox.problem;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.glovebox.submission.Comparison;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

/**
 * Definitions and reports as they are in the database. Independent of the JSON of the API and of
 * the application's mapper: what was written once must be readable for ever, and the same
 * definition must always give the same text, since versions are named by its hash.
 *
 * <p>Form 1: the record components under their own names; durations as ISO 8601; decimal numbers as
 * strings, so that their scale survives; sets and maps in order; whatever has several kinds with a
 * {@code type}. Nothing in a definition has a NUL or half a surrogate pair, which PostgreSQL would
 * refuse: importers don't let them in.
 *
 * <p>Form 2: the same with what says which inputs there may be, and with the arguments and the
 * comparison of a checker's cases.
 *
 * <p>Form 3: the same with what files are to a program. Whoever changes a stored record adds a form
 * and keeps these readable.
 */
final class DefinitionJson {

  private static final int FIRST_FORM = 1;
  private static final int SECOND_FORM = 2;
  private static final int FORM = 3;

  /** What the first form left to others, who did not agree. */
  private static final long FIRST_FORMS_MEMORY = 2L << 30;

  private static final int DEEPEST = 200;
  private static final TypeReference<List<Finding>> FINDINGS = new TypeReference<>() {};

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST * 3).build())
                  .build())
          .addModule(new SimpleModule("sets").addSerializer(Set.class, new SetWriter()))
          .addMixIn(Comparison.class, ComparisonType.class)
          .addMixIn(TestNode.class, NodeType.class)
          .addMixIn(Checking.class, CheckingType.class)
          .addMixIn(JuryProgram.Start.class, StartType.class)
          .addMixIn(Promise.class, PromiseType.class)
          .addMixIn(Scoring.class, ScoringType.class)
          .addMixIn(ProblemLimits.TimeDerivation.class, DerivationType.class)
          .withConfigOverride(
              BigDecimal.class,
              o -> o.setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.STRING)))
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private DefinitionJson() {}

  static String write(ProblemDefinition definition) {
    return MAPPER.writeValueAsString(new StoredDefinition(FORM, definition));
  }

  static ProblemDefinition readDefinition(String json) {
    JsonNode tree = MAPPER.readTree(json);
    int form = tree.path("form").asInt(0);
    if (form < FIRST_FORM || form > FORM) {
      throw new IllegalStateException("stored definition of unknown form " + form);
    }
    if (tree.path("definition") instanceof ObjectNode definition) {
      if (form <= FIRST_FORM) {
        complete(definition);
      }
      if (form <= SECOND_FORM) {
        definition.set("files", MAPPER.valueToTree(ProgramFiles.USUAL));
        for (JsonNode one : definition.path("inputs").path("cases")) {
          if (one instanceof ObjectNode inputCase) {
            inputCase.set("files", MAPPER.createArrayNode());
          }
        }
      }
    }
    return MAPPER.treeToValue(tree, StoredDefinition.class).definition();
  }

  /** What the first form lacks. */
  private static void complete(ObjectNode definition) {
    definition.set("inputs", MAPPER.valueToTree(InputChecking.NONE));
    if (definition.path("limits") instanceof ObjectNode limits
        && limits.path("memoryBytes").isNull()) {
      limits.put("memoryBytes", FIRST_FORMS_MEMORY);
    }
    for (JsonNode one : definition.path("checkerCases")) {
      if (one instanceof ObjectNode checkerCase) {
        checkerCase.set("arguments", MAPPER.createArrayNode());
        checkerCase.set("comparison", MAPPER.nullNode());
      }
    }
  }

  static String write(List<Finding> report) {
    return MAPPER.writerFor(FINDINGS).writeValueAsString(report);
  }

  static List<Finding> readReport(String json) {
    return List.copyOf(MAPPER.readValue(json, FINDINGS));
  }

  /** The version that a definition is, from its text. */
  static String version(String json) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private record StoredDefinition(int form, ProblemDefinition definition) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Comparison.Exact.class, name = "exact"),
    @JsonSubTypes.Type(value = Comparison.TrimLines.class, name = "trimLines"),
    @JsonSubTypes.Type(value = Comparison.Tokens.class, name = "tokens"),
    @JsonSubTypes.Type(value = Comparison.Kattis.class, name = "kattis")
  })
  private interface ComparisonType {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = ProblemTest.class, name = "test"),
    @JsonSubTypes.Type(value = TestGroup.class, name = "group")
  })
  private interface NodeType {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Checking.Compared.class, name = "compared"),
    @JsonSubTypes.Type(value = Checking.Checked.class, name = "checked"),
    @JsonSubTypes.Type(value = Checking.Interactive.class, name = "interactive")
  })
  private interface CheckingType {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = JuryProgram.Start.ByLanguage.class, name = "byLanguage"),
    @JsonSubTypes.Type(value = JuryProgram.Start.ByScripts.class, name = "byScripts")
  })
  private interface StartType {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Promise.Overall.class, name = "overall"),
    @JsonSubTypes.Type(value = Promise.EachTest.class, name = "eachTest"),
    @JsonSubTypes.Type(value = Promise.Nothing.class, name = "nothing")
  })
  private interface PromiseType {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Scoring.PassFail.class, name = "passFail"),
    @JsonSubTypes.Type(value = Scoring.KattisLegacy.class, name = "kattisLegacy"),
    @JsonSubTypes.Type(value = Scoring.Kattis2025.class, name = "kattis2025"),
    @JsonSubTypes.Type(value = Scoring.Points.class, name = "points"),
    @JsonSubTypes.Type(value = Scoring.Sum.class, name = "sum")
  })
  private interface ScoringType {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = ProblemLimits.TimeDerivation.Legacy.class, name = "legacy"),
    @JsonSubTypes.Type(value = ProblemLimits.TimeDerivation.Margins.class, name = "margins")
  })
  private interface DerivationType {}

  /** Immutable sets have another order in every process. */
  @SuppressWarnings("rawtypes")
  private static final class SetWriter extends ValueSerializer<Set> {
    @Override
    public void serialize(Set value, JsonGenerator out, SerializationContext context)
        throws JacksonException {
      Collection<?> elements = value;
      out.writeStartArray();
      elements.stream()
          .map(
              element -> element instanceof Enum<?> constant ? constant.name() : element.toString())
          .sorted()
          .forEach(out::writeString);
      out.writeEndArray();
    }
  }
}
