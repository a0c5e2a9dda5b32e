package dev.glovebox.problem.format;

import dev.glovebox.problem.CheckerCase;
import dev.glovebox.problem.Checking;
import dev.glovebox.problem.ProblemTest;
import dev.glovebox.problem.archive.PackageTree;
import dev.glovebox.problem.archive.TreeFile;
import dev.glovebox.submission.Comparison;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code data/valid_output} and {@code data/invalid_output}: tests of the checker. */
final class CheckerCases {

  private static final List<String> MARKS = List.of(".in");

  private final ImportContext context;
  private final FolderRules rules;

  CheckerCases(ImportContext context, FolderRules rules) {
    this.context = context;
    this.rules = rules;
  }

  List<CheckerCase> read(Checking checking) throws IOException {
    if (checking instanceof Checking.Interactive) {
      return List.of(); // there is no output to check
    }
    Optional<Comparison> comparison =
        checking instanceof Checking.Compared(Comparison usual)
            ? Optional.of(usual)
            : Optional.empty();
    var files = new CaseFiles(context, comparison);
    var cases = new ArrayList<CheckerCase>();
    add("valid_output", "data/valid_output", files, true, cases);
    add("invalid_output", "data/invalid_output", files, false, cases);
    return cases;
  }

  private void add(
      String path, String folder, CaseFiles files, boolean valid, List<CheckerCase> cases)
      throws IOException {
    for (TestFolder.Member member : TestFolder.read(context.tree(), folder, MARKS).members()) {
      String memberPath = PackageTree.join(path, member.name());
      switch (member) {
        case TestFolder.Group(_, String sub) -> add(memberPath, sub, files, valid, cases);
        case TestFolder.Case test -> {
          Optional<TreeFile> answer = test.file(".ans");
          Optional<TreeFile> output = test.file(".out");
          if (answer.isPresent() && output.isPresent()) {
            files
                .read(test, memberPath, rules.of(folder))
                .map(read -> checkerCase(read, answer.get(), output.get(), valid))
                .ifPresent(cases::add);
          } else {
            context
                .findings()
                .warn(test.base() + ".in", "needs an answer (.ans) and an output (.out); left out");
          }
        }
      }
    }
  }

  private static CheckerCase checkerCase(
      ProblemTest test, TreeFile answer, TreeFile output, boolean valid) {
    return new CheckerCase(
        test.path(),
        test.input().orElseThrow(),
        answer.blob(),
        output.blob(),
        valid,
        test.checkerArguments(),
        test.comparison());
  }
}
