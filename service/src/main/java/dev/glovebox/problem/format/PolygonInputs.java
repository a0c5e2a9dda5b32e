package dev.glovebox.problem.format;

import dev.glovebox.problem.InputCase;
import dev.glovebox.problem.InputChecking;
import dev.glovebox.problem.Validator;
import dev.glovebox.problem.archive.TreeFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Validators of a Polygon package and what they are tried on: all tests, and their own. */
final class PolygonInputs {

  private static final String XML = PolygonImporter.XML;

  private final ImportContext context;

  PolygonInputs(ImportContext context) {
    this.context = context;
  }

  /**
   * @param validators whose programs were found
   * @param testset of the problem
   */
  InputChecking read(XmlElement problem, List<Validator> validators, XmlElement testset) {
    if (validators.isEmpty()) {
      return InputChecking.NONE;
    }
    var cases = new ArrayList<InputCase>();
    addTests(testset, cases);
    problem
        .allAt("assets/validators/validator/testset")
        .findFirst()
        .ifPresent(own -> addOwn(own, cases));
    return new InputChecking(validators, cases);
  }

  private void addTests(XmlElement testset, List<InputCase> cases) {
    String pattern = testset.textOf("input-path-pattern").orElse("tests/%02d");
    int number = 0;
    for (XmlElement test : testset.allAt("tests/test").toList()) {
      number++;
      Optional<TreeFile> input = context.tree().file(PolygonTests.numbered(pattern, number));
      if (input.isPresent()) { // whatever is missing is an error elsewhere
        cases.add(
            new InputCase(
                "tests/" + input.get().name(),
                input.get().blob(),
                true,
                arguments(testset.attribute("name").orElse("tests"), test.attribute("group")),
                List.of()));
      }
    }
  }

  /** As testlib's {@code registerValidation(argc, argv)} reads them. */
  private static List<String> arguments(String testset, Optional<String> group) {
    var arguments = new ArrayList<>(List.of("--testset", testset));
    group
        .filter(name -> !name.isEmpty())
        .ifPresent(name -> arguments.addAll(List.of("--group", name)));
    return arguments;
  }

  private void addOwn(XmlElement testset, List<InputCase> cases) {
    String pattern =
        testset.textOf("input-path-pattern").orElse("files/tests/validator-tests/%02d");
    int number = 0;
    for (XmlElement test : testset.allAt("tests/test").toList()) {
      number++;
      Optional<TreeFile> input = context.tree().file(PolygonTests.numbered(pattern, number));
      String verdict = test.attribute("verdict").orElse("").toLowerCase(Locale.ROOT);
      boolean valid = verdict.equals("valid");
      if (input.isEmpty() || !(valid || verdict.equals("invalid"))) {
        context
            .findings()
            .warn(
                XML, test.line(), "a test of the validator lacks its file or a verdict; left out");
        continue;
      }
      cases.add(
          new InputCase(
              (valid ? "valid_input/" : "invalid_input/") + input.get().name(),
              input.get().blob(),
              valid,
              arguments(test.attribute("testset").orElse("tests"), test.attribute("group")),
              List.of()));
    }
  }
}
