package dev.glovebox.problem.format;

import dev.glovebox.problem.CheckerCase;
import dev.glovebox.problem.CheckerProtocol;
import dev.glovebox.problem.Checking;
import dev.glovebox.problem.JuryProgram;
import dev.glovebox.problem.JurySolution;
import dev.glovebox.problem.PackageFile;
import dev.glovebox.problem.PackageFormat;
import dev.glovebox.problem.ProblemDefinition;
import dev.glovebox.problem.ProblemLimits;
import dev.glovebox.problem.ProgramFiles;
import dev.glovebox.problem.Promise;
import dev.glovebox.problem.Validator;
import dev.glovebox.problem.archive.PackageTree;
import dev.glovebox.problem.archive.TreeFile;
import dev.glovebox.submission.Comparison;
import dev.glovebox.submission.Verdict;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Full packages of Polygon: all tests and answers are in the archive, and {@code problem.xml} says
 * what they are. Standard packages, whose tests a script would have to make, are refused.
 */
final class PolygonImporter {

  static final String XML = "problem.xml";

  private static final int MOST_DIGITS = 15;
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");
  private static final String FILES = "files";
  private static final String SOLUTIONS = "solutions/";

  private final ImportContext context;
  private final PackageTree tree;
  private final PolygonTypes types;

  PolygonImporter(ImportContext context) {
    this.context = context;
    this.tree = context.tree();
    this.types = new PolygonTypes(context);
  }

  /** Reads a package; empty, with findings, when there is no way to go on. */
  Optional<ProblemDefinition> read() throws IOException {
    Optional<XmlElement> root =
        context.text(XML).flatMap(text -> XmlElement.read(XML, text, context.findings()));
    if (root.isEmpty()) {
      return Optional.empty();
    }
    XmlElement problem = root.get();
    Optional<XmlElement> judging = problem.at("judging");
    Optional<XmlElement> testset = judging.flatMap(this::testset);
    if (!problem.name().equals("problem") || testset.isEmpty()) {
      context.findings().error(XML, problem.line(), "is no description of a problem with tests");
      return Optional.empty();
    }
    refuseForeign(judging.get());
    Checking checking = checking(problem);
    ProgramFiles files =
        new ProgramFiles(
            file(judging.get(), "input-file", checking),
            file(judging.get(), "output-file", checking),
            true);
    var tests = new PolygonTests(context, testset.get(), checking instanceof Checking.Interactive);
    return Optional.of(
        new ProblemDefinition(
            PackageFormat.POLYGON,
            names(problem),
            tests.scoring(),
            false,
            limits(testset.get()),
            checking,
            tests.read(),
            include(problem),
            Optional.empty(),
            solutions(problem),
            checking instanceof Checking.Checked ? checkerCases(problem) : List.of(),
            new PolygonInputs(context).read(problem, inputValidators(problem), testset.get()),
            files));
  }

  /** The set of the name {@code tests}, or the only one. */
  private Optional<XmlElement> testset(XmlElement judging) {
    List<XmlElement> sets = judging.all("testset").toList();
    Optional<XmlElement> tests =
        sets.stream()
            .filter(set -> set.attribute("name").filter("tests"::equals).isPresent())
            .findFirst()
            .or(() -> sets.size() == 1 ? Optional.of(sets.getFirst()) : Optional.empty());
    for (XmlElement set : sets) {
      if (tests.isPresent() && set != tests.get()) {
        context
            .findings()
            .warn(
                XML,
                set.line(),
                "the tests of the set %s are left out"
                    .formatted(set.attribute("name").orElse("without a name")));
      }
    }
    return tests;
  }

  private void refuseForeign(XmlElement judging) {
    judging
        .attribute("run-count")
        .filter(count -> !count.strip().equals("1"))
        .ifPresent(count ->
            context
                .findings()
                .error(
                    XML,
                    judging.line(),
                    "run-count is %s: several runs on a test can't be honoured".formatted(count)));
  }

  /** The name of a file in place of a standard stream. */
  private Optional<String> file(XmlElement judging, String key, Checking checking) {
    Optional<String> name =
        judging
            .attribute(key)
            .map(String::strip)
            // Some packages name the standard streams.
            .filter(text -> !text.isEmpty() && !text.startsWith("std"));
    if (name.isPresent() && checking instanceof Checking.Interactive) {
      context.findings().error(XML, judging.line(), key + ": an interactive problem has no files");
    } else if (name.filter(text -> !FILE_NAME.matcher(text).matches()).isPresent()) {
      context
          .findings()
          .error(
              XML,
              judging.line(),
              key + ": must be a name of letters, digits, points, hyphens and underscores");
    }
    return name;
  }

  private Map<String, String> names(XmlElement problem) {
    var names = new TreeMap<String, String>();
    problem
        .allAt("names/name")
        .forEach(name ->
            name.attribute("value")
                .ifPresent(
                    value -> names.put(tag(name.attribute("language").orElse("english")), value)));
    if (names.isEmpty()) {
      names.put("en", problem.attribute("short-name").orElse(context.name()));
    }
    return names;
  }

  /** {@code english} as {@code en}; what is no language's English name stays. */
  private static String tag(String language) {
    String wanted = language.strip().toLowerCase(Locale.ROOT);
    for (String code : Locale.getISOLanguages()) {
      String name = Locale.of(code).getDisplayLanguage(Locale.ENGLISH);
      if (name.toLowerCase(Locale.ROOT).equals(wanted)) {
        return code;
      }
    }
    return wanted;
  }

  private ProblemLimits limits(XmlElement testset) {
    Optional<Duration> time =
        number(testset, "time-limit", "time limit", context.maxima().time().toMillis())
            .map(Duration::ofMillis);
    Optional<Long> memory =
        number(testset, "memory-limit", "memory limit", context.maxima().memoryBytes());
    return new ProblemLimits(
        time,
        new ProblemLimits.TimeDerivation.Legacy(BigDecimal.valueOf(5), BigDecimal.valueOf(2)),
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

  /** A positive whole number; in packages it is the text of an element, or an attribute. */
  private Optional<Long> number(XmlElement testset, String key, String what, long most) {
    Optional<XmlElement> element = testset.at(key);
    Optional<String> text = testset.textOf(key).or(() -> testset.attribute(key));
    if (text.isEmpty()) {
      return Optional.empty();
    }
    int line = element.map(XmlElement::line).orElse(testset.line());
    Optional<BigDecimal> number =
        Decimals.parse(text.get(), MOST_DIGITS)
            .filter(n -> n.signum() > 0 && n.stripTrailingZeros().scale() <= 0);
    if (number.isEmpty()) {
      context.findings().error(XML, line, "the %s must be a positive whole number".formatted(what));
    } else if (number.get().compareTo(BigDecimal.valueOf(most)) > 0) {
      context
          .findings()
          .error(XML, line, "the %s is more than the service grants: %d".formatted(what, most));
      return Optional.empty();
    }
    return number.map(BigDecimal::longValueExact);
  }

  private Checking checking(XmlElement problem) throws IOException {
    Optional<XmlElement> checker = problem.at("assets/checker");
    Optional<Validator> program =
        checker.isPresent() ? validator(checker.get(), "CHECKER", problem) : Optional.empty();
    Optional<XmlElement> interactor = problem.at("assets/interactor");
    if (interactor.isPresent()) {
      Optional<Validator> other = validator(interactor.get(), "INTERACTOR", problem);
      if (other.isPresent()) {
        return new Checking.Interactive(other.get(), program);
      }
    }
    if (program.isPresent()) {
      return new Checking.Checked(List.of(program.get()));
    }
    return new Checking.Compared(standard(checker, problem));
  }

  /** What is like the standard checker that is named, where its source is not there. */
  private Comparison standard(Optional<XmlElement> checker, XmlElement problem) {
    Optional<String> name = checker.flatMap(asset -> asset.attribute("name"));
    Optional<Comparison> like = name.flatMap(PolygonCheckers::comparison);
    if (like.isEmpty()) {
      if (checker.isEmpty()) {
        context.findings().error(XML, problem.line(), "there is no checker");
      }
      return new Comparison.Tokens();
    }
    context
        .findings()
        .warn(
            XML,
            checker.orElse(problem).line(),
            "the checker %s is not in the archive; its like is used".formatted(name.get()));
    return like.get();
  }

  /** Whether the source of an asset is left to those who know the name of a standard checker. */
  private boolean isStandard(XmlElement asset) {
    return asset.name().equals("checker")
        && asset.attribute("name").flatMap(PolygonCheckers::comparison).isPresent();
  }

  /** The program of a checker or an interactor; when it can't be had, an error. */
  private Optional<Validator> validator(XmlElement asset, String role, XmlElement problem)
      throws IOException {
    Optional<XmlElement> source = asset.at("source");
    Optional<TreeFile> file =
        source
            .flatMap(XmlElement::path)
            .flatMap(tree::file)
            .or(() -> asset.at("copy").flatMap(XmlElement::path).flatMap(tree::file));
    if (file.isEmpty() && isStandard(asset)) {
      return Optional.empty();
    }
    if (file.isEmpty()) {
      context
          .findings()
          .error(XML, asset.line(), "the %s is not in the archive".formatted(asset.name()));
      return Optional.empty();
    }
    Optional<String> language =
        types.language(source.flatMap(s -> s.attribute("type")), file.get());
    if (language.isEmpty()) {
      context.findings().error(file.get().path(), "is of no language of the catalogue");
      return Optional.empty();
    }
    return Optional.of(
        new Validator(
            new JuryProgram(
                file.get().path(),
                withResources(file.get(), role, problem),
                new JuryProgram.Start.ByLanguage(language.get(), Optional.of(file.get().name()))),
            CheckerProtocol.TESTLIB));
  }

  /** Those whose sources are there; nothing is judged with them. */
  private List<Validator> inputValidators(XmlElement problem) throws IOException {
    var validators = new ArrayList<Validator>();
    for (XmlElement asset : problem.allAt("assets/validators/validator").toList()) {
      if (asset.at("source").flatMap(XmlElement::path).flatMap(tree::file).isPresent()) {
        validator(asset, "VALIDATOR", problem).ifPresent(validators::add);
      } else {
        context.findings().warn(XML, asset.line(), "the validator is not in the archive; left out");
      }
    }
    return validators;
  }

  /** A source with all that it may include: headers beside it and resources. */
  private List<PackageFile> withResources(TreeFile source, String role, XmlElement problem) {
    var files = new ArrayList<PackageFile>();
    var taken = new HashSet<String>();
    files.add(PackageFiles.alone(source));
    taken.add(source.name());
    var more = new ArrayList<TreeFile>();
    for (String folder : List.of(PackageTree.parentOf(source.path()), FILES)) {
      for (String name : tree.names(folder)) {
        if (JuryPrograms.isHeader(name)) {
          tree.file(PackageTree.join(folder, name)).ifPresent(more::add);
        }
      }
    }
    problem
        .allAt("files/resources/file")
        .filter(file -> isFor(file, role))
        .forEach(file -> file.path().flatMap(tree::file).ifPresent(more::add));
    for (TreeFile file : more) {
      if (taken.add(file.name())) {
        files.add(PackageFiles.alone(file));
      }
    }
    return files;
  }

  /** Whether a resource is for a kind of program; those that name no kind are for none but it. */
  private static boolean isFor(XmlElement file, String role) {
    List<String> roles =
        file.allAt("assets/asset").flatMap(asset -> asset.attribute("name").stream()).toList();
    return roles.isEmpty()
        ? file.path().filter(JuryPrograms::isHeader).isPresent() && !role.equals("SOLUTION")
        : roles.contains(role);
  }

  /** Resources that are compiled with solutions: graders and their headers. */
  private Map<String, List<PackageFile>> include(XmlElement problem) {
    var include = new TreeMap<String, List<PackageFile>>();
    for (XmlElement resource : problem.allAt("files/resources/file").toList()) {
      if (!isFor(resource, "SOLUTION")) {
        continue;
      }
      Optional<TreeFile> file = resource.path().flatMap(tree::file);
      Optional<String> language =
          resource
              .attribute("for-types")
              .or(() -> resource.attribute("type"))
              .flatMap(types::language);
      if (file.isEmpty() && resource.path().filter(JuryPrograms::isHeader).isPresent()) {
        continue; // compilers say what they miss
      }
      if (file.isEmpty() || language.isEmpty()) {
        context
            .findings()
            .error(
                XML,
                resource.line(),
                "a file that solutions need is not there, or of no language of the catalogue");
        continue;
      }
      include
          .computeIfAbsent(language.get(), _ -> new ArrayList<>())
          .add(PackageFiles.alone(file.get()));
    }
    return include;
  }

  private List<JurySolution> solutions(XmlElement problem) throws IOException {
    var solutions = new ArrayList<JurySolution>();
    int mains = 0;
    for (XmlElement solution : problem.allAt("assets/solutions/solution").toList()) {
      String tag = solution.attribute("tag").orElse("");
      Optional<XmlElement> source = solution.at("source");
      Optional<TreeFile> file = source.flatMap(XmlElement::path).flatMap(tree::file);
      if (file.isEmpty()) {
        context.findings().warn(XML, solution.line(), "the source of a solution is not there");
        continue;
      }
      Optional<String> language = types.language(source.get().attribute("type"), file.get());
      if (language.isEmpty()) {
        context.findings().warn(file.get().path(), "has no language of the catalogue; left out");
        continue;
      }
      mains += tag.equals("main") ? 1 : 0;
      String path = file.get().path();
      solutions.add(
          new JurySolution(
              path.startsWith(SOLUTIONS) ? path.substring(SOLUTIONS.length()) : path,
              language.get(),
              List.of(PackageFiles.alone(file.get())),
              Optional.empty(),
              promise(solution, tag)));
    }
    if (mains > 1) {
      context.findings().warn(XML, problem.line(), "there is more than one main solution");
    }
    return solutions;
  }

  private Promise promise(XmlElement solution, String tag) {
    Set<Verdict> memory = Set.of(Verdict.MEMORY_LIMIT);
    return switch (tag) {
      case "main", "accepted" -> new Promise.Overall(Verdicts.ACCEPTED, Optional.empty(), true);
      case "wrong-answer", "presentation-error" -> overall(Verdicts.WRONG);
      case "time-limit-exceeded" -> overall(Verdicts.SLOW);
      case "time-limit-exceeded-or-accepted" ->
          overall(Verdicts.union(Verdicts.SLOW, Verdicts.ACCEPTED));
      case "time-limit-exceeded-or-memory-limit-exceeded" ->
          overall(Verdicts.union(Verdicts.SLOW, memory));
      case "memory-limit-exceeded" -> overall(memory);
      case "rejected", "failed" -> overall(Verdicts.REJECTED);
      default -> {
        context.findings().warn(XML, solution.line(), "the tag %s promises nothing".formatted(tag));
        yield new Promise.Nothing();
      }
    };
  }

  private static Promise overall(Set<Verdict> allowed) {
    return new Promise.Overall(allowed, Optional.empty(), false);
  }

  /** The checker's own tests: {@code NN}, {@code NN.o} and {@code NN.a} with a verdict. */
  private List<CheckerCase> checkerCases(XmlElement problem) {
    var cases = new ArrayList<CheckerCase>();
    Optional<XmlElement> testset = problem.at("assets/checker/testset");
    if (testset.isEmpty()) {
      return cases;
    }
    String inputs =
        testset.get().textOf("input-path-pattern").orElse("files/tests/checker-tests/%02d");
    String outputs = testset.get().textOf("output-path-pattern").orElse(inputs + ".o");
    String answers = testset.get().textOf("answer-path-pattern").orElse(inputs + ".a");
    int number = 0;
    for (XmlElement test : testset.get().allAt("tests/test").toList()) {
      number++;
      String path = PolygonTests.numbered(inputs, number);
      Optional<TreeFile> input = tree.file(path);
      Optional<TreeFile> output = tree.file(PolygonTests.numbered(outputs, number));
      Optional<TreeFile> answer = tree.file(PolygonTests.numbered(answers, number));
      Optional<Boolean> valid = test.attribute("verdict").flatMap(PolygonImporter::valid);
      if (input.isEmpty() || output.isEmpty() || answer.isEmpty() || valid.isEmpty()) {
        context
            .findings()
            .warn(XML, test.line(), "a test of the checker lacks files or a verdict; left out");
        continue;
      }
      cases.add(
          new CheckerCase(
              (valid.get() ? "valid_output/" : "invalid_output/") + input.get().name(),
              input.get().blob(),
              answer.get().blob(),
              output.get().blob(),
              valid.get(),
              List.of(),
              Optional.empty()));
    }
    return cases;
  }

  private static Optional<Boolean> valid(String verdict) {
    return switch (verdict.toLowerCase(Locale.ROOT).replace('_', '-')) {
      case "ok" -> Optional.of(true);
      case "wrong-answer", "presentation-error" -> Optional.of(false);
      default -> Optional.empty(); // crashed: what the checker says of a wrong answer file
    };
  }
}
