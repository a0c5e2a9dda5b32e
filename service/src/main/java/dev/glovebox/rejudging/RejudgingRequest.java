package dev.glovebox.rejudging;

import dev.glovebox.submission.SubmissionId;
import dev.glovebox.submission.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be judged again. Only submissions that are done; an empty component does not restrict.
 *
 * @param reason for people
 * @param submissions these alone
 * @param problem id of the problem they were judged against
 * @param version of that problem that they were judged against
 * @param language id
 * @param verdicts they have now
 * @param createdFrom inclusive
 * @param createdTo exclusive
 * @param rounds how often each is judged, 1 to 20: the first round counts, the others show
 *     flakiness
 */
public record RejudgingRequest(
    String reason,
    List<SubmissionId> submissions,
    Optional<String> problem,
    Optional<String> version,
    Optional<String> language,
    Set<Verdict> verdicts,
    Optional<Instant> createdFrom,
    Optional<Instant> createdTo,
    int rounds) {

  /** Most {@link #rounds}. */
  public static final int MOST_ROUNDS = 20;

  /** Most submissions that can be named one by one. */
  public static final int MOST_SUBMISSIONS = 1000;

  public RejudgingRequest {
    submissions = List.copyOf(submissions);
    verdicts = Set.copyOf(verdicts);
    if (rounds < 1 || rounds > MOST_ROUNDS) {
      throw new IllegalArgumentException("rounds: " + rounds);
    }
  }
}
