package dev.glovebox.api;

import dev.glovebox.language.Language;
import dev.glovebox.language.Languages;
import dev.glovebox.rejudging.RejudgingRequest;
import dev.glovebox.submission.SubmissionId;
import dev.glovebox.submission.Verdict;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Makes a {@link RejudgingRequest} of a JSON object, or tells every rule that it breaks. Without
 * verdicts, everything but what was accepted is judged again.
 */
@Component
class RejudgingReader {

  private static final int LONGEST_REASON = 1000;
  private static final int LONGEST_WORD = 100;

  private final Languages languages;

  RejudgingReader(Languages languages) {
    this.languages = languages;
  }

  RejudgingRequest read(Fields fields) {
    String reason = fields.text("reason", LONGEST_REASON).orElse("");
    List<SubmissionId> submissions = submissions(fields);
    Optional<String> problem = fields.text("problem", LONGEST_WORD);
    Optional<String> version = fields.text("version", LONGEST_WORD);
    Optional<String> language =
        fields.text("language", LONGEST_WORD).map(name -> language(fields, name));
    Set<Verdict> verdicts = verdicts(fields);
    Optional<Instant> from = instant(fields, "from");
    Optional<Instant> to = instant(fields, "to");
    int rounds = fields.integer("rounds", 1, RejudgingRequest.MOST_ROUNDS).orElse(1L).intValue();
    if (submissions.isEmpty() && problem.isEmpty() && language.isEmpty() && from.isEmpty()) {
      fields.fault(
          "problem",
          "required",
          "or submissions, language or from is needed: what to judge again.");
    }
    fields.end();
    return new RejudgingRequest(
        reason, submissions, problem, version, language, verdicts, from, to, rounds);
  }

  private static List<SubmissionId> submissions(Fields fields) {
    List<SubmissionId> ids = new ArrayList<>();
    for (String text :
        fields
            .texts("submissions", RejudgingRequest.MOST_SUBMISSIONS, LONGEST_WORD)
            .orElse(List.of())) {
      SubmissionController.Ids.parse(text)
          .ifPresentOrElse(
              ids::add,
              () ->
                  fields.fault(
                      "submissions",
                      "not-allowed",
                      "holds %s, which is no id of a submission.".formatted(Shown.quoted(text))));
    }
    return ids;
  }

  private static Set<Verdict> verdicts(Fields fields) {
    Optional<List<String>> names = fields.texts("verdicts", Verdict.values().length, LONGEST_WORD);
    if (names.isEmpty()) {
      return EnumSet.complementOf(EnumSet.of(Verdict.ACCEPTED));
    }
    Set<Verdict> verdicts = EnumSet.noneOf(Verdict.class);
    for (String name : names.get()) {
      Optional<Verdict> verdict =
          Stream.of(Verdict.values())
              .filter(v -> v.code().equals(name) || ResultBody.code(v).equals(name))
              .findAny();
      verdict.ifPresentOrElse(
          verdicts::add,
          () ->
              fields.fault(
                  "verdicts",
                  "not-allowed",
                  "holds %s, which is no verdict.".formatted(Shown.quoted(name))));
    }
    return verdicts;
  }

  private String language(Fields fields, String name) {
    Optional<String> id = languages.find(name).map(Language::id);
    if (id.isEmpty()) {
      fields.fault("language", "not-allowed", "must be a language of GET /api/v1/languages.");
    }
    return id.orElse("");
  }

  private static Optional<Instant> instant(Fields fields, String name) {
    return fields
        .text(name, LONGEST_WORD)
        .flatMap(text -> {
          try {
            return Optional.of(OffsetDateTime.parse(text).toInstant()).filter(Parameters::inRange);
          } catch (DateTimeException e) {
            fields.fault(name, "wrong-type", "must be a time such as 2026-01-31T12:00:00Z.");
            return Optional.empty();
          }
        });
  }
}
