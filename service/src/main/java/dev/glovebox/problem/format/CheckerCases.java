package dev.glovebox.problem.format;

import dev.glovebox.problem.CheckerCase;
import dev.glovebox.problem.Checking;
import dev.glovebox.problem.archive.PackageTree;
import dev.glovebox.problem.archive.TreeFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code data/valid_output} and {@code data/invalid_output}: tests of the checker. */
final class CheckerCases {

  private static final List<String> MARKS = List.of(".in");

  private final ImportContext context;

  CheckerCases(ImportContext context) {
    this.context = context;
  }

  List<CheckerCase> read(Checking checking) {
    if (checking instanceof Checking.Interactive) {
      return List.of(); // there is no output to check
    }
    var cases = new ArrayList<CheckerCase>();
    add("valid_output", "data/valid_output", true, cases);
    add("invalid_output", "data/invalid_output", false, cases);
    return cases;
  }

  private void add(String path, String folder, boolean valid, List<CheckerCase> cases) {
    for (TestFolder.Member member : TestFolder.read(context.tree(), folder, MARKS).members()) {
      String memberPath = PackageTree.join(path, member.name());
      switch (member) {
        case TestFolder.Group(_, String sub) -> add(memberPath, sub, valid, cases);
        case TestFolder.Case test -> {
          Optional<TreeFile> input = test.file(".in");
          Optional<TreeFile> answer = test.file(".ans");
          Optional<TreeFile> output = test.file(".out");
          if (input.isPresent() && answer.isPresent() && output.isPresent()) {
            cases.add(
                new CheckerCase(
                    memberPath,
                    input.get().blob(),
                    answer.get().blob(),
                    output.get().blob(),
                    valid));
          } else {
            context
                .findings()
                .warn(test.base() + ".in", "needs an answer (.ans) and an output (.out); left out");
          }
        }
      }
    }
  }
}
