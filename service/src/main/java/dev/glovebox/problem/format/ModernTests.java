package dev.glovebox.problem.format;

import dev.glovebox.problem.ProblemTest;
import dev.glovebox.problem.Scoring;
import dev.glovebox.problem.Scoring.Kattis2025;
import dev.glovebox.problem.Scoring.Kattis2025.Aggregation;
import dev.glovebox.problem.TestGroup;
import dev.glovebox.problem.TestNode;
import dev.glovebox.problem.archive.PackageTree;
import dev.glovebox.problem.format.ModernGroupConfig.MaxScore;
import dev.glovebox.submission.Comparison;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tests of a package of format 2025-09: {@code data/sample}, and {@code data/secret} with
 * groups one deep. Folders without a {@code test_group.yaml} only sort tests; those are put into
 * the group around them.
 */
final class ModernTests {

  private static final List<String> MARKS = List.of(".in", ".ans");
  private static final List<String> CONFIGS = List.of("test_group.yaml", "testdata.yaml");
  private static final BigDecimal USUAL_SCORE = BigDecimal.valueOf(100);

  private final ImportContext context;
  private final PackageTree tree;
  private final boolean scoring;
  private final CaseFiles cases;
  private final Map<String, Aggregation> earlier = new HashMap<>();
  private final Map<String, Optional<ModernGroupConfig>> configs = new HashMap<>();
  private final Map<String, ModernGroupConfig> inherited = new HashMap<>();

  ModernTests(ImportContext context, boolean scoring, Optional<Comparison> comparison) {
    this.context = context;
    this.tree = context.tree();
    this.scoring = scoring;
    this.cases = new CaseFiles(context, comparison);
  }

  TestGroup read() throws IOException {
    var children = new ArrayList<TestNode>();
    ModernGroupConfig root = config("data", ModernGroupConfig.NONE).orElse(ModernGroupConfig.NONE);
    if (tree.isFolder("data/sample")) {
      ModernGroupConfig config = config("data/sample", root).orElse(root.inherited());
      if (config.most().isPresent() || !config.requirePass().isEmpty()) {
        context.findings().warn(config.file(), "scoring of samples is ignored");
      }
      var tests = new ArrayList<TestNode>();
      addTests("data/sample", "sample", config, tests);
      if (!tests.isEmpty()) {
        children.add(new TestGroup("sample", sampleScoring(), tests));
      }
      earlier.put("sample", Aggregation.PASS_FAIL);
    }
    secret(root).ifPresent(children::add);
    return new TestGroup("", scoring ? new Scoring.Sum() : new Scoring.PassFail(), children);
  }

  private Scoring sampleScoring() {
    return scoring
        ? new Kattis2025(Optional.empty(), Aggregation.PASS_FAIL, List.of(), Optional.empty())
        : new Scoring.PassFail();
  }

  private Optional<TestGroup> secret(ModernGroupConfig root) throws IOException {
    ModernGroupConfig config = config("data/secret", root).orElse(root.inherited());
    Optional<BigDecimal> most = config.most().map(MaxScore::bound).orElse(Optional.of(USUAL_SCORE));
    Aggregation aggregation = config.aggregation().orElse(Aggregation.SUM);
    var children = new ArrayList<TestNode>();
    boolean grouped =
        tree.names("data/secret").stream().anyMatch(name -> hasConfig("data/secret/" + name));
    for (TestFolder.Member member : TestFolder.read(tree, "data/secret", MARKS).members()) {
      String path = "secret/" + member.name();
      switch (member) {
        case TestFolder.Case test -> {
          if (grouped) {
            context.findings().warn("data/" + path + ".in", "is a test beside groups");
          }
          test(test, path, config, children);
        }
        case TestFolder.Group(_, String folder) -> {
          Optional<ModernGroupConfig> own = config(folder, config);
          if (own.isPresent()) {
            group(folder, path, own.get(), most.isPresent()).ifPresent(children::add);
          } else {
            addTests(folder, path, config, children);
          }
        }
      }
    }
    if (children.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new TestGroup("secret", scoring(config, "secret", most, aggregation), children));
  }

  private Optional<TestGroup> group(
      String folder, String path, ModernGroupConfig config, boolean boundedSecret)
      throws IOException {
    Optional<BigDecimal> most = config.most().flatMap(MaxScore::bound);
    Aggregation aggregation = config.aggregation().orElse(Aggregation.PASS_FAIL);
    if (scoring && most.isEmpty() && (boundedSecret || aggregation == Aggregation.PASS_FAIL)) {
      context
          .findings()
          .error(
              config.file(),
              "max_score must be given and bounded, unless secret is unbounded and the group no pass-fail one");
    }
    var children = new ArrayList<TestNode>();
    addTests(folder, path, config, children);
    Scoring rules = scoring(config, path, most, aggregation);
    earlier.put(path, aggregation);
    return children.isEmpty()
        ? Optional.empty()
        : Optional.of(new TestGroup(path, rules, children));
  }

  private Scoring scoring(
      ModernGroupConfig config, String path, Optional<BigDecimal> most, Aggregation aggregation) {
    if (!scoring) {
      if (config.most().isPresent()
          || config.aggregation().isPresent()
          || !config.requirePass().isEmpty()) {
        context.findings().warn(config.file(), "scoring is ignored: the problem is pass-fail");
      }
      return new Scoring.PassFail();
    }
    if (path.equals("secret") && aggregation == Aggregation.PASS_FAIL && most.isEmpty()) {
      context.findings().error(config.file(), "pass-fail needs a max_score that is bounded");
    }
    for (String needed : config.requirePass()) {
      Aggregation theirs = earlier.get(needed);
      if (theirs == null || (path.equals("secret") && !needed.equals("sample"))) {
        context.findings().error(config.file(), "require_pass names no earlier group: " + needed);
      } else if (theirs != Aggregation.PASS_FAIL) {
        context
            .findings()
            .error(config.file(), "require_pass names a group that is not pass-fail: " + needed);
      }
    }
    return new Kattis2025(most, aggregation, config.requirePass(), Optional.empty());
  }

  /** The tests in a folder and in those below, in order. */
  private void addTests(
      String folder, String path, ModernGroupConfig config, List<TestNode> children)
      throws IOException {
    for (TestFolder.Member member : TestFolder.read(tree, folder, MARKS).members()) {
      String memberPath = PackageTree.join(path, member.name());
      switch (member) {
        case TestFolder.Case test -> test(test, memberPath, config, children);
        case TestFolder.Group(_, String sub) -> {
          Optional<ModernGroupConfig> own = config(sub, config);
          if (own.isPresent() && scoring) {
            context.findings().warn(own.get().file(), "groups in groups are not scored");
          }
          addTests(sub, memberPath, own.orElse(config), children);
        }
      }
    }
  }

  private void test(
      TestFolder.Case test, String path, ModernGroupConfig config, List<TestNode> children)
      throws IOException {
    Optional<ProblemTest> read = cases.read(test, path, config.forTests());
    read.ifPresent(children::add);
  }

  private boolean hasConfig(String folder) {
    return CONFIGS.stream().anyMatch(name -> tree.file(folder + "/" + name).isPresent());
  }

  /** What holds for tests in a folder of {@code data}. */
  CaseFiles.Inherited inherited(String folder) throws IOException {
    return inheritedConfig(folder).forTests();
  }

  private ModernGroupConfig inheritedConfig(String folder) throws IOException {
    ModernGroupConfig known = inherited.get(folder);
    if (known != null) {
      return known;
    }
    ModernGroupConfig parent =
        folder.equals("data")
            ? ModernGroupConfig.NONE
            : inheritedConfig(PackageTree.parentOf(folder));
    ModernGroupConfig config = config(folder, parent).orElse(parent.inherited());
    inherited.put(folder, config);
    return config;
  }

  private Optional<ModernGroupConfig> config(String folder, ModernGroupConfig parent)
      throws IOException {
    Optional<ModernGroupConfig> known = configs.get(folder);
    if (known == null) {
      known = readConfig(folder, parent);
      configs.put(folder, known);
    }
    return known;
  }

  private Optional<ModernGroupConfig> readConfig(String folder, ModernGroupConfig parent)
      throws IOException {
    for (String name : CONFIGS) {
      String file = folder + "/" + name;
      if (tree.file(file).isPresent()) {
        return Optional.of(parent.inherited().with(context.yaml(file)));
      }
    }
    return Optional.empty();
  }
}
