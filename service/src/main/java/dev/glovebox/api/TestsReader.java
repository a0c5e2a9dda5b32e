package dev.glovebox.api;

import dev.glovebox.submission.Comparison;
import dev.glovebox.submission.TestCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what the program is run on: tests, or one input alone. */
final class TestsReader {

  private static final int LONGEST_NAME = 200;

  private final int most;

  TestsReader(LimitsProperties limits) {
    this.most = limits.tests();
  }

  List<TestCase> read(Fields fields) {
    boolean tests = fields.has("tests");
    for (String name : List.of("stdin", "stdinBase64")) {
      if (tests && fields.has(name)) {
        fields.fault(name, "exclusive", "can't be given together with " + fields.at("tests") + ".");
      }
    }
    Optional<byte[]> input = fields.bytes("stdin", "stdinBase64");
    Optional<Comparison> comparison = ComparisonReader.read(fields, "comparison");
    if (comparison.isPresent() && !tests) {
      fields.fault("comparison", "not-allowed", "needs tests.");
    }
    Optional<List<Fields>> given = fields.objects("tests", most);
    if (!tests) {
      return List.of(
          new TestCase("", input.orElse(new byte[0]), Optional.empty(), ComparisonReader.DEFAULT));
    }
    if (given.isPresent() && given.get().isEmpty() && fields.node("tests").get().isEmpty()) {
      fields.fault("tests", "required", "needs at least one test.");
    }
    var cases = new ArrayList<TestCase>();
    for (Fields test : given.orElse(List.of())) {
      cases.add(test(test, comparison.orElse(ComparisonReader.DEFAULT)));
    }
    return cases;
  }

  private static TestCase test(Fields test, Comparison otherwise) {
    String name = test.text("name", LONGEST_NAME).orElse("");
    byte[] input = test.bytes("input", "inputBase64").orElse(new byte[0]);
    Optional<byte[]> expected = test.bytes("expected", "expectedBase64");
    Optional<Comparison> comparison = ComparisonReader.read(test, "comparison");
    if (comparison.isPresent() && !test.has("expected") && !test.has("expectedBase64")) {
      test.fault("comparison", "not-allowed", "needs an expected output.");
    }
    test.end();
    return new TestCase(name, input, expected, comparison.orElse(otherwise));
  }
}
