package dev.glovebox.dashboard;

import dev.glovebox.language.Language;
import dev.glovebox.language.Languages;
import dev.glovebox.rejudging.RejudgingRequest;
import dev.glovebox.submission.SubmissionId;
import dev.glovebox.submission.Verdict;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.util.MultiValueMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is to be judged again, as the form asks for it.
 *
 * @param tenant name of the tenant whose submissions they are
 */
record RejudgingForm(String tenant, RejudgingRequest request) {

  private static final int LONGEST_REASON = 1000;
  private static final int LONGEST_WORD = 100;
  private static final int LONGEST_LIST = 50_000;
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Reads a form. Without verdicts, everything but what was accepted is judged again.
   *
   * @throws Malformed when a field has no meaning, or nothing says what to judge again
   */
  static RejudgingForm of(MultiValueMap<String, String> parameters, Languages languages) {
    var asked = new Asked(parameters);
    Set<Verdict> verdicts = EnumSet.noneOf(Verdict.class);
    verdicts.addAll(
        asked.values("verdict", text -> Verdict.valueOf(text.toUpperCase(Locale.ROOT))));
    var request =
        new RejudgingRequest(
            asked.text("reason", LONGEST_REASON).orElse(""),
            submissions(asked),
            asked.text("problem", LONGEST_WORD),
            asked.text("version", LONGEST_WORD),
            asked
                .text("language", LONGEST_WORD)
                .map(id ->
                    languages
                        .find(id)
                        .map(Language::id)
                        .orElseThrow(() -> new Malformed("language"))),
            verdicts.isEmpty() ? EnumSet.complementOf(EnumSet.of(Verdict.ACCEPTED)) : verdicts,
            asked.value("from", RejudgingForm::day),
            asked.value("to", text -> day(LocalDate.parse(text).plusDays(1).toString())),
            asked.value("rounds", Integer::parseInt).filter(RejudgingForm::round).orElse(1));
    if (request.submissions().isEmpty()
        && request.problem().isEmpty()
        && request.language().isEmpty()
        && request.createdFrom().isEmpty()) {
      throw new Malformed("problem");
    }
    return new RejudgingForm(asked.required("tenant", LONGEST_WORD), request);
  }

  /** The request as the REST interface would take it. */
  String json() {
    ObjectNode json = JSON.createObjectNode();
    json.put("reason", request.reason());
    request.problem().ifPresent(value -> json.put("problem", value));
    request.version().ifPresent(value -> json.put("version", value));
    request.language().ifPresent(value -> json.put("language", value));
    request.createdFrom().ifPresent(value -> json.put("from", value.toString()));
    request.createdTo().ifPresent(value -> json.put("to", value.toString()));
    json.put("rounds", request.rounds());
    var verdicts = json.putArray("verdicts");
    request.verdicts().stream().sorted().map(Verdict::code).forEach(verdicts::add);
    if (!request.submissions().isEmpty()) {
      var submissions = json.putArray("submissions");
      request.submissions().forEach(id -> submissions.add(id.toString()));
    }
    return json.toString();
  }

  private static List<SubmissionId> submissions(Asked asked) {
    List<SubmissionId> ids =
        asked
            .value(
                "submissions",
                text -> {
                  if (text.length() > LONGEST_LIST) {
                    throw new IllegalArgumentException("submissions");
                  }
                  return Stream.of(text.strip().split("[\\s,]+"))
                      .map(one -> new SubmissionId(UUID.fromString(one)))
                      .toList();
                })
            .orElse(List.of());
    if (ids.size() > RejudgingRequest.MOST_SUBMISSIONS) {
      throw new Malformed("submissions");
    }
    return ids;
  }

  private static Instant day(String text) {
    return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static boolean round(int rounds) {
    if (rounds < 1 || rounds > RejudgingRequest.MOST_ROUNDS) {
      throw new Malformed("rounds");
    }
    return true;
  }

  /** Days of the form and verdicts that are chosen when it is opened. */
  record Prefilled(Optional<String> tenant, Optional<String> problem, Optional<String> language) {
    static Prefilled of(MultiValueMap<String, String> parameters) {
      var asked = new Asked(parameters);
      return new Prefilled(
          asked.text("tenant", LONGEST_WORD),
          asked.text("problem", LONGEST_WORD),
          asked.text("language", LONGEST_WORD));
    }
  }
}
