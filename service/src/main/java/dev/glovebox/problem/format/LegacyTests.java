package dev.glovebox.problem.format;

import dev.glovebox.problem.JuryProgram;
import dev.glovebox.problem.ProblemTest;
import dev.glovebox.problem.Scoring;
import dev.glovebox.problem.TestGroup;
import dev.glovebox.problem.TestNode;
import dev.glovebox.problem.archive.PackageTree;
import dev.glovebox.submission.Comparison;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tests of a legacy package: {@code data/sample} and {@code data/secret}. */
final class LegacyTests {

  private static final List<String> MARKS = List.of(".in", ".ans");
  private static final Set<String> NO_TESTS =
      Set.of(
          "valid_input",
          "invalid_input",
          "invalid_inputs",
          "valid_output",
          "invalid_output",
          "bad");
  private static final String CONFIG = "testdata.yaml";

  private final ImportContext context;
  private final PackageTree tree;
  private final Settings settings;
  private final Map<String, LegacyGroupConfig> configs = new HashMap<>();
  private final CaseFiles cases;
  private boolean graded;

  /**
   * What a whole problem sets.
   *
   * @param comparison of the problem; empty when it has checkers
   * @param flags {@code validator_flags}
   * @param base what the root group inherits
   */
  record Settings(
      boolean scoring,
      Optional<Comparison> comparison,
      List<String> flags,
      Optional<JuryProgram> grader,
      LegacyGroupConfig base) {}

  LegacyTests(ImportContext context, Settings settings) {
    this.context = context;
    this.tree = context.tree();
    this.settings = settings;
    this.cases = new CaseFiles(context, settings.comparison());
  }

  TestGroup read() throws IOException {
    LegacyGroupConfig root = config("data", settings.base());
    readConfigs("data/sample", root);
    readConfigs("data/secret", root);
    graded =
        settings.scoring()
            || configs.values().stream().anyMatch(LegacyGroupConfig::changesVerdicts);
    var children = new ArrayList<TestNode>();
    for (String name : tree.names("data")) {
      if (name.equals("sample") || name.equals("secret")) {
        group("data/" + name, name).ifPresent(children::add);
      } else if (tree.isFolder("data/" + name) && !NO_TESTS.contains(name)) {
        context.findings().warn("data/" + name, "is neither sample nor secret; left out");
      }
    }
    return new TestGroup("", scoring("data", true), children);
  }

  /** The configuration of the group of all tests; after {@link #read}. */
  LegacyGroupConfig root() {
    return configs.getOrDefault("data", settings.base());
  }

  /** What holds for tests in a folder of {@code data}; after {@link #read}. */
  CaseFiles.Inherited inherited(String folder) throws IOException {
    LegacyGroupConfig config = configs.get(folder);
    if (config == null) {
      inherited(PackageTree.parentOf(folder));
      config = config(folder, configs.getOrDefault(PackageTree.parentOf(folder), settings.base()));
    }
    var flags = new ArrayList<>(settings.flags());
    flags.addAll(config.validatorFlags());
    return new CaseFiles.Inherited(
        config.arguments(), flags, config.inputFlags(), PackageTree.join(folder, CONFIG));
  }

  private void readConfigs(String folder, LegacyGroupConfig parent) throws IOException {
    LegacyGroupConfig config = config(folder, parent);
    for (String name : tree.names(folder)) {
      String path = PackageTree.join(folder, name);
      if (tree.isFolder(path)) {
        readConfigs(path, config);
      }
    }
  }

  private LegacyGroupConfig config(String folder, LegacyGroupConfig parent) throws IOException {
    String file = PackageTree.join(folder, CONFIG);
    LegacyGroupConfig config =
        tree.file(file).isPresent() ? parent.with(context.yaml(file)) : parent;
    configs.put(folder, config);
    return config;
  }

  private Optional<TestGroup> group(String folder, String path) throws IOException {
    var children = new ArrayList<TestNode>();
    for (TestFolder.Member member : TestFolder.read(tree, folder, MARKS).members()) {
      String childPath = PackageTree.join(path, member.name());
      switch (member) {
        case TestFolder.Case test -> test(test, folder, childPath).ifPresent(children::add);
        case TestFolder.Group(_, String sub) -> group(sub, childPath).ifPresent(children::add);
      }
    }
    return children.isEmpty()
        ? Optional.empty()
        : Optional.of(new TestGroup(path, scoring(folder, false), children));
  }

  private Scoring scoring(String folder, boolean root) {
    if (!graded) {
      return new Scoring.PassFail();
    }
    LegacyGroupConfig config = configs.getOrDefault(folder, settings.base());
    if (config.customGrading() && settings.grader().isEmpty()) {
      context
          .findings()
          .error(PackageTree.join(folder, CONFIG), "asks for a custom grader that is not there");
    }
    try {
      return config.scoring(root, settings.grader());
    } catch (LegacyGroupConfig.UnknownFlag e) {
      context.findings().error(PackageTree.join(folder, CONFIG), String.valueOf(e.getMessage()));
      return new Scoring.PassFail();
    }
  }

  private Optional<ProblemTest> test(TestFolder.Case test, String folder, String path)
      throws IOException {
    return cases.read(test, path, inherited(folder));
  }
}
