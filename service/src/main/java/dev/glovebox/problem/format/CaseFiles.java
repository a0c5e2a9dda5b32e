package dev.glovebox.problem.format;

import dev.glovebox.problem.ProblemTest;
import dev.glovebox.problem.archive.TreeFile;
import dev.glovebox.submission.Comparison;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files of one test of the Kattis formats. */
final class CaseFiles {

  private final ImportContext context;
  private final Optional<Comparison> comparison;

  /**
   * @param comparison of the problem; empty when it has checkers
   */
  CaseFiles(ImportContext context, Optional<Comparison> comparison) {
    this.context = context;
    this.comparison = comparison;
  }

  /**
   * What holds for a test before its own settings.
   *
   * @param arguments of the submission
   * @param flags of the checker
   * @param inputFlags of the input validators
   * @param flagsFile where the flags are set, for what is wrong with them
   */
  record Inherited(
      List<String> arguments, List<String> flags, List<String> inputFlags, String flagsFile) {}

  /** The test; nothing, with a finding, when it is none. */
  Optional<ProblemTest> read(TestFolder.Case test, String path, Inherited inherited)
      throws IOException {
    Optional<TreeFile> input = test.file(".in");
    Optional<TreeFile> answer = test.file(".ans");
    Optional<List<String>> line = argumentLine(test);
    String yaml = test.base() + ".yaml";
    Keys keys = context.yaml(yaml);
    Optional<List<String>> arguments = keys.texts("args").or(() -> line);
    Optional<List<String>> flags = keys.texts("output_validator_args");
    keys.ignore(
        "input_validator_args",
        "input_visualizer_args",
        "output_visualizer_args",
        "full_feedback",
        "hint",
        "description");
    keys.warnUnknown();
    if (input.isEmpty() && arguments.isEmpty() && !test.hasFolder(".files")) {
      context.findings().warn(test.base() + ".ans", "has no input beside it; left out");
      return Optional.empty();
    }
    if (answer.isEmpty()) {
      context.findings().error(test.base() + ".in", "has no answer (.ans) beside it");
      return Optional.empty();
    }
    List<String> checkerArguments = flags.orElse(inherited.flags());
    return Optional.of(
        new ProblemTest(
            path,
            input.map(TreeFile::blob),
            answer.map(TreeFile::blob),
            Optional.empty(),
            arguments.orElse(inherited.arguments()),
            comparison.isPresent() ? List.of() : checkerArguments,
            comparison.flatMap(usual ->
                own(usual, checkerArguments, flags.isPresent() ? yaml : inherited.flagsFile())),
            PackageFiles.below(context.tree(), test.base() + ".files"),
            path.startsWith("sample/")));
  }

  /** The comparison of a test where it differs from the usual one. */
  private Optional<Comparison> own(Comparison usual, List<String> flags, String file) {
    try {
      Comparison comparison = ComparisonFlags.parse(flags);
      return usual.equals(comparison) ? Optional.empty() : Optional.of(comparison);
    } catch (ComparisonFlags.Unknown e) {
      context.findings().error(file, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<List<String>> argumentLine(TestFolder.Case test) throws IOException {
    Optional<TreeFile> file = test.file(".args");
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ArrayList<>(Words.split(context.text(file.get()).orElse(""))));
    } catch (IllegalArgumentException e) {
      context.findings().error(file.get().path(), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
