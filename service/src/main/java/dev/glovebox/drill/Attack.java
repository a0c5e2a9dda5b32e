package dev.glovebox.drill;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A hostile program and what must come of it.
 *
 * @param outline what people are told of it
 * @param sources by name; the file to start from is first
 * @param compileOptions empty = the language's default
 * @param arguments of the program
 * @param limits by the names of the request, with their units
 * @param tests at least one
 * @param expected of the submission as a whole
 */
public record Attack(
    Outline outline,
    Map<String, byte[]> sources,
    List<String> compileOptions,
    List<String> arguments,
    Map<String, String> limits,
    List<Step> tests,
    Expectation expected) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int MOST_TOLD = 8;

  /**
   * What people are told of an attack.
   *
   * @param id letter of the family and number, for example {@code A01}
   * @param title what it does
   * @param why what holds it
   * @param language id in the language catalogue
   */
  public record Outline(String id, String title, String why, String language) {}

  /**
   * One test of the submission. Several of them show what one leaves for the next.
   *
   * @param name for people
   * @param input standard input
   * @param answer expected standard output, where the judge is to compare
   * @param expected what must come of it
   */
  public record Step(String name, byte[] input, Optional<String> answer, Expectation expected) {}

  /** {@link Outline#id()}. */
  public String id() {
    return outline.id();
  }

  /** What is wrong with what came of it; empty = it was held. */
  public List<String> complaints(Seen seen) {
    var complaints = new ArrayList<>(expected.complaints(seen));
    // An attack that did not run has shown nothing, unless the compiler is what it attacks.
    boolean mayFailToCompile = expected.verdicts().contains("CE");
    if (seen.tests().size() < tests.size() && !(mayFailToCompile && seen.verdict().equals("CE"))) {
      complaints.add(
          "%d of %d tests were run; the verdict is %s"
              .formatted(seen.tests().size(), tests.size(), seen.verdict()));
    }
    for (int i = 0; i < seen.tests().size(); i++) {
      if (i == tests.size()) {
        complaints.add("there are results of more tests than were asked for");
        break;
      }
      Step step = tests.get(i);
      for (String complaint : step.expected().complaints(seen.tests().get(i))) {
        complaints.add("test %d (%s): %s".formatted(i + 1, step.name(), complaint));
      }
    }
    return complaints;
  }

  /** What must come of it, in words; a line for each of its first tests. */
  public String expectation() {
    if (tests.size() == 1) {
      return tests.getFirst().expected().text();
    }
    String first =
        tests.stream()
            .limit(MOST_TOLD)
            .map(test -> "%s: %s".formatted(test.name(), test.expected().text()))
            .collect(Collectors.joining("\n"));
    return tests.size() > MOST_TOLD
        ? "%s\nand %d more tests".formatted(first, tests.size() - MOST_TOLD)
        : first;
  }

  /**
   * The request that makes it, in the form of the API.
   *
   * @param tier code of the isolation tier
   */
  public ObjectNode request(String tier) {
    ObjectNode body = JSON.createObjectNode();
    body.put("language", outline.language());
    body.put("isolation", tier);
    ArrayNode files = body.putArray("files");
    for (Map.Entry<String, byte[]> source : sources.entrySet()) {
      ObjectNode file = files.addObject();
      file.put("name", source.getKey());
      file.put("contentBase64", Base64.getEncoder().encodeToString(source.getValue()));
    }
    body.put("main", sources.keySet().iterator().next());
    putAll(body, "compileOptions", compileOptions);
    putAll(body, "arguments", arguments);
    if (!limits.isEmpty()) {
      ObjectNode given = body.putObject("limits");
      limits.forEach(given::put);
    }
    ArrayNode steps = body.putArray("tests");
    for (Step step : tests) {
      ObjectNode test = steps.addObject();
      test.put("name", step.name());
      test.put("inputBase64", Base64.getEncoder().encodeToString(step.input()));
      step.answer().ifPresent(answer -> test.put("expected", answer));
    }
    return body;
  }

  private static void putAll(ObjectNode body, String name, List<String> values) {
    if (!values.isEmpty()) {
      ArrayNode array = body.putArray(name);
      values.forEach(array::add);
    }
  }
}
