package dev.glovebox.dashboard;

import dev.glovebox.ci.run.RunState;
import dev.glovebox.dashboard.SubmissionQuery.Mark;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What a list of runs shows: all of it is in the page's address.
 *
 * @param project name
 * @param tenant name
 * @param from first day, of UTC
 * @param to last day, of UTC
 * @param after the last row of the page before
 */
record RunQuery(
    Optional<RunState> state,
    Optional<String> project,
    Optional<String> ref,
    Optional<String> tenant,
    Optional<LocalDate> from,
    Optional<LocalDate> to,
    Optional<Mark> after) {

  private static final int LONGEST = 255;

  /**
   * Reads an address.
   *
   * @throws Malformed when a parameter has no meaning
   */
  static RunQuery of(MultiValueMap<String, String> parameters) {
    var asked = new Asked(parameters);
    return new RunQuery(
        asked.value("state", text -> RunState.valueOf(text.toUpperCase(Locale.ROOT))),
        asked.text("project", LONGEST),
        asked.text("ref", LONGEST),
        asked.text("tenant", LONGEST),
        asked.value("from", LocalDate::parse),
        asked.value("to", LocalDate::parse),
        asked.value("after", Mark::parse));
  }

  RunQuery after(Mark last) {
    return new RunQuery(state, project, ref, tenant, from, to, Optional.of(last));
  }

  /** The same from its beginning. */
  public RunQuery first() {
    return new RunQuery(state, project, ref, tenant, from, to, Optional.empty());
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
    return !first().equals(of(new org.springframework.util.LinkedMultiValueMap<>()));
  }

  /** Its fields, as a form sends them. */
  Map<String, String> fields() {
    var fields = new TreeMap<String, String>();
    state.ifPresent(value -> fields.put("state", value.code()));
    project.ifPresent(value -> fields.put("project", value));
    ref.ifPresent(value -> fields.put("ref", value));
    tenant.ifPresent(value -> fields.put("tenant", value));
    from.ifPresent(value -> fields.put("from", value.toString()));
    to.ifPresent(value -> fields.put("to", value.toString()));
    return fields;
  }

  /** Its address, encoded. */
  public String url() {
    return url("/runs");
  }

  /** Where all of it is as a file, encoded. */
  public String csv() {
    return first().url("/runs.csv");
  }

  private String url(String path) {
    var url = UriComponentsBuilder.fromPath(DashboardDoor.PATH + path);
    state.ifPresent(value -> url.queryParam("state", value.code()));
    project.ifPresent(_ -> url.queryParam("project", "{project}"));
    ref.ifPresent(_ -> url.queryParam("ref", "{ref}"));
    tenant.ifPresent(_ -> url.queryParam("tenant", "{tenant}"));
    from.ifPresent(value -> url.queryParam("from", value));
    to.ifPresent(value -> url.queryParam("to", value));
    after.ifPresent(value -> url.queryParam("after", value));
    return url.encode()
        .buildAndExpand(
            Map.of(
                "project", project.orElse(""),
                "ref", ref.orElse(""),
                "tenant", tenant.orElse("")))
        .toUriString();
  }

  /** What asks the REST interface for the same of the key's tenant, encoded. */
  String api() {
    var url = UriComponentsBuilder.fromPath("/api/v1/runs");
    state.ifPresent(value -> url.queryParam("state", value.code()));
    project.ifPresent(_ -> url.queryParam("project", "{project}"));
    ref.ifPresent(_ -> url.queryParam("ref", "{ref}"));
    begin().ifPresent(value -> url.queryParam("since", value));
    return url.encode()
        .buildAndExpand(Map.of("project", project.orElse(""), "ref", ref.orElse("")))
        .toUriString();
  }
}
