package dev.glovebox.problem.format;

import dev.glovebox.problem.CheckerProtocol;
import dev.glovebox.problem.Checking;
import dev.glovebox.problem.JuryProgram;
import dev.glovebox.problem.JurySolution;
import dev.glovebox.problem.PackageFile;
import dev.glovebox.problem.PackageFormat;
import dev.glovebox.problem.ProblemDefinition;
import dev.glovebox.problem.ProblemLimits;
import dev.glovebox.problem.Promise;
import dev.glovebox.problem.Scoring;
import dev.glovebox.problem.TestGroup;
import dev.glovebox.problem.Validator;
import dev.glovebox.problem.archive.PackageTree;
import dev.glovebox.problem.archive.TreeFile;
import dev.glovebox.submission.Comparison;
import dev.glovebox.submission.Verdict;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Full packages of Polygon: everything is told by {@code problem.xml}, and only that is believed.
 */
final class PolygonImporter {

  private static final String FILE = "problem.xml";
  private static final BigDecimal MULTIPLIER = BigDecimal.valueOf(5);
  private static final BigDecimal MARGIN = BigDecimal.valueOf(2);

  /** Statement languages by the names that Polygon has for them. */
  private static final Map<String, String> TAGS =
      Map.of(
          "english", "en",
          "russian", "ru",
          "ukrainian", "uk",
          "spanish", "es",
          "french", "fr",
          "german", "de",
          "chinese", "zh",
          "polish", "pl",
          "kazakh", "kk");

  private final ImportContext context;
  private final PackageTree tree;
  private final PolygonTypes types;

  PolygonImporter(ImportContext context) {
    this.context = context;
    this.tree = context.tree();
    this.types = new PolygonTypes(new LanguageGuess(context.languages(), tree));
  }

  ProblemDefinition read() throws IOException {
    Optional<String> text = context.text(FILE);
    XmlElement problem =
        text.flatMap(t -> XmlElement.read(FILE, t, context.findings()))
            .orElseGet(() -> new XmlElement("problem", Map.of(), List.of(), 1));
    XmlElement judging = only(problem, "judging");
    refuseWhatCantBeHonoured(judging);
    XmlElement testset = testset(judging);
    Optional<Validator> interactor = interactor(problem);
    Checking checking = checking(problem, interactor);
    var tests = new PolygonTests(context, testset, interactor.isPresent());
    TestGroup root =
        testset.children().isEmpty()
            ? new TestGroup("", new Scoring.PassFail(), List.of())
            : tests.read();
    return new ProblemDefinition(
        PackageFormat.POLYGON,
        names(problem),
        tests.scoring(),
        false,
        limits(testset),
        checking,
        root,
        include(problem),
        Optional.empty(),
        solutions(problem),
        List.of());
  }

  private XmlElement only(XmlElement parent, String name) {
    return parent
        .child(name)
        .orElseGet(() -> {
          context.findings().error(FILE, parent.line(), "there is no element " + name);
          return new XmlElement(name, Map.of(), List.of(), parent.line());
        });
  }

  private void refuseWhatCantBeHonoured(XmlElement judging) {
    for (String attribute : List.of("input-file", "output-file")) {
      judging
          .attribute(attribute)
          .filter(name -> !name.equals("stdin") && !name.equals("stdout"))
          .ifPresent(name ->
              context
                  .findings()
                  .error(
                      FILE,
                      judging.line(),
                      "%s is %s: problems with files in place of standard input and output can't be honoured"
                          .formatted(attribute, name)));
    }
    judging
        .attribute("run-count")
        .filter(count -> !count.equals("1"))
        .ifPresent(count ->
            context
                .findings()
                .error(
                    FILE,
                    judging.line(),
                    "run-count is %s: solutions that are run several times on a test can't be honoured"
                        .formatted(count)));
  }

  private XmlElement testset(XmlElement judging) {
    List<XmlElement> all = judging.all("testset").toList();
    Optional<XmlElement> main =
        all.stream()
            .filter(set -> set.attribute("name").filter("tests"::equals).isPresent())
            .findFirst();
    if (all.size() > 1) {
      context.findings().warn(FILE, judging.line(), "only the testset tests is taken");
    }
    return main.or(() -> all.stream().findFirst()).orElseGet(() -> only(judging, "testset"));
  }

  private Map<String, String> names(XmlElement problem) {
    var names = new TreeMap<String, String>();
    problem
        .all("names", "name")
        .forEach(name ->
            name.attribute("value")
                .ifPresent(value -> {
                  String language = name.attribute("language").orElse("english");
                  String lower = language.toLowerCase(Locale.ROOT);
                  names.put(TAGS.getOrDefault(lower, lower), value);
                }));
    if (names.isEmpty()) {
      names.put("en", problem.attribute("short-name").orElse(context.name()));
    }
    return names;
  }

  private ProblemLimits limits(XmlElement testset) {
    Optional<Duration> time = whole(testset, "time-limit").map(Duration::ofMillis);
    Optional<Long> memory = whole(testset, "memory-limit");
    if (time.isPresent() && time.get().compareTo(context.maxima().time()) > 0) {
      context
          .findings()
          .error(FILE, testset.line(), "the time limit is more than the service grants");
    }
    if (memory.isPresent() && memory.get() > context.maxima().memoryBytes()) {
      context
          .findings()
          .error(FILE, testset.line(), "the memory limit is more than the service grants");
    }
    return new ProblemLimits(
        time,
        new ProblemLimits.TimeDerivation.Legacy(MULTIPLIER, MARGIN),
        memory,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        1);
  }

  /** A child that holds a whole number as its text is an attribute of the element here. */
  private Optional<Long> whole(XmlElement testset, String name) {
    Optional<String> text = testset.child(name).flatMap(child -> child.attribute(XmlElement.TEXT));
    Optional<Long> number =
        text.filter(t -> t.strip().matches("\\d{1,15}")).map(t -> Long.valueOf(t.strip()));
    if (number.filter(n -> n > 0).isEmpty()) {
      context.findings().error(FILE, testset.line(), name + " must be a whole number");
      return Optional.empty();
    }
    return number;
  }

  private Optional<Validator> interactor(XmlElement problem) throws IOException {
    Optional<XmlElement> element = problem.all("assets", "interactor").findFirst();
    if (element.isEmpty()) {
      return Optional.empty();
    }
    Optional<JuryProgram> program = program(element.get());
    if (program.isEmpty()) {
      context
          .findings()
          .error(
              FILE,
              element.get().line(),
              "the interactor is not in the archive, or of no known language");
    }
    return program.map(p -> new Validator(p, CheckerProtocol.TESTLIB));
  }

  private Checking checking(XmlElement problem, Optional<Validator> interactor) throws IOException {
    Optional<XmlElement> element = problem.all("assets", "checker").findFirst();
    Optional<Validator> checker = Optional.empty();
    if (element.isPresent()) {
      checker = program(element.get()).map(p -> new Validator(p, CheckerProtocol.TESTLIB));
    }
    if (interactor.isPresent()) {
      return new Checking.Interactive(interactor.get(), checker);
    }
    if (checker.isPresent()) {
      return new Checking.Checked(List.of(checker.get()));
    }
    String name = element.flatMap(e -> e.attribute("name")).orElse("");
    Optional<Comparison> standard = PolygonCheckers.comparison(name);
    if (standard.isEmpty()) {
      context
          .findings()
          .error(
              FILE,
              element.map(XmlElement::line).orElse(problem.line()),
              "the checker is not in the archive, or of no known language");
    } else {
      context
          .findings()
          .warn(FILE, "the checker %s is not in the archive; its like is used".formatted(name));
    }
    return new Checking.Compared(standard.orElseGet(Comparison.Tokens::new));
  }

  /** A checker or an interactor, with the headers of the package beside it. */
  private Optional<JuryProgram> program(XmlElement asset) throws IOException {
    Optional<XmlElement> source = asset.child("source");
    Optional<String> type = source.flatMap(s -> s.attribute("type"));
    for (Optional<XmlElement> place : List.of(source, asset.child("copy"))) {
      Optional<TreeFile> file = place.flatMap(p -> p.attribute("path")).flatMap(tree::file);
      if (file.isEmpty()) {
        continue;
      }
      Optional<String> language = types.language(type, file.get());
      if (language.isPresent()) {
        var files = new ArrayList<PackageFile>();
        files.add(PackageFiles.alone(file.get()));
        files.addAll(headers(file.get()));
        return Optional.of(
            new JuryProgram(
                file.get().path(),
                files,
                new JuryProgram.Start.ByLanguage(language.get(), Optional.of(file.get().name()))));
      }
    }
    return Optional.empty();
  }

  private List<PackageFile> headers(TreeFile program) {
    return tree.below("files").stream()
        .filter(file -> !file.path().equals(program.path()))
        .filter(file -> file.path().equals("files/" + file.name()))
        .filter(file -> file.name().endsWith(".h") || file.name().endsWith(".hpp"))
        .map(PackageFiles::alone)
        .toList();
  }

  /** Resources that solutions are compiled with. */
  private Map<String, List<PackageFile>> include(XmlElement problem) {
    var include = new TreeMap<String, List<PackageFile>>();
    for (XmlElement file : problem.all("files", "resources", "file").toList()) {
      boolean compiled =
          has(file, "SOLUTION", "assets", "asset") && has(file, "COMPILE", "stages", "stage");
      Optional<TreeFile> found = file.attribute("path").flatMap(tree::file);
      if (!compiled || found.isEmpty()) {
        continue;
      }
      Optional<String> pattern = file.attribute("for-types");
      Optional<String> language =
          pattern.isEmpty() ? Optional.of("default") : types.language(pattern.get());
      if (language.isEmpty()) {
        context
            .findings()
            .warn(found.get().path(), "is for no language of the catalogue; left out");
      } else {
        include
            .computeIfAbsent(language.get(), _ -> new ArrayList<>())
            .add(PackageFiles.alone(found.get()));
      }
    }
    return include;
  }

  private static boolean has(XmlElement file, String name, String... path) {
    return file.all(path)
        .anyMatch(element -> element.attribute("name").filter(name::equals).isPresent());
  }

  private List<JurySolution> solutions(XmlElement problem) throws IOException {
    var solutions = new ArrayList<JurySolution>();
    int mains = 0;
    for (XmlElement solution : problem.all("assets", "solutions", "solution").toList()) {
      String tag = solution.attribute("tag").orElse("");
      Optional<XmlElement> source = solution.child("source");
      Optional<TreeFile> file = source.flatMap(s -> s.attribute("path")).flatMap(tree::file);
      if (file.isEmpty()) {
        context
            .findings()
            .warn(FILE, solution.line(), "the solution is not in the archive; left out");
        continue;
      }
      Optional<String> language =
          types.language(source.flatMap(s -> s.attribute("type")), file.get());
      if (language.isEmpty()) {
        context.findings().warn(file.get().path(), "has no language of the catalogue; left out");
        continue;
      }
      mains += tag.equals("main") ? 1 : 0;
      String path = file.get().path();
      solutions.add(
          new JurySolution(
              path.startsWith("solutions/") ? path.substring("solutions/".length()) : path,
              language.get(),
              List.of(PackageFiles.alone(file.get())),
              Optional.empty(),
              promise(tag, solution)));
    }
    if (mains > 1) {
      context.findings().warn(FILE, "there is more than one main solution");
    }
    return solutions;
  }

  private Promise promise(String tag, XmlElement solution) {
    Optional<Set<Verdict>> allowed =
        switch (tag) {
          case "main", "accepted" -> Optional.of(Verdicts.ACCEPTED);
          case "wrong-answer", "presentation-error" -> Optional.of(Verdicts.WRONG);
          case "time-limit-exceeded" -> Optional.of(Verdicts.SLOW);
          case "time-limit-exceeded-or-accepted" ->
              Optional.of(Verdicts.union(Verdicts.SLOW, Verdicts.ACCEPTED));
          case "time-limit-exceeded-or-memory-limit-exceeded" ->
              Optional.of(Verdicts.union(Verdicts.SLOW, Set.of(Verdict.MEMORY_LIMIT)));
          case "memory-limit-exceeded" -> Optional.of(Set.of(Verdict.MEMORY_LIMIT));
          case "rejected", "failed" -> Optional.of(Verdicts.REJECTED);
          default -> Optional.empty();
        };
    if (allowed.isEmpty()) {
      context
          .findings()
          .warn(FILE, solution.line(), "the tag %s is unknown: nothing is promised".formatted(tag));
    }
    return allowed
        .<Promise>map(verdicts ->
            new Promise.Overall(verdicts, Optional.empty(), verdicts.equals(Verdicts.ACCEPTED)))
        .orElseGet(Promise.Nothing::new);
  }
}
