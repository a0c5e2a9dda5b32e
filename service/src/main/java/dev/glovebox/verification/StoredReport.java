package dev.glovebox.verification;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.math.BigDecimal;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON of reports in the database: the record components under their own names, durations as
 * ISO 8601, decimal numbers as strings.
 */
final class StoredReport {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .withConfigOverride(
              BigDecimal.class,
              o -> o.setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.STRING)))
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private StoredReport() {}

  /** PostgreSQL's {@code jsonb} holds no NUL. */
  static String write(VerificationReport report) {
    return MAPPER.writeValueAsString(report).replace("\\u0000", "\\ufffd");
  }

  static VerificationReport read(String json) {
    JsonNode tree = MAPPER.readTree(json);
    if (tree instanceof ObjectNode report && !report.has("inputs")) {
      // Written before inputs were tried.
      report.set("inputs", MAPPER.createArrayNode());
      report.put("inputsTried", 0);
    }
    return MAPPER.treeToValue(tree, VerificationReport.class);
  }
}
