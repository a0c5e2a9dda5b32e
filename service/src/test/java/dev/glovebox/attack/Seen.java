package dev.glovebox.attack;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What the service answered.
 *
 * @param verdict code of the submission's verdict
 * @param message the service's sentence
 * @param compileOutput empty when nothing was compiled
 * @param tests in order; empty when compilation failed
 * @param container the engine's id of the container it ran in; empty when none is named
 * @param raw the answer itself
 */
record Seen(
    String verdict,
    String message,
    String compileOutput,
    List<Test> tests,
    Optional<String> container,
    String raw) {

  private static final int SHOWN = 4000;

  /**
   * What was seen of one test.
   *
   * @param verdict its code
   * @param limit which limit fired
   * @param exitCode when it ended by itself
   * @param signal when it was ended by one
   * @param stdout standard output, as far as it is kept
   * @param stderr standard error, as far as it is kept
   */
  record Test(
      String verdict,
      Optional<String> limit,
      Optional<Integer> exitCode,
      Optional<Integer> signal,
      byte[] stdout,
      byte[] stderr) {

    String stdoutText() {
      return new String(stdout, StandardCharsets.UTF_8);
    }

    String stderrText() {
      return new String(stderr, StandardCharsets.UTF_8);
    }
  }

  static Seen of(JsonNode answer) {
    var tests = new ArrayList<Test>();
    for (JsonNode test : answer.path("tests")) {
      tests.add(
          new Test(
              verdict(test),
              limit(test.path("limit")),
              number(test.path("exitCode")),
              number(test.path("signal")),
              output(test.path("stdout")),
              output(test.path("stderr"))));
    }
    return new Seen(
        verdict(answer),
        answer.path("verdict").path("message").asString(""),
        new String(output(answer.path("compile").path("output")), StandardCharsets.UTF_8),
        List.copyOf(tests),
        answer.path("sandbox").path("container").isString()
            ? Optional.of(answer.path("sandbox").path("container").stringValue())
            : Optional.empty(),
        answer.toString());
  }

  /** The answer, cut to a length that fits into a failure message. */
  String shown() {
    return raw.length() > SHOWN ? raw.substring(0, SHOWN) + "..." : raw;
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
