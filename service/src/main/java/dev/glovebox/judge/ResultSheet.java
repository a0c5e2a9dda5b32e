package dev.glovebox.judge;

import dev.glovebox.problem.ProblemTest;
import dev.glovebox.problem.TestGroup;
import dev.glovebox.problem.TestNode;
import dev.glovebox.submission.SubmissionRequest;
import dev.glovebox.submission.TestResult;
import dev.glovebox.submission.TestResult.OfProblem;
import dev.glovebox.submission.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The results of all tests of a submission, as far as there are any yet. */
final class ResultSheet {

  /** What is said of a test that was not run; empty for tests of the submission's own. */
  private final List<Optional<OfProblem>> tests;

  private final List<Optional<TestResult>> results = new ArrayList<>();

  private ResultSheet(List<Optional<OfProblem>> tests) {
    this.tests = List.copyOf(tests);
    tests.forEach(_ -> results.add(Optional.empty()));
  }

  static ResultSheet ofOwnTests(SubmissionRequest request) {
    List<Optional<OfProblem>> tests = new ArrayList<>();
    request.tests().forEach(_ -> tests.add(Optional.empty()));
    return new ResultSheet(tests);
  }

  static ResultSheet of(TestGroup root) {
    List<Optional<OfProblem>> tests = new ArrayList<>();
    add(root, tests);
    return new ResultSheet(tests);
  }

  /** Of trials that are in no group. */
  static ResultSheet ofTrials(List<String> paths) {
    return new ResultSheet(paths.stream().map(path -> Optional.of(blank(path, ""))).toList());
  }

  private static OfProblem blank(String path, String group) {
    return new OfProblem(path, group, Optional.empty(), "", "", 0, Optional.empty());
  }

  private static void add(TestGroup group, List<Optional<OfProblem>> tests) {
    for (TestNode child : group.children()) {
      switch (child) {
        case ProblemTest test -> tests.add(Optional.of(blank(test.path(), group.path())));
        case TestGroup inner -> add(inner, tests);
      }
    }
  }

  int size() {
    return tests.size();
  }

  /** The numbers of the tests, from 1, are their places. */
  void put(TestResult result) {
    results.set(result.number() - 1, Optional.of(result));
  }

  /** What is there of a test that was not run. */
  Optional<OfProblem> blank(int number) {
    return tests.get(number - 1);
  }

  /** The result of a test, if it was run. */
  Optional<TestResult> get(int number) {
    return results.get(number - 1);
  }

  /** All of them; those that were not run have this verdict. */
  List<TestResult> with(Verdict notRun) {
    List<TestResult> all = new ArrayList<>();
    for (int number = 1; number <= results.size(); number++) {
      TestResult blank =
          new TestResult(number, notRun, Optional.empty(), "", tests.get(number - 1));
      all.add(results.get(number - 1).orElse(blank));
    }
    return all;
  }
}
