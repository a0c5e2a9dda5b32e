package dev.glovebox.verification;

import dev.glovebox.blob.Blob;
import dev.glovebox.problem.CheckerCase;
import dev.glovebox.problem.Checking;
import dev.glovebox.problem.InputCase;
import dev.glovebox.problem.InputChecking;
import dev.glovebox.problem.JurySolution;
import dev.glovebox.problem.PackageFile;
import dev.glovebox.problem.PackageFormat;
import dev.glovebox.problem.ProblemDefinition;
import dev.glovebox.problem.ProblemLimits;
import dev.glovebox.problem.ProblemLimits.TimeDerivation;
import dev.glovebox.problem.ProgramFiles;
import dev.glovebox.problem.Promise;
import dev.glovebox.problem.Promise.Rule;
import dev.glovebox.problem.Promise.TimeLimitUse;
import dev.glovebox.problem.Scoring;
import dev.glovebox.problem.TestGroup;
import dev.glovebox.submission.Comparison;
import dev.glovebox.submission.Verdict;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Small problems and results to verify. */
final class Fixtures {

  static final TimeDerivation LEGACY =
      new TimeDerivation.Legacy(new BigDecimal("5"), new BigDecimal("2"));
  static final TimeDerivation MARGINS =
      new TimeDerivation.Margins(
          new BigDecimal("2.0"), new BigDecimal("1.5"), Duration.ofSeconds(1));

  private static final Blob BLOB = new Blob("ab".repeat(32), 1);

  private Fixtures() {}

  static ProblemDefinition problem(
      Optional<Duration> time, TimeDerivation derivation, JurySolution... solutions) {
    return new ProblemDefinition(
        PackageFormat.KATTIS_LEGACY,
        Map.of("en", "A problem"),
        false,
        false,
        new ProblemLimits(
            time,
            derivation,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            1),
        new Checking.Compared(new Comparison.Tokens()),
        new TestGroup("", new Scoring.PassFail(), List.of()),
        Map.of(),
        Optional.empty(),
        List.of(solutions),
        List.of(),
        InputChecking.NONE,
        ProgramFiles.USUAL);
  }

  /** A problem with a time limit and no solutions. */
  static ProblemDefinition withTrials(List<CheckerCase> checkerCases, List<InputCase> inputs) {
    ProblemDefinition d = problem(Optional.of(Duration.ofSeconds(1)), LEGACY);
    return new ProblemDefinition(
        d.format(),
        d.names(),
        d.scoring(),
        d.submitAnswer(),
        d.limits(),
        d.checking(),
        d.tests(),
        d.include(),
        d.languages(),
        d.solutions(),
        checkerCases,
        new InputChecking(List.of(), inputs),
        ProgramFiles.USUAL);
  }

  static ProblemDefinition withCodeLimit(long bytes, JurySolution solution) {
    ProblemDefinition d = problem(Optional.of(Duration.ofSeconds(1)), LEGACY, solution);
    return d.withLimits(
        new ProblemLimits(
            d.limits().time(),
            LEGACY,
            Optional.empty(),
            Optional.empty(),
            Optional.of(bytes),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            1));
  }

  /** The solution in two files. */
  static JurySolution ofBytes(int first, JurySolution solution, int second) {
    return new JurySolution(
        solution.path(),
        solution.language(),
        List.of(
            new PackageFile("a.cpp", new Blob("ab".repeat(32), first), false),
            new PackageFile("b.cpp", new Blob("cd".repeat(32), second), false)),
        solution.main(),
        solution.promise());
  }

  static CheckerCase checkerCase(String path, boolean valid) {
    return new CheckerCase(path, BLOB, BLOB, BLOB, valid, List.of(), Optional.empty());
  }

  static InputCase inputCase(String path, boolean valid) {
    return new InputCase(path, BLOB, valid, List.of(), List.of());
  }

  static JurySolution promising(String path, Verdict... allowed) {
    Set<Verdict> set = Set.of(allowed);
    return solution(
        path, new Promise.Overall(set, Optional.empty(), set.equals(Set.of(Verdict.ACCEPTED))));
  }

  static JurySolution solution(String path, Promise promise) {
    return new JurySolution(path, "cpp", List.of(), Optional.empty(), promise);
  }

  static JurySolution each(
      String path, Set<Verdict> permitted, Set<Verdict> required, TimeLimitUse use) {
    return solution(
        path,
        new Promise.EachTest(
            List.of(
                new Rule(
                    Optional.empty(), permitted, required, Optional.empty(), Optional.empty())),
            use));
  }

  static Judged judged(Verdict verdict, Judged.Test... tests) {
    return new Judged(verdict, "", Optional.empty(), List.of(tests));
  }

  static Judged.Test test(String path, Verdict verdict, long millis) {
    return new Judged.Test(path, verdict, Duration.ofMillis(millis), "");
  }
}
