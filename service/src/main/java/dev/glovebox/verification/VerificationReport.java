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
 * @param checkerCases as far as they are tried
 * @param findings what is wrong with the problem as a whole, a sentence each
 * @param judged how many of the jury's solutions have their result
 * @param total how many solutions there are
 */
public record VerificationReport(
    Optional<TimeLimitReport> timeLimit,
    List<SolutionReport> solutions,
    List<CheckerCaseReport> checkerCases,
    List<String> findings,
    int judged,
    int total) {

  public VerificationReport {
    solutions = List.copyOf(solutions);
    checkerCases = List.copyOf(checkerCases);
    findings = List.copyOf(findings);
  }

  /** Whether every promise is kept and nothing is wrong with the problem as a whole. */
  public boolean passed() {
    return judged == total
        && findings.isEmpty()
        && solutions.stream().allMatch(solution -> solution.broken().isEmpty())
        && checkerCases.stream().allMatch(CheckerCaseReport::right);
  }

  /**
   * @param limit CPU time of one run
   * @param derived whether it follows from the jury's solutions; otherwise the package gives it
   * @param slowestAccepted of the solutions that must fit below it
   * @param quickestExceeding of the solutions that must not
   */
  public record TimeLimitReport(
      Duration limit,
      boolean derived,
      Optional<Duration> slowestAccepted,
      Optional<Duration> quickestExceeding) {}

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
   * @param valid whether the checker must accept it
   * @param verdict what the checker said
   * @param message of the checker to the jury
   */
  public record CheckerCaseReport(String path, boolean valid, Verdict verdict, String message) {

    /** Whether the checker said what it must. */
    public boolean right() {
      return verdict == Verdict.ACCEPTED
          ? valid
          : !valid && Family.of(verdict) == Family.WRONG_ANSWER;
    }
  }
}
