package dev.glovebox.dashboard;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What a list of problems shows: all of it is in the page's address.
 *
 * @param text part of the id or the name
 * @param tenant name
 * @param state which ones
 * @param after the last row of the page before
 */
record ProblemQuery(
    Optional<String> text, Optional<String> tenant, Optional<State> state, Optional<Mark> after) {

  private static final int LONGEST = 100;

  /** Which problems. */
  enum State {
    /** Those whose newest version can be judged. */
    IN_USE,
    /** Those whose newest version is out of use. */
    QUARANTINED,
    /** Those whose import had something to say. */
    WARNED;

    private static State parse(String text) {
      return valueOf(text.toUpperCase(java.util.Locale.ROOT));
    }
  }

  /** A row, by what the list is ordered by. */
  record Mark(String problem, UUID tenant) {

    private static Mark parse(String text) {
      int end = text.indexOf('_');
      if (end < 0 || text.length() > 2 * LONGEST) {
        throw new IllegalArgumentException(text);
      }
      return new Mark(text.substring(end + 1), UUID.fromString(text.substring(0, end)));
    }

    @Override
    public String toString() {
      return tenant + "_" + problem;
    }
  }

  /**
   * Reads an address.
   *
   * @throws Malformed when a parameter has no meaning
   */
  static ProblemQuery of(MultiValueMap<String, String> parameters) {
    var asked = new Asked(parameters);
    return new ProblemQuery(
        asked.text("text", LONGEST),
        asked.text("tenant", LONGEST),
        asked.value("state", State::parse),
        asked.value("after", Mark::parse));
  }

  ProblemQuery after(Mark last) {
    return new ProblemQuery(text, tenant, state, Optional.of(last));
  }

  /** The same from its beginning. */
  public ProblemQuery first() {
    return new ProblemQuery(text, tenant, state, Optional.empty());
  }

  /** Whether it leaves anything out. */
  public boolean filters() {
    return text.isPresent() || tenant.isPresent() || state.isPresent();
  }

  /** Its address, encoded. */
  public String url() {
    var url = UriComponentsBuilder.fromPath(DashboardDoor.PATH + "/problems");
    text.ifPresent(_ -> url.queryParam("text", "{text}"));
    tenant.ifPresent(_ -> url.queryParam("tenant", "{tenant}"));
    state.ifPresent(
        value -> url.queryParam("state", value.name().toLowerCase(java.util.Locale.ROOT)));
    after.ifPresent(_ -> url.queryParam("after", "{after}"));
    return url.encode()
        .buildAndExpand(
            Map.of(
                "text", text.orElse(""),
                "tenant", tenant.orElse(""),
                "after", after.map(Mark::toString).orElse("")))
        .toUriString();
  }
}
