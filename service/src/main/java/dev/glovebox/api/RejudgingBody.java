package dev.glovebox.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glovebox.rejudging.Rejudging;
import dev.glovebox.rejudging.Rejudging.Preview;
import dev.glovebox.submission.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A rejudging as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record RejudgingBody(
    String id,
    String reason,
    String state,
    int rounds,
    int submissions,
    int judged,
    int total,
    int failed,
    Optional<List<ChangeBody>> matrix,
    Optional<List<ChangedBody>> changed,
    Optional<Integer> flaky,
    Instant createdAt,
    Optional<Instant> endedAt) {

  static RejudgingBody of(Rejudging rejudging) {
    return of(rejudging, Optional.empty());
  }

  static RejudgingBody of(Rejudging rejudging, Preview preview) {
    return of(rejudging, Optional.of(preview));
  }

  private static RejudgingBody of(Rejudging rejudging, Optional<Preview> preview) {
    return new RejudgingBody(
        rejudging.id().toString(),
        rejudging.reason(),
        ResultBody.code(rejudging.state()),
        rejudging.rounds(),
        rejudging.submissions(),
        rejudging.judged(),
        rejudging.total(),
        rejudging.failed(),
        preview.map(p -> p.matrix().stream().map(ChangeBody::of).toList()),
        preview.map(p -> p.changed().stream().map(ChangedBody::of).toList()),
        preview.map(Preview::flaky),
        rejudging.createdAt(),
        rejudging.endedAt());
  }

  /** How many submissions go from one verdict to another; codes. */
  record ChangeBody(String from, String to, int submissions) {
    static ChangeBody of(Rejudging.Change change) {
      return new ChangeBody(change.from().code(), change.to().code(), change.submissions());
    }
  }

  /** A submission that changes, or whose rounds did not agree; codes. */
  record ChangedBody(String submission, String from, List<String> rounds) {
    static ChangedBody of(Rejudging.Changed changed) {
      return new ChangedBody(
          changed.submission().toString(),
          changed.before().code(),
          changed.rounds().stream().map(Verdict::code).toList());
    }
  }

  /**
   * A judging of a submission.
   *
   * @param replacedBy id of the rejudging that replaced it; absent = the present one
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record JudgingBody(String verdict, Instant judgedAt, Optional<String> replacedBy) {
    static JudgingBody of(Rejudging.Judging judging) {
      return new JudgingBody(
          judging.verdict().code(), judging.judgedAt(), judging.replacedBy().map(Object::toString));
    }
  }
}
