package dev.glovebox.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glovebox.verification.VerificationReport;
import dev.glovebox.verification.VerificationReport.SolutionReport;
import dev.glovebox.verification.VerificationReport.TimeLimitReport;
import dev.glovebox.verification.VerificationReport.TrialReport;
import dev.glovebox.verification.VerificationStatus;
import dev.glovebox.verification.VerificationStatus.State;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A verification as the API shows it: one table. What is unknown is left out. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record VerificationBody(
    String id,
    String problem,
    String version,
    String state,
    Optional<Boolean> passed,
    Optional<String> message,
    int judged,
    int total,
    Optional<TimeLimitBody> timeLimit,
    List<SolutionBody> solutions,
    List<TrialBody> checkerCases,
    List<TrialBody> inputs,
    int inputsTried,
    List<String> findings,
    Instant createdAt,
    Optional<Instant> finishedAt) {

  static VerificationBody of(VerificationStatus status) {
    VerificationReport report = status.report();
    return new VerificationBody(
        status.id().toString(),
        status.problem(),
        status.version(),
        ResultBody.code(status.state()),
        status.state() == State.DONE ? Optional.of(report.passed()) : Optional.empty(),
        status.message().isEmpty() ? Optional.empty() : Optional.of(status.message()),
        report.judged(),
        report.total(),
        report.timeLimit().map(TimeLimitBody::of),
        report.solutions().stream().map(SolutionBody::of).toList(),
        report.checkerCases().stream().map(TrialBody::of).toList(),
        report.inputs().stream().map(TrialBody::of).toList(),
        report.inputsTried(),
        report.findings(),
        status.createdAt(),
        status.finishedAt());
  }

  /**
   * @param limit in seconds
   * @param derived whether it follows from the jury's solutions
   * @param given what the package says, in seconds
   * @param byRule what the format's rule gives, in seconds, where a lower limit was taken
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record TimeLimitBody(
      BigDecimal limit,
      boolean derived,
      Optional<BigDecimal> given,
      Optional<Long> slowestAcceptedMicros,
      Optional<Long> quickestExceedingMicros,
      Optional<BigDecimal> byRule) {

    static TimeLimitBody of(TimeLimitReport report) {
      return new TimeLimitBody(
          Seconds.of(report.limit()),
          report.derived(),
          report.given().map(Seconds::of),
          report.slowestAccepted().map(ResultBody::micros),
          report.quickestExceeding().map(ResultBody::micros),
          report.byRule().map(Seconds::of));
    }
  }

  /**
   * @param verdict at the time limit
   * @param verdictWithMargin its code at the time limit with its margin
   * @param kept whether the promise is kept
   * @param broken how it is broken, a sentence each
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record SolutionBody(
      String path,
      String language,
      String promise,
      ResultBody.VerdictBody verdict,
      String verdictWithMargin,
      Optional<BigDecimal> score,
      long slowestMicros,
      Optional<String> slowestTest,
      int tests,
      boolean kept,
      List<String> broken) {

    static SolutionBody of(SolutionReport report) {
      return new SolutionBody(
          report.path(),
          report.language(),
          report.promise(),
          ResultBody.VerdictBody.of(report.verdict(), report.message()),
          report.verdictWithMargin().code(),
          report.score(),
          ResultBody.micros(report.slowest()),
          report.slowestTest(),
          report.tests(),
          report.broken().isEmpty(),
          report.broken());
    }
  }

  /**
   * @param valid whether the jury's programs must accept it
   * @param right whether they said what they must
   */
  record TrialBody(String path, boolean valid, ResultBody.VerdictBody verdict, boolean right) {

    static TrialBody of(TrialReport report) {
      return new TrialBody(
          report.path(),
          report.valid(),
          ResultBody.VerdictBody.of(report.verdict(), report.message()),
          report.right());
    }
  }
}
