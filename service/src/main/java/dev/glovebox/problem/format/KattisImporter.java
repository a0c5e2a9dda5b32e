package dev.glovebox.problem.format;

import dev.glovebox.problem.CheckerProtocol;
import dev.glovebox.problem.Checking;
import dev.glovebox.problem.JuryProgram;
import dev.glovebox.problem.PackageFormat;
import dev.glovebox.problem.ProblemDefinition;
import dev.glovebox.problem.ProblemLimits;
import dev.glovebox.problem.ProgramFiles;
import dev.glovebox.problem.TestGroup;
import dev.glovebox.problem.Validator;
import dev.glovebox.problem.archive.PackageTree;
import dev.glovebox.submission.Comparison;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Problem package format 2025-09 and its drafts, 2023-07 among them. Both spellings of folders that
 * changed their names are looked for whatever the version says. Source: problem package format,
 * specification 2025-09.
 */
final class KattisImporter {

  private static final Set<String> TYPES =
      Set.of("pass-fail", "scoring", "interactive", "multi-pass", "submit-answer");
  private static final Set<String> LEGACY_KEYS =
      Set.of(
          "on_reject",
          "grading",
          "grader_flags",
          "accept_score",
          "reject_score",
          "range",
          "output_validator_flags");
  private static final BigDecimal USUAL_ACCEPTED = new BigDecimal("2.0");
  private static final BigDecimal USUAL_EXCEEDED = new BigDecimal("1.5");
  private static final int MOST_PASSES = 1000;

  private final ImportContext context;
  private final PackageTree tree;
  private final Keys keys;
  private final PackageFormat format;

  private KattisImporter(ImportContext context, Keys keys, PackageFormat format) {
    this.context = context;
    this.tree = context.tree();
    this.keys = keys;
    this.format = format;
  }

  static ProblemDefinition read(ImportContext context, Keys keys, PackageFormat format)
      throws IOException {
    ImportContext replaced =
        context.with(Constants.read(keys).in(context.tree(), context.findings()));
    return new KattisImporter(replaced, keys, format).read();
  }

  private ProblemDefinition read() throws IOException {
    Set<String> types = types();
    boolean scoring = types.contains("scoring");
    if (!tree.below("static_validator").isEmpty()) {
      context
          .findings()
          .error("static_validator", "can't be honoured: static validators are not run");
    }
    Checking checking = checking(types);
    Optional<Comparison> comparison =
        checking instanceof Checking.Compared(Comparison usual)
            ? Optional.of(usual)
            : Optional.empty();
    ProblemLimits limits = limits(types.contains("multi-pass"));
    Read read = tests(scoring, comparison);
    Map<String, String> names = new Names(context).read(keys, Optional.empty());
    Optional<Set<String>> languages = new LanguageList(context).read(keys, "languages");
    boolean writable = keys.flag("allow_file_writing").orElse(false);
    keys.ignore(
        "problem_format_version",
        "uuid",
        "version",
        "credits",
        "source",
        "source_url",
        "license",
        "rights_owner",
        "embargo_until",
        "keywords",
        "constants",
        "author",
        "validation");
    keys.warnUnknown();
    var untold = new LegacyPromises(context, Optional.empty(), Map.of());
    return new ProblemDefinition(
        format,
        names,
        scoring,
        types.contains("submit-answer"),
        limits,
        checking,
        read.tests(),
        new IncludeFolder(context).read(),
        languages,
        new SolutionFiles(context)
            .read("submissions", new SubmissionRules(context, untold::tagged)::of),
        new CheckerCases(context, read.rules()).read(checking),
        new InputCases(context, read.rules()).read(),
        new ProgramFiles(Optional.empty(), Optional.empty(), writable));
  }

  /**
   * @param rules what holds for tests elsewhere
   */
  private record Read(TestGroup tests, FolderRules rules) {}

  private Read tests(boolean scoring, Optional<Comparison> comparison) throws IOException {
    if (legacyTests()) {
      var settings =
          new LegacyTests.Settings(
              scoring, comparison, List.of(), grader(), LegacyGroupConfig.DEFAULT);
      var tests = new LegacyTests(context, settings);
      return new Read(tests.read(), tests::inherited);
    }
    var tests = new ModernTests(context, scoring, comparison);
    return new Read(tests.read(), tests::inherited);
  }

  private Set<String> types() {
    var types = new LinkedHashSet<String>();
    for (String text : keys.texts("type").orElse(List.of("pass-fail"))) {
      types.addAll(ComparisonFlags.split(text));
    }
    // Packages that were converted in part.
    List<String> validation = ComparisonFlags.split(keys.text("validation").orElse(""));
    if (format == PackageFormat.KATTIS_2023_07) {
      validation.stream()
          .filter(word -> word.equals("interactive") || word.equals("multi-pass"))
          .forEach(types::add);
    } else if (!validation.isEmpty()) {
      keys.warn("validation", "is not part of this format and ignored");
    }
    for (String type : types) {
      if (!TYPES.contains(type)) {
        keys.error("type", "has the unknown word " + type);
      }
    }
    refuseBoth(types, "pass-fail", "scoring");
    refuseBoth(types, "submit-answer", "interactive");
    refuseBoth(types, "submit-answer", "multi-pass");
    return types;
  }

  private void refuseBoth(Set<String> types, String one, String other) {
    if (types.contains(one) && types.contains(other)) {
      keys.error("type", "can't be both %s and %s".formatted(one, other));
    }
  }

  private Checking checking(Set<String> types) throws IOException {
    List<Validator> validators =
        validators().stream()
            .map(program -> new Validator(program, CheckerProtocol.KATTIS))
            .toList();
    if (types.contains("interactive")) {
      if (validators.size() == 1) {
        return new Checking.Interactive(validators.getFirst(), Optional.empty());
      }
      context.findings().error("output_validator", "an interactive problem needs exactly one");
    } else if (types.contains("multi-pass") && validators.isEmpty()) {
      context.findings().error("output_validator", "a multi-pass problem needs one");
    }
    return validators.isEmpty()
        ? new Checking.Compared(
            new Comparison.Kattis(false, false, Optional.empty(), Optional.empty()))
        : new Checking.Checked(validators);
  }

  /** The folder itself is the program, or the only folder in it is. */
  private List<JuryProgram> validators() throws IOException {
    var programs = new JuryPrograms(context);
    var found = new ArrayList<JuryProgram>();
    String folder = "output_validator";
    if (!tree.below(folder).isEmpty()) {
      List<String> names = tree.names(folder);
      boolean inside =
          names.size() == 1 && tree.isFolder(PackageTree.join(folder, names.getFirst()));
      String place = inside ? PackageTree.join(folder, names.getFirst()) : folder;
      programs.at(place).ifPresent(found::add);
      if (found.isEmpty()) {
        context.findings().error(folder, "has no program of a known language");
      }
    }
    if (!tree.below("output_validators").isEmpty()) {
      List<JuryProgram> old = programs.in("output_validators");
      if (found.isEmpty()) {
        found.addAll(old);
      } else {
        context.findings().warn("output_validators", "is not used: output_validator is there");
      }
      if (found.isEmpty()) {
        context.findings().error("output_validators", "has no program of a known language");
      }
    }
    return found;
  }

  private Optional<JuryProgram> grader() throws IOException {
    return new JuryPrograms(context).in("graders").stream().findFirst();
  }

  private ProblemLimits limits(boolean multiPass) throws IOException {
    Keys map = keys.map("limits");
    var limits = new LimitKeys(map, context);
    Keys multipliers = map.map("time_multipliers");
    BigDecimal accepted = atLeastOne(multipliers, "ac_to_time_limit", USUAL_ACCEPTED);
    BigDecimal exceeded = atLeastOne(multipliers, "time_limit_to_tle", USUAL_EXCEEDED);
    multipliers.warnUnknown();
    Duration resolution =
        map.positive("time_resolution").map(LimitKeys::duration).orElse(Duration.ofSeconds(1));
    Optional<Integer> passes = map.integer("validation_passes", 1, MOST_PASSES);
    Optional<Duration> ofFile = TimeTexts.ofFile(context);
    Optional<Duration> time = limits.time("time_limit").or(() -> ofFile);
    var read =
        new ProblemLimits(
            time,
            new ProblemLimits.TimeDerivation.Margins(accepted, exceeded, resolution),
            limits.memory("memory"),
            limits.output("output"),
            limits.code("code"),
            limits.juryTime("compilation_time"),
            limits.memory("compilation_memory"),
            limits.juryTime("validation_time"),
            limits.memory("validation_memory"),
            limits.output("validation_output"),
            multiPass ? passes.orElse(2) : 1);
    map.warnUnknown();
    return read;
  }

  private static BigDecimal atLeastOne(Keys keys, String key, BigDecimal usual) {
    Optional<BigDecimal> number = keys.positive(key);
    if (number.isPresent() && number.get().compareTo(BigDecimal.ONE) < 0) {
      keys.error(key, "must be at least 1");
    }
    return number.orElse(usual);
  }

  /** Packages of the draft that kept the groups of the legacy format. */
  private boolean legacyTests() throws IOException {
    if (format != PackageFormat.KATTIS_2023_07) {
      return false;
    }
    boolean legacy = false;
    for (var file : tree.below("data")) {
      if (file.name().equals("test_group.yaml")) {
        return false;
      }
      if (file.name().equals("testdata.yaml")) {
        legacy |= context.yaml(file.path()).names().stream().anyMatch(LEGACY_KEYS::contains);
      }
    }
    return legacy;
  }
}
