package dev.glovebox.verification;

import dev.glovebox.submission.Verdict;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One table of what came of a verification.
 *
 * @param timeLimit empty while it is not known
 * @param solutions in the order of the package, as far as they are judged
 * @param checkerCases of the package, tried on its checker; empty until all are tried
 * @param inputs those that must be refused, and those that are and must not be
 * @param inputsTried how many inputs the package's validators were tried on, those of the tests
 *     among them
 * @param findings what is wrong with the problem as a whole, a sentence each
 * @param judged how many of the jury's solutions have their result
 * @param total how many solutions there are
 */
public record VerificationReport(
    Optional<TimeLimitReport> timeLimit,
    List<SolutionReport> solutions,
    List<TrialReport> checkerCases,
    List<TrialReport> inputs,
    int inputsTried,
    List<String> findings,
    int judged,
    int total) {

  public VerificationReport {
    solutions = List.copyOf(solutions);
    checkerCases = List.copyOf(checkerCases);
    inputs = List.copyOf(inputs);
    findings = List.copyOf(findings);
  }

  /**
   * Before anything is done.
   *
   * @param total how many solutions there are
   */
  static VerificationReport nothing(int total) {
    return new VerificationReport(
        Optional.empty(), List.of(), List.of(), List.of(), 0, List.of(), 0, total);
  }

  /** Whether every promise is kept and nothing is wrong with the problem as a whole. */
  public boolean passed() {
    return judged == total
        && findings.isEmpty()
        && solutions.stream().allMatch(solution -> solution.broken().isEmpty())
        && checkerCases.stream().allMatch(TrialReport::right)
        && inputs.stream().allMatch(TrialReport::right);
  }

  /**
   * @param limit CPU time of one run
   * @param derived whether it follows from the jury's solutions; otherwise the package gives it
   * @param given what the package says, also where it is not used
   * @param slowestAccepted of the solutions that must fit below it
   * @param quickestExceeding of the solutions that must not, as far as they use up CPU time
   * @param byRule what the format's rule gives, where a lower one was taken: solutions that promise
   *     to exceed the limit would have been accepted
   */
  public record TimeLimitReport(
      Duration limit,
      boolean derived,
      Optional<Duration> given,
      Optional<Duration> slowestAccepted,
      Optional<Duration> quickestExceeding,
      Optional<Duration> byRule) {}

  /**
   * @param path of the solution in its package
   * @param promise for people
   * @param verdict at the time limit
   * @param verdictWithMargin at the time limit with its margin; differs where the solution's result
   *     hangs on the limit
   * @param score in problems that have one
   * @param slowest CPU time of its slowest test
   * @param slowestTest path of that test
   * @param tests how many were run
   * @param message why this verdict
   * @param broken how the promise is broken, a sentence each; empty = it is kept
   */
  public record SolutionReport(
      String path,
      String language,
      String promise,
      Verdict verdict,
      Verdict verdictWithMargin,
      Optional<BigDecimal> score,
      Duration slowest,
      Optional<String> slowestTest,
      int tests,
      String message,
      List<String> broken) {
    public SolutionReport {
      broken = List.copyOf(broken);
    }
  }

  /**
   * Something that the jury's own programs were tried on.
   *
   * @param valid whether they must accept it
   * @param verdict what they said; an internal error when one of them is broken
   * @param message of theirs to the jury
   */
  public record TrialReport(String path, boolean valid, Verdict verdict, String message) {

    /** Whether they said what they must. */
    public boolean right() {
      return verdict == Verdict.ACCEPTED
          ? valid
          : !valid && Family.of(verdict) == Family.WRONG_ANSWER;
    }
  }
}
