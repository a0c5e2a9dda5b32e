package dev.glovebox.problem.format;

import dev.glovebox.problem.CheckerProtocol;
import dev.glovebox.problem.Checking;
import dev.glovebox.problem.JuryProgram;
import dev.glovebox.problem.PackageFormat;
import dev.glovebox.problem.ProblemDefinition;
import dev.glovebox.problem.ProblemLimits;
import dev.glovebox.problem.ProgramFiles;
import dev.glovebox.problem.Promise;
import dev.glovebox.problem.TestGroup;
import dev.glovebox.problem.Validator;
import dev.glovebox.problem.archive.PackageTree;
import dev.glovebox.submission.Comparison;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The legacy format of Kattis' problem tools, its ICPC subset, and DOMjudge's extras. Source:
 * Kattis problem package format, legacy; DOMjudge manual, problem format.
 */
final class KattisLegacyImporter {

  private static final String YAML = "problem.yaml";
  private static final String INI = "domjudge-problem.ini";
  private static final BigDecimal USUAL_MULTIPLIER = BigDecimal.valueOf(5);
  private static final BigDecimal USUAL_MARGIN = BigDecimal.valueOf(2);
  private static final int MOST_PASSES = 1000;

  private final ImportContext context;
  private final PackageTree tree;
  private final JuryPrograms programs;

  KattisLegacyImporter(ImportContext context) {
    this.context = context;
    this.tree = context.tree();
    this.programs = new JuryPrograms(context);
  }

  ProblemDefinition read(Keys keys, PackageFormat format) throws IOException {
    IniFile ini = IniFile.read(INI, context.text(INI), context.findings());
    List<String> types =
        keys.texts("type").orElse(List.of("pass-fail")).stream()
            .flatMap(text -> ComparisonFlags.split(text).stream())
            .toList();
    boolean scoring = types.contains("scoring");
    Validation validation = withTypes(keys, Validation.read(keys), types);
    List<String> flags = keys.text("validator_flags").map(ComparisonFlags::split).orElse(List.of());
    Checking checking = checking(keys, ini, validation, flags);
    ProblemLimits limits = limits(keys.map("limits"), ini, validation);
    var tests =
        new LegacyTests(
            context,
            new LegacyTests.Settings(
                scoring,
                checking instanceof Checking.Compared(Comparison comparison)
                    ? Optional.of(comparison)
                    : Optional.empty(),
                flags,
                grader(),
                keys.isMap("grading")
                    ? LegacyGroupConfig.DEFAULT.with(keys.map("grading"))
                    : LegacyGroupConfig.DEFAULT));
    TestGroup root = tests.read();
    Map<String, String> names = new Names(context).read(keys, ini.value("name"));
    keys.ignore(
        "uuid",
        "author",
        "source",
        "source_url",
        "license",
        "rights_owner",
        "keywords",
        "version",
        "credits",
        "ground_truth",
        "statement",
        "plagiarism",
        "event",
        "libraries");
    keys.warnUnknown();
    var promises =
        new LegacyPromises(context, range(tests.root()), new SubmissionsJson(context).mains());
    return new ProblemDefinition(
        format,
        names,
        scoring,
        false,
        limits,
        checking,
        root,
        new IncludeFolder(context).read(),
        languages(keys),
        new SolutionFiles(context).read("submissions", promises::of),
        new CheckerCases(context, tests::inherited).read(checking),
        new InputCases(context, tests::inherited).read(),
        ProgramFiles.USUAL);
  }

  /** Besides the two words of the format, those of the later one, as DOMjudge reads them. */
  private static Validation withTypes(Keys keys, Validation validation, List<String> types) {
    boolean interactive = validation.interactive();
    boolean multiPass = validation.multiPass();
    for (String type : types) {
      switch (type) {
        case "pass-fail", "scoring" -> {}
        case "interactive" -> interactive = true;
        case "multi-pass" -> multiPass = true;
        default -> keys.error("type", "has the unknown word " + type);
      }
    }
    return new Validation(validation.custom() || interactive || multiPass, interactive, multiPass);
  }

  private Checking checking(Keys keys, IniFile ini, Validation validation, List<String> flags)
      throws IOException {
    String folder = tree.isFolder("output_validators") ? "output_validators" : "output_validator";
    ini.refuseForeignPrograms(validation.custom());
    if (!validation.custom()) {
      if (!tree.below(folder).isEmpty()) {
        context
            .findings()
            .warn(folder, "is not used: problem.yaml does not say validation: custom");
      }
      return new Checking.Compared(comparison(keys, flags));
    }
    List<Validator> validators =
        programs.in(folder).stream()
            .map(program -> new Validator(program, CheckerProtocol.KATTIS))
            .toList();
    if (validators.isEmpty()) {
      keys.error("validation", "is custom, but there is no output validator");
      return new Checking.Compared(comparison(keys, List.of()));
    }
    if (!validation.interactive()) {
      return new Checking.Checked(validators);
    }
    if (validators.size() > 1) {
      context.findings().error(folder, "an interactive problem has exactly one output validator");
    }
    return new Checking.Interactive(validators.getFirst(), Optional.empty());
  }

  private static Comparison comparison(Keys keys, List<String> flags) {
    try {
      return ComparisonFlags.parse(flags);
    } catch (ComparisonFlags.Unknown e) {
      keys.error("validator_flags", ": " + e.getMessage());
      return new Comparison.Kattis(false, false, Optional.empty(), Optional.empty());
    }
  }

  private Optional<JuryProgram> grader() throws IOException {
    List<JuryProgram> graders = programs.in("graders");
    if (graders.size() > 1) {
      context.findings().error("graders", "has more than one grader");
    }
    return graders.stream().findFirst();
  }

  private ProblemLimits limits(Keys keys, IniFile ini, Validation validation) throws IOException {
    var limits = new LimitKeys(keys, context);
    BigDecimal multiplier = keys.positive("time_multiplier").orElse(USUAL_MULTIPLIER);
    BigDecimal margin = keys.positive("time_safety_margin").orElse(USUAL_MARGIN);
    Optional<Duration> time = limits.time("time_limit");
    Optional<Duration> ofIni = ini.timeLimit(context);
    Optional<Duration> ofFile = TimeTexts.ofFile(context);
    if (Stream.of(time, ofIni, ofFile).flatMap(Optional::stream).distinct().count() > 1) {
      context
          .findings()
          .warn(
              YAML,
              "the time limits of problem.yaml, domjudge-problem.ini and .timelimit differ: the first of them counts");
    }
    int passes =
        keys.integer("validation_passes", 1, MOST_PASSES)
            .filter(_ -> validation.multiPass())
            .orElse(validation.multiPass() ? 2 : 1);
    var read =
        new ProblemLimits(
            time.or(() -> ofIni).or(() -> ofFile),
            new ProblemLimits.TimeDerivation.Legacy(multiplier, margin),
            limits.memory("memory"),
            limits.output("output"),
            limits.code("code"),
            limits.juryTime("compilation_time"),
            limits.memory("compilation_memory"),
            limits.juryTime("validation_time"),
            limits.memory("validation_memory"),
            limits.output("validation_output"),
            passes);
    keys.warnUnknown();
    return read;
  }

  private static Optional<Promise.ScoreRange> range(LegacyGroupConfig root) {
    return root.least().isPresent() && root.most().isPresent()
        ? Optional.of(new Promise.ScoreRange(root.least().get(), root.most().get()))
        : Optional.empty();
  }

  private Optional<Set<String>> languages(Keys keys) {
    return new LanguageList(context).read(keys, "languages");
  }
}
