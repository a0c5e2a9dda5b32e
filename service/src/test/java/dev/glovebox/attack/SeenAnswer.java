package dev.glovebox.attack;

import dev.glovebox.drill.Seen;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What came of a submission, as the service answers it. */
final class SeenAnswer {

  private SeenAnswer() {}

  static Seen of(JsonNode answer) {
    var tests = new ArrayList<Seen.Test>();
    for (JsonNode test : answer.path("tests")) {
      tests.add(
          new Seen.Test(
              verdict(test),
              limit(test.path("limit")),
              number(test.path("exitCode")),
              number(test.path("signal")),
              output(test.path("stdout")),
              output(test.path("stderr"))));
    }
    JsonNode container = answer.path("sandbox").path("container");
    return new Seen(
        verdict(answer),
        new String(output(answer.path("compile").path("output")), StandardCharsets.UTF_8),
        tests,
        container.isString() ? Optional.of(container.stringValue()) : Optional.empty());
  }

  private static String verdict(JsonNode node) {
    return node.path("verdict").path("code").asString("");
  }

  private static Optional<String> limit(JsonNode node) {
    return node.isString()
        ? Optional.of(node.stringValue().toUpperCase(Locale.ROOT).replace('-', '_'))
        : Optional.empty();
  }

  private static Optional<Integer> number(JsonNode node) {
    return node.isInt() ? Optional.of(node.intValue()) : Optional.empty();
  }

  private static byte[] output(JsonNode output) {
    if (output.path("base64").isString()) {
      return Base64.getDecoder().decode(output.path("base64").stringValue());
    }
    return output.path("text").asString("").getBytes(StandardCharsets.UTF_8);
  }
}
