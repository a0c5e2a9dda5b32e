package dev.glovebox.problem.format;

import dev.glovebox.problem.CheckerProtocol;
import dev.glovebox.problem.Checking;
import dev.glovebox.problem.InputChecking;
import dev.glovebox.problem.JuryProgram;
import dev.glovebox.problem.PackageFormat;
import dev.glovebox.problem.ProblemDefinition;
import dev.glovebox.problem.ProblemLimits;
import dev.glovebox.problem.ProblemTest;
import dev.glovebox.problem.ProgramFiles;
import dev.glovebox.problem.Scoring;
import dev.glovebox.problem.TestGroup;
import dev.glovebox.problem.TestNode;
import dev.glovebox.problem.Validator;
import dev.glovebox.problem.archive.PackageTree;
import dev.glovebox.problem.archive.TreeFile;
import dev.glovebox.submission.Comparison;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.boot.convert.DurationStyle;

/**
 * Glovebox's own format, described in {@code docs/problems.md}: pairs of {@code .in} and {@code
 * .ans}, folders of them as groups, and a {@code glovebox.yaml} for what there is to say. Its keys
 * are strict: nothing else reads it, so that an unknown one is a mistake.
 */
final class NativeImporter {

  static final String YAML = "glovebox.yaml";

  private static final List<String> MARKS = List.of(".in", ".ans");
  private static final Set<String> NO_TESTS =
      Set.of("solutions", "checker", "interactor", "include");
  private static final BigDecimal MULTIPLIER = BigDecimal.valueOf(5);
  private static final BigDecimal MARGIN = BigDecimal.valueOf(2);

  private final ImportContext context;
  private final PackageTree tree;
  private final Keys keys;
  private final Set<String> groupsSeen = new HashSet<>();

  NativeImporter(ImportContext context) throws IOException {
    this.context = context;
    this.tree = context.tree();
    this.keys = context.yaml(YAML);
  }

  /** Whether it looks like a package of this format. */
  static boolean fits(PackageTree tree) {
    return tree.file(YAML).isPresent()
        || tree.below("").stream().anyMatch(file -> file.name().endsWith(".in"));
  }

  ProblemDefinition read() throws IOException {
    Keys groups = keys.map("groups");
    boolean scoring = !groups.names().isEmpty();
    Checking checking = checking();
    ProblemLimits limits = limits();
    TestGroup root = tests(groups, scoring);
    for (String name : groups.names()) {
      if (!groupsSeen.contains(name)) {
        groups.error(name, "is no folder with tests");
      }
    }
    Map<String, String> names = names();
    Optional<Set<String>> languages = new LanguageList(context).read(keys, "languages");
    keys.refuseUnknown();
    var promises = new LegacyPromises(context, Optional.empty(), Map.of());
    return new ProblemDefinition(
        PackageFormat.NATIVE,
        names,
        scoring,
        false,
        limits,
        checking,
        root,
        new IncludeFolder(context).read(),
        languages,
        new SolutionFiles(context).read("solutions", promises::of),
        List.of(),
        InputChecking.NONE,
        ProgramFiles.USUAL);
  }

  private Map<String, String> names() {
    var names = new TreeMap<String, String>();
    if (keys.isMap("name")) {
      Keys map = keys.map("name");
      map.names().forEach(language -> map.text(language).ifPresent(n -> names.put(language, n)));
    } else {
      keys.text("name").ifPresent(name -> names.put("en", name));
    }
    if (names.isEmpty()) {
      names.put("en", tree.topFolder().orElse(context.name()));
    }
    return names;
  }

  private Checking checking() throws IOException {
    Optional<Validator> checker = program("checker");
    Optional<Validator> interactor = program("interactor");
    if (keys.has("comparison") && (checker.isPresent() || interactor.isPresent())) {
      keys.error("comparison", "can't be given together with a checker or an interactor");
    }
    if (interactor.isPresent()) {
      return new Checking.Interactive(interactor.get(), checker);
    }
    Comparison comparison = comparison();
    return checker.isPresent()
        ? new Checking.Checked(List.of(checker.get()))
        : new Checking.Compared(comparison);
  }

  /** A path, or a mapping of path and protocol. */
  private Optional<Validator> program(String key) throws IOException {
    Keys map = keys.isMap(key) ? keys.map(key) : keys.map("");
    Optional<String> path = keys.isMap(key) ? map.text("path") : keys.text(key);
    if (path.isEmpty()) {
      if (keys.has(key)) {
        keys.error(key, "must be a path, or have a path");
      }
      return Optional.empty();
    }
    CheckerProtocol protocol =
        switch (map.text("protocol").orElse("kattis")) {
          case "kattis" -> CheckerProtocol.KATTIS;
          case "testlib" -> CheckerProtocol.TESTLIB;
          case "testlib-appes" -> CheckerProtocol.TESTLIB_APPES;
          case "cms" -> CheckerProtocol.CMS;
          default -> {
            map.error("protocol", "must be kattis, testlib, testlib-appes or cms");
            yield CheckerProtocol.KATTIS;
          }
        };
    if (keys.isMap(key)) {
      map.refuseUnknown();
    }
    if (tree.file(path.get()).isEmpty() && !tree.isFolder(path.get())) {
      keys.error(key, "names nothing in the package: " + path.get());
      return Optional.empty();
    }
    Optional<JuryProgram> program = new JuryPrograms(context).at(path.get());
    if (program.isEmpty()) {
      keys.error(key, "names no program of a known language: " + path.get());
    }
    return program.map(p -> new Validator(p, protocol));
  }

  /** A word, or the flags of the kattis comparison. */
  private Comparison comparison() {
    List<String> words = ComparisonFlags.split(keys.text("comparison").orElse("trim-lines"));
    String name = words.isEmpty() ? "" : words.getFirst();
    List<String> flags = words.isEmpty() ? List.of() : words.subList(1, words.size());
    if (!name.equals("kattis") && !flags.isEmpty()) {
      keys.error("comparison", "takes flags for kattis alone");
    }
    try {
      return switch (name) {
        case "exact" -> new Comparison.Exact();
        case "trim-lines" -> new Comparison.TrimLines();
        case "tokens" -> new Comparison.Tokens();
        case "kattis" -> ComparisonFlags.parse(flags);
        default -> {
          keys.error("comparison", "must be exact, trim-lines, tokens or kattis");
          yield new Comparison.TrimLines();
        }
      };
    } catch (ComparisonFlags.Unknown e) {
      keys.error("comparison", ": " + e.getMessage());
      return new Comparison.TrimLines();
    }
  }

  private ProblemLimits limits() {
    Keys map = keys.map("limits");
    var limits =
        new ProblemLimits(
            time(map),
            new ProblemLimits.TimeDerivation.Legacy(MULTIPLIER, MARGIN),
            size(map, "memory", context.maxima().memoryBytes()),
            size(map, "output", context.maxima().outputBytes()),
            size(map, "code", context.maxima().codeBytes()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            1);
    map.refuseUnknown();
    return limits;
  }

  /** Seconds, or a number with a unit. */
  private Optional<Duration> time(Keys map) {
    Optional<String> text = map.text("time");
    if (text.isEmpty() || Decimals.parse(text.get(), 12).isPresent()) {
      return new LimitKeys(map, context).time("time");
    }
    Optional<Duration> time = duration(text.get());
    if (time.isEmpty() || !time.get().isPositive()) {
      map.error("time", "must be seconds, or a time such as 500ms");
      return Optional.empty();
    }
    if (time.get().compareTo(context.maxima().time()) > 0) {
      map.error("time", "is more than the service grants");
    }
    return time;
  }

  private static Optional<Duration> duration(String text) {
    try {
      return Optional.of(DurationStyle.SIMPLE.parse(text));
    } catch (IllegalArgumentException | ArithmeticException e) {
      return Optional.empty(); // it is told by the caller
    }
  }

  private static Optional<Long> size(Keys map, String key, long most) {
    Optional<Long> bytes =
        map.text(key)
            .flatMap(text ->
                Sizes.parse(text)
                    .or(() -> {
                      map.error(key, "must be a size such as 256MiB");
                      return Optional.empty();
                    }));
    if (bytes.isPresent() && bytes.get() > most) {
      map.error(key, "is more than the service grants: %d bytes".formatted(most));
    }
    return bytes;
  }

  private TestGroup tests(Keys groups, boolean scoring) {
    var children = new ArrayList<TestNode>();
    addTests("", "", Optional.empty(), children);
    var folders = new ArrayList<String>();
    for (String name : tree.names("")) {
      if (tree.isFolder(name) && !NO_TESTS.contains(name) && !name.endsWith(".files")) {
        folders.add(name);
      }
    }
    // Samples come first, whatever the order of their names.
    if (folders.remove("sample")) {
      folders.addFirst("sample");
    }
    var groupNodes = new ArrayList<TestNode>();
    for (String folder : folders) {
      Keys group = groups.map(folder);
      Optional<BigDecimal> pointsOfEach = group.decimal("pointsOfEach");
      var tests = new ArrayList<TestNode>();
      addTests(folder, folder, pointsOfEach, tests);
      if (tests.isEmpty()) {
        continue;
      }
      groupNodes.add(new TestGroup(folder, scoring(group, pointsOfEach, scoring), tests));
      groupsSeen.add(folder);
    }
    boolean sampleFirst = !groupNodes.isEmpty() && groupNodes.getFirst().path().equals("sample");
    var all = new ArrayList<TestNode>();
    if (sampleFirst) {
      all.add(groupNodes.removeFirst());
    }
    if (scoring && !children.isEmpty()) {
      context.findings().warn("", "tests outside of the groups have no points");
    }
    all.addAll(children);
    all.addAll(groupNodes);
    return new TestGroup("", scoring ? new Scoring.Sum() : new Scoring.PassFail(), all);
  }

  private Scoring scoring(Keys group, Optional<BigDecimal> pointsOfEach, boolean scoring) {
    Optional<BigDecimal> points = group.decimal("points");
    List<String> requires = group.texts("requires").orElse(List.of());
    group.refuseUnknown();
    if (points.isPresent() && pointsOfEach.isPresent()) {
      group.error("points", "can't be given together with pointsOfEach");
    }
    for (String needed : requires) {
      if (!groupsSeen.contains(needed)) {
        group.error("requires", "names no earlier group: " + needed);
      }
    }
    if (!scoring) {
      return new Scoring.PassFail();
    }
    if (points.isEmpty() && pointsOfEach.isEmpty()) {
      return new Scoring.Points(
          Optional.of(BigDecimal.ZERO), true, requires); // worth nothing: samples, mostly
    }
    return new Scoring.Points(points, points.isPresent(), requires);
  }

  private void addTests(
      String folder, String path, Optional<BigDecimal> points, List<TestNode> tests) {
    for (TestFolder.Member member : TestFolder.read(tree, folder, MARKS).members()) {
      String memberPath = PackageTree.join(path, member.name());
      switch (member) {
        case TestFolder.Case test -> test(test, memberPath, points).ifPresent(tests::add);
        case TestFolder.Group(_, String sub) -> {
          if (!folder.isEmpty()) {
            addTests(sub, memberPath, points, tests);
          }
        }
      }
    }
  }

  private Optional<ProblemTest> test(
      TestFolder.Case test, String path, Optional<BigDecimal> points) {
    Optional<TreeFile> input = test.file(".in");
    Optional<TreeFile> answer = test.file(".ans");
    if (input.isEmpty()) {
      context.findings().error(test.base() + ".ans", "has no input (.in) beside it");
      return Optional.empty();
    }
    if (answer.isEmpty()) {
      context.findings().error(test.base() + ".in", "has no answer (.ans) beside it");
      return Optional.empty();
    }
    return Optional.of(
        new ProblemTest(
            path,
            input.map(TreeFile::blob),
            answer.map(TreeFile::blob),
            points,
            List.of(),
            List.of(),
            Optional.empty(),
            PackageFiles.below(tree, test.base() + ".files"),
            path.startsWith("sample/")));
  }
}
