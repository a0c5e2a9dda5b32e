package dev.glovebox.problem.format;

import dev.glovebox.problem.ProblemTest;
import dev.glovebox.problem.Scoring;
import dev.glovebox.problem.TestGroup;
import dev.glovebox.problem.TestNode;
import dev.glovebox.problem.archive.TreeFile;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tests of a Polygon package, with groups and points. */
final class PolygonTests {

  private static final String FILE = "problem.xml";
  private static final Pattern NUMBER = Pattern.compile("%(0?)(\\d{0,2})d");
  private static final int MOST_DIGITS = 18;

  private final ImportContext context;
  private final XmlElement testset;
  private final boolean interactive;
  private final Map<String, XmlElement> groups = new LinkedHashMap<>();
  private final boolean scoring;
  private int missing;

  PolygonTests(ImportContext context, XmlElement testset, boolean interactive) {
    this.context = context;
    this.testset = testset;
    this.interactive = interactive;
    testset
        .all("groups", "group")
        .forEach(group -> group.attribute("name").ifPresent(name -> groups.put(name, group)));
    this.scoring =
        testset.all("tests", "test").anyMatch(test -> test.attribute("points").isPresent())
            || groups.values().stream().anyMatch(group -> group.attribute("points").isPresent());
  }

  /** Whether tests or groups have points. */
  boolean scoring() {
    return scoring;
  }

  TestGroup read() {
    Map<String, List<TestNode>> byGroup = new LinkedHashMap<>();
    List<XmlElement> tests = testset.all("tests", "test").toList();
    boolean grouped = tests.stream().anyMatch(test -> test.attribute("group").isPresent());
    if (!grouped) {
      byGroup.put("sample", new ArrayList<>());
    }
    for (int i = 0; i < tests.size(); i++) {
      XmlElement test = tests.get(i);
      String group =
          grouped ? test.attribute("group").orElse("none") : isSample(test) ? "sample" : "tests";
      test(test, i + 1, path(group))
          .ifPresent(t -> byGroup.computeIfAbsent(group, _ -> new ArrayList<>()).add(t));
    }
    if (missing > 0) {
      context
          .findings()
          .error(
              FILE,
              testset.line(),
              "%d tests have no input or no answer in the archive: a full package is needed"
                  .formatted(missing));
    }
    var children = new ArrayList<TestNode>();
    var earlier = new HashSet<String>();
    byGroup.forEach((name, members) -> {
      if (!members.isEmpty()) {
        children.add(new TestGroup(path(name), scoring(name, earlier), members));
        earlier.add(path(name));
      }
    });
    return new TestGroup("", scoring ? new Scoring.Sum() : new Scoring.PassFail(), children);
  }

  private Scoring scoring(String name, Set<String> earlier) {
    if (!scoring) {
      return new Scoring.PassFail();
    }
    XmlElement group = groups.get(name);
    if (group == null) {
      return new Scoring.Points(Optional.empty(), false, List.of());
    }
    var dependencies = new ArrayList<String>();
    group
        .all("dependencies", "dependency")
        .forEach(dependency -> {
          String needed = path(dependency.attribute("group").orElse(""));
          if (!earlier.contains(needed)) {
            context
                .findings()
                .error(FILE, dependency.line(), "depends on no group before it: " + needed);
          }
          dependencies.add(needed);
        });
    boolean complete =
        group.attribute("points-policy").filter("complete-group"::equals).isPresent();
    return new Scoring.Points(
        complete ? number(group, "points") : Optional.empty(), complete, dependencies);
  }

  private Optional<ProblemTest> test(XmlElement test, int number, String group) {
    Optional<TreeFile> input = file("input-path-pattern", number);
    Optional<TreeFile> answer = file("answer-path-pattern", number);
    if (input.isEmpty() || (answer.isEmpty() && !interactive)) {
      missing++;
      return Optional.empty();
    }
    return Optional.of(
        new ProblemTest(
            group + "/" + input.get().name(),
            input.map(TreeFile::blob),
            answer.map(TreeFile::blob),
            scoring
                ? Optional.of(number(test, "points").orElse(BigDecimal.ZERO))
                : Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            List.of(),
            isSample(test)));
  }

  private Optional<TreeFile> file(String pattern, int number) {
    return testset
        .child(pattern)
        .flatMap(child -> child.attribute(XmlElement.TEXT))
        .flatMap(text -> context.tree().file(format(text.strip(), number)));
  }

  /** {@code tests/%02d} with its number. */
  private static String format(String pattern, int number) {
    Matcher place = NUMBER.matcher(pattern);
    if (!place.find()) {
      return pattern;
    }
    int width = place.group(2).isEmpty() ? 1 : Integer.parseInt(place.group(2));
    String digits = Integer.toString(number);
    String padding =
        (place.group(1).isEmpty() ? " " : "0").repeat(Math.max(0, width - digits.length()));
    return pattern.substring(0, place.start()) + padding + digits + pattern.substring(place.end());
  }

  private Optional<BigDecimal> number(XmlElement element, String attribute) {
    Optional<String> text = element.attribute(attribute);
    Optional<BigDecimal> number = text.flatMap(t -> Decimals.parse(t, MOST_DIGITS));
    if (text.isPresent() && number.isEmpty()) {
      context.findings().error(FILE, element.line(), attribute + " must be a number");
    }
    return number;
  }

  private static boolean isSample(XmlElement test) {
    return test.attribute("sample").filter("true"::equals).isPresent();
  }

  /** A group's name as a path of one component. */
  private static String path(String group) {
    return group.replace('/', '_').replace('\\', '_');
  }
}
