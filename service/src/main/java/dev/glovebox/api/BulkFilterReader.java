package dev.glovebox.api;

import dev.glovebox.language.Language;
import dev.glovebox.language.Languages;
import dev.glovebox.submission.BulkCancel;
import dev.glovebox.submission.Priority;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Reads which of a tenant's submissions something is done with. */
@Component
class BulkFilterReader {

  static final int LONGEST_WORD = 100;
  private static final int LONGEST_REASON = 500;

  private final Languages languages;

  BulkFilterReader(Languages languages) {
    this.languages = languages;
  }

  BulkCancel.Filter read(UUID tenant, Fields body) {
    return new BulkCancel.Filter(
        Optional.of(tenant),
        body.word("state", List.of("queued", "running")).map(text -> text.equals("running")),
        language(body),
        body.text("problem", LONGEST_WORD),
        instant(body, "from"),
        instant(body, "to"));
  }

  /** The id of a language, whatever it is called. */
  Optional<String> language(Fields body) {
    return body.text("language", LONGEST_WORD)
        .map(name -> {
          Optional<String> id = languages.find(name).map(Language::id);
          if (id.isEmpty()) {
            body.fault("language", "not-allowed", "must be a language of GET /api/v1/languages.");
          }
          return id.orElse("");
        });
  }

  /** Why, for people; empty where it may be. */
  static String reason(Fields body, boolean needed) {
    String reason = body.text("reason", LONGEST_REASON).map(String::strip).orElse("");
    if (needed && reason.isEmpty()) {
      body.fault("reason", "required", "is needed.");
    }
    return reason;
  }

  /** Where to; it must be there. */
  static Priority priority(Fields body) {
    Optional<Priority> to =
        body.word("priority", Stream.of(Priority.values()).map(ResultBody::code).toList())
            .map(word -> Priority.valueOf(word.toUpperCase(Locale.ROOT)));
    if (!body.has("priority")) {
      body.fault("priority", "required", "is needed.");
    }
    return to.orElse(Priority.NORMAL);
  }

  /** A point in time. */
  static Optional<Instant> instant(Fields body, String name) {
    return body.text(name, LONGEST_WORD)
        .flatMap(text -> {
          try {
            return Optional.of(OffsetDateTime.parse(text).toInstant()).filter(Parameters::inRange);
          } catch (DateTimeException e) {
            body.fault(name, "wrong-type", "must be a time such as 2026-01-31T12:00:00Z.");
            return Optional.empty();
          }
        });
  }
}
