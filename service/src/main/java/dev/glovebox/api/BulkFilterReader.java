package dev.glovebox.api;

import dev.glovebox.language.Language;
import dev.glovebox.language.Languages;
import dev.glovebox.submission.BulkCancel;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Reads which of a tenant's submissions something is done with. */
@Component
class BulkFilterReader {

  private static final int LONGEST_WORD = 100;

  private final Languages languages;

  BulkFilterReader(Languages languages) {
    this.languages = languages;
  }

  BulkCancel.Filter read(UUID tenant, Fields body) {
    Optional<String> state = body.word("state", List.of("queued", "running"));
    Optional<String> language =
        body.text("language", LONGEST_WORD)
            .map(name -> {
              Optional<String> id = languages.find(name).map(Language::id);
              if (id.isEmpty()) {
                body.fault(
                    "language", "not-allowed", "must be a language of GET /api/v1/languages.");
              }
              return id.orElse("");
            });
    return new BulkCancel.Filter(
        Optional.of(tenant),
        state.map(text -> text.equals("running")),
        language,
        body.text("problem", LONGEST_WORD),
        instant(body, "from"),
        instant(body, "to"));
  }

  private static Optional<Instant> instant(Fields body, String name) {
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
