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
import java.util.stream.Stream;

/**
 * The tests of a Polygon package with their groups. Groups keep their names; where nothing has
 * points they only order, and the samples are judged first.
 */
final class PolygonTests {

  private static final String XML = PolygonImporter.XML;
  private static final Pattern NUMBER = Pattern.compile("%(?:0([1-9]))?d");
  private static final int MOST_DIGITS = 15;
  private static final int MOST_GROUPS = 1000;
  private static final String SAMPLE = "sample";
  private static final String OTHERS = "tests";

  private final ImportContext context;
  private final XmlElement testset;
  private final boolean interactive;
  private final List<XmlElement> tests;
  private final List<XmlElement> groups;
  private int missing;

  /**
   * @param interactive whether tests may have no answer
   */
  PolygonTests(ImportContext context, XmlElement testset, boolean interactive) {
    this.context = context;
    this.testset = testset;
    this.interactive = interactive;
    this.tests = testset.allAt("tests/test").toList();
    this.groups = testset.allAt("groups/group").limit(MOST_GROUPS + 1).toList();
    if (groups.size() > MOST_GROUPS) {
      context
          .findings()
          .error(XML, testset.line(), "there are more than %d groups".formatted(MOST_GROUPS));
    }
  }

  /** Whether tests or groups are worth points. */
  boolean scoring() {
    return tests.stream().anyMatch(test -> test.attribute("points").isPresent())
        || groups.stream().anyMatch(group -> group.attribute("points").isPresent());
  }

  /** A path pattern such as {@code tests/%02d} with the number of a test, from 1. */
  static String numbered(String pattern, int number) {
    Matcher place = NUMBER.matcher(pattern);
    if (!place.find()) {
      return pattern;
    }
    String digits = String.valueOf(number);
    int width = place.group(1) == null ? 1 : Integer.parseInt(place.group(1));
    return pattern.substring(0, place.start())
        + "0".repeat(Math.max(0, width - digits.length()))
        + digits
        + pattern.substring(place.end());
  }

  TestGroup read() {
    String inputs = testset.textOf("input-path-pattern").orElse("tests/%02d");
    String answers = testset.textOf("answer-path-pattern").orElse("tests/%02d.a");
    Map<String, List<Read>> byGroup = new LinkedHashMap<>();
    groups.forEach(
        group -> byGroup.putIfAbsent(group.attribute("name").orElse(""), new ArrayList<>()));
    int number = 0;
    for (XmlElement test : tests) {
      number++;
      Optional<Read> read = test(test, numbered(inputs, number), numbered(answers, number));
      read.ifPresent(one ->
          byGroup
              .computeIfAbsent(test.attribute("group").orElse(""), _ -> new ArrayList<>())
              .add(one));
    }
    if (missing > 0) {
      context
          .findings()
          .error(
              XML,
              testset.line(),
              "%d tests have no input or no answer in the archive: a full package is needed"
                  .formatted(missing));
    }
    byGroup.values().removeIf(List::isEmpty);
    return scoring() ? scored(byGroup) : passFail(byGroup);
  }

  /** A test that is not in its place yet. */
  private record Read(
      String name,
      TreeFile input,
      Optional<TreeFile> answer,
      Optional<BigDecimal> points,
      boolean sample) {

    ProblemTest in(String group) {
      return new ProblemTest(
          group + "/" + name,
          Optional.of(input.blob()),
          answer.map(TreeFile::blob),
          points,
          List.of(),
          List.of(),
          Optional.empty(),
          List.of(),
          sample);
    }
  }

  private Optional<Read> test(XmlElement test, String inputPath, String answerPath) {
    Optional<TreeFile> input = context.tree().file(inputPath);
    Optional<TreeFile> answer = context.tree().file(answerPath);
    if (input.isEmpty() || (answer.isEmpty() && !interactive)) {
      missing++;
      return Optional.empty();
    }
    return Optional.of(
        new Read(
            input.get().name(),
            input.get(),
            answer,
            points(test),
            test.attribute("sample").filter("true"::equals).isPresent()));
  }

  private Optional<BigDecimal> points(XmlElement element) {
    Optional<String> text = element.attribute("points");
    Optional<BigDecimal> points =
        text.flatMap(t -> Decimals.parse(t, MOST_DIGITS)).filter(number -> number.signum() >= 0);
    if (text.isPresent() && points.isEmpty()) {
      context.findings().error(XML, element.line(), "points must be a number of at least 0");
    }
    return points;
  }

  /** Samples first; groups then say nothing but an order. */
  private TestGroup passFail(Map<String, List<Read>> byGroup) {
    var samples = new ArrayList<TestNode>();
    var others = new ArrayList<TestNode>();
    for (List<Read> reads : byGroup.values()) {
      for (Read read : reads) {
        if (read.sample()) {
          samples.add(read.in(SAMPLE));
        } else {
          others.add(read.in(OTHERS));
        }
      }
    }
    var children = new ArrayList<TestNode>();
    if (!samples.isEmpty()) {
      children.add(new TestGroup(SAMPLE, new Scoring.PassFail(), samples));
    }
    if (!others.isEmpty()) {
      children.add(new TestGroup(OTHERS, new Scoring.PassFail(), others));
    }
    return new TestGroup("", new Scoring.PassFail(), children);
  }

  private TestGroup scored(Map<String, List<Read>> byGroup) {
    Map<String, XmlElement> rules = new LinkedHashMap<>();
    for (XmlElement group : groups) {
      if (rules.put(group.attribute("name").orElse(""), group) != null) {
        context.findings().error(XML, group.line(), "there are two groups of this name");
      }
    }
    Map<String, String> paths = paths(byGroup.keySet());
    var children = new ArrayList<TestNode>();
    for (String name : inOrder(byGroup.keySet(), rules)) {
      String path = paths.getOrDefault(name, OTHERS);
      List<TestNode> nodes =
          byGroup.getOrDefault(name, List.of()).stream()
              .<TestNode>map(read -> read.in(path))
              .toList();
      children.add(
          new TestGroup(path, scoring(Optional.ofNullable(rules.get(name)), paths), nodes));
    }
    return new TestGroup("", new Scoring.Sum(), children);
  }

  /** Paths of one component for the names of groups. */
  private static Map<String, String> paths(Set<String> names) {
    var paths = new LinkedHashMap<String, String>();
    var taken = new HashSet<String>();
    for (String name : names) {
      String path = name.isEmpty() ? OTHERS : name.replaceAll("[^\\p{L}\\p{N}_.+-]", "_");
      while (!taken.add(path)) {
        path += "_";
      }
      paths.put(name, path);
    }
    return paths;
  }

  private Scoring scoring(Optional<XmlElement> group, Map<String, String> paths) {
    if (group.isEmpty()) {
      return new Scoring.Points(Optional.empty(), false, List.of());
    }
    XmlElement rules = group.get();
    String policy = rules.attribute("points-policy").orElse("each-test");
    if (!policy.equals("each-test") && !policy.equals("complete-group")) {
      context
          .findings()
          .error(XML, rules.line(), "points-policy must be each-test or complete-group");
    }
    boolean complete = policy.equals("complete-group");
    return new Scoring.Points(
        complete ? points(rules) : Optional.empty(),
        complete,
        dependencies(rules).map(name -> paths.getOrDefault(name, name)).toList());
  }

  private static Stream<String> dependencies(XmlElement group) {
    return group
        .allAt("dependencies/dependency")
        .flatMap(dependency -> dependency.attribute("group").stream());
  }

  /** The groups so that each comes after those that it depends on, otherwise as they stand. */
  private List<String> inOrder(Set<String> names, Map<String, XmlElement> rules) {
    var ordered = new ArrayList<String>();
    var open = new HashSet<String>();
    for (String name : names) {
      place(name, names, rules, open, ordered);
    }
    return ordered;
  }

  private void place(
      String name,
      Set<String> names,
      Map<String, XmlElement> rules,
      Set<String> open,
      List<String> ordered) {
    if (ordered.contains(name)) {
      return;
    }
    open.add(name);
    Optional.ofNullable(rules.get(name))
        .ifPresent(group -> placeNeeded(group, names, rules, open, ordered));
    open.remove(name);
    ordered.add(name);
  }

  private void placeNeeded(
      XmlElement group,
      Set<String> names,
      Map<String, XmlElement> rules,
      Set<String> open,
      List<String> ordered) {
    for (String needed : dependencies(group).toList()) {
      if (!names.contains(needed) || open.contains(needed)) {
        context.findings().error(XML, group.line(), "depends on no group before it: " + needed);
      } else {
        place(needed, names, rules, open, ordered);
      }
    }
  }
}
