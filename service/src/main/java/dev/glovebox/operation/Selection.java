package dev.glovebox.operation;

import dev.glovebox.submission.SubmissionView;
import dev.glovebox.submission.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * With what something is done; an empty component does not restrict. One that contradicts the kind
 * of the operation selects nothing: what is cancelled has no verdict yet.
 *
 * @param tenant whose, with its name
 * @param state of submissions
 * @param verdict of submissions
 * @param language of submissions, an id
 * @param problem of submissions, an id
 * @param project of CI runs, its name
 * @param ref of CI runs
 * @param from when submissions were accepted or runs created, inclusive
 * @param to exclusive
 */
public record Selection(
    Optional<Whose> tenant,
    Optional<SubmissionView.State> state,
    Optional<Verdict> verdict,
    Optional<String> language,
    Optional<String> problem,
    Optional<String> project,
    Optional<String> ref,
    Optional<Instant> from,
    Optional<Instant> to) {

  /** A tenant. */
  public record Whose(UUID id, String name) {}

  /** Of submissions. */
  public static Selection submissions(
      Optional<Whose> tenant,
      Optional<SubmissionView.State> state,
      Optional<Verdict> verdict,
      Optional<String> language,
      Optional<String> problem,
      Optional<Instant> from,
      Optional<Instant> to) {
    return new Selection(
        tenant, state, verdict, language, problem, Optional.empty(), Optional.empty(), from, to);
  }

  /** Of jobs of CI runs. */
  public static Selection jobs(
      Optional<Whose> tenant,
      Optional<String> project,
      Optional<String> ref,
      Optional<Instant> from,
      Optional<Instant> to) {
    return new Selection(
        tenant,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        project,
        ref,
        from,
        to);
  }

  /** For people. */
  String words() {
    var words = new ArrayList<String>();
    words.add(tenant.map(whose -> "tenant " + whose.name()).orElse("all tenants"));
    state.ifPresent(value -> words.add(value.name().toLowerCase(Locale.ROOT)));
    verdict.ifPresent(value -> words.add(value.text()));
    add(words, "language", language);
    add(words, "problem", problem);
    add(words, "project", project);
    add(words, "branch or tag", ref);
    add(words, "from", from.map(Instant::toString));
    add(words, "before", to.map(Instant::toString));
    return String.join(", ", words);
  }

  private static void add(List<String> words, String name, Optional<String> value) {
    value.ifPresent(text -> words.add(name + " " + text));
  }
}
