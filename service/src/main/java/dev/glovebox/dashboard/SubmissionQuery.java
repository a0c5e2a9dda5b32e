package dev.glovebox.dashboard;

import dev.glovebox.submission.SubmissionView;
import dev.glovebox.submission.Verdict;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What a list of submissions shows: all of it is in the page's address, and nowhere else.
 *
 * @param state where they are
 * @param verdict what came of them
 * @param language id
 * @param tenant name
 * @param from first day, of UTC
 * @param to last day, of UTC
 * @param oldestFirst whether the oldest come first
 * @param after the last row of the page before
 */
record SubmissionQuery(
    Optional<SubmissionView.State> state,
    Optional<Verdict> verdict,
    Optional<String> language,
    Optional<String> tenant,
    Optional<LocalDate> from,
    Optional<LocalDate> to,
    boolean oldestFirst,
    Optional<Mark> after) {

  /** Of what names something, in characters. */
  private static final int LONGEST = 255;

  /**
   * A row, by what lists are ordered by.
   *
   * @param at when the submission was accepted
   */
  record Mark(Instant at, UUID id) {

    static Mark parse(String text) {
      int dot = text.indexOf('_');
      if (dot < 0) {
        throw new IllegalArgumentException(text);
      }
      long micros = Long.parseLong(text.substring(0, dot));
      Instant at =
          Instant.ofEpochSecond(
              Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
      return new Mark(at, UUID.fromString(text.substring(dot + 1)));
    }

    @Override
    public String toString() {
      return at.getEpochSecond() * 1_000_000 + at.getNano() / 1000 + "_" + id;
    }
  }

  /**
   * Reads an address.
   *
   * @throws Malformed when a parameter has no meaning
   */
  static SubmissionQuery of(MultiValueMap<String, String> parameters) {
    var asked = new Asked(parameters);
    return new SubmissionQuery(
        asked.value("state", text -> SubmissionView.State.valueOf(upper(text))),
        asked.value("verdict", text -> Verdict.valueOf(upper(text))),
        asked.text("language", LONGEST),
        asked.text("tenant", LONGEST),
        asked.value("from", LocalDate::parse),
        asked.value("to", LocalDate::parse),
        asked.value("order", SubmissionQuery::oldestFirst).orElse(false),
        asked.value("after", Mark::parse));
  }

  /** The same from its beginning. */
  public SubmissionQuery first() {
    return at(Optional.empty(), oldestFirst);
  }

  /** The same, the other way round. */
  SubmissionQuery reversed() {
    return at(Optional.empty(), !oldestFirst);
  }

  /** What comes after a row. */
  SubmissionQuery after(Mark last) {
    return at(Optional.of(last), oldestFirst);
  }

  /** The beginning of {@link #from}. */
  Optional<Instant> begin() {
    return from.map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  /** The end of {@link #to}. */
  Optional<Instant> end() {
    return to.map(day -> day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  /** Whether it leaves anything out. */
  public boolean filters() {
    return state.isPresent()
        || verdict.isPresent()
        || language.isPresent()
        || tenant.isPresent()
        || from.isPresent()
        || to.isPresent();
  }

  /** Its fields, as a form sends them. */
  Map<String, String> fields() {
    var fields = new TreeMap<String, String>();
    state.ifPresent(value -> fields.put("state", lower(value)));
    verdict.ifPresent(value -> fields.put("verdict", lower(value)));
    language.ifPresent(value -> fields.put("language", value));
    tenant.ifPresent(value -> fields.put("tenant", value));
    from.ifPresent(value -> fields.put("from", value.toString()));
    to.ifPresent(value -> fields.put("to", value.toString()));
    return fields;
  }

  /** Its address, encoded. */
  public String url() {
    return url("/submissions");
  }

  /** Where all of it is as a file, encoded. */
  public String csv() {
    return first().url("/submissions.csv");
  }

  private String url(String path) {
    var url = UriComponentsBuilder.fromPath(DashboardDoor.PATH + path);
    state.ifPresent(value -> url.queryParam("state", lower(value)));
    verdict.ifPresent(value -> url.queryParam("verdict", lower(value)));
    language.ifPresent(value -> url.queryParam("language", "{language}"));
    tenant.ifPresent(value -> url.queryParam("tenant", "{tenant}"));
    from.ifPresent(value -> url.queryParam("from", value));
    to.ifPresent(value -> url.queryParam("to", value));
    if (oldestFirst) {
      url.queryParam("order", "oldest");
    }
    after.ifPresent(value -> url.queryParam("after", value));
    return url.encode()
        .buildAndExpand(Map.of("language", language.orElse(""), "tenant", tenant.orElse("")))
        .toUriString();
  }

  /** What asks the REST interface for the same of the key's tenant, encoded. */
  String api() {
    var url = UriComponentsBuilder.fromPath("/api/v1/submissions");
    state.ifPresent(value -> url.queryParam("state", lower(value)));
    verdict.ifPresent(value -> url.queryParam("verdict", value.code()));
    language.ifPresent(_ -> url.queryParam("language", "{language}"));
    begin().ifPresent(value -> url.queryParam("from", value));
    end().ifPresent(value -> url.queryParam("to", value));
    return url.encode().buildAndExpand(Map.of("language", language.orElse(""))).toUriString();
  }

  private SubmissionQuery at(Optional<Mark> mark, boolean oldest) {
    return new SubmissionQuery(state, verdict, language, tenant, from, to, oldest, mark);
  }

  private static boolean oldestFirst(String text) {
    return switch (text) {
      case "oldest" -> true;
      case "newest" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
