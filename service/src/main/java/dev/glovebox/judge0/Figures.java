package dev.glovebox.judge0;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How much there is of everything, counted now and then. */
@Component
class Figures {

  private static final Duration GOOD_FOR = Duration.ofMinutes(10);

  private static final String DAYS =
      """
      select to_char(created_at at time zone 'UTC', 'YYYY-MM-DD') as day, count(*) as n
      from judge0_submission where tenant_id = :tenant and created_at > now() - interval '30 days'
      group by 1 order by 1 desc
      """;

  private static final String LANGUAGES =
      """
      select (asked->>'languageId')::int as id, count(*) as n from judge0_submission
      where tenant_id = :tenant group by 1
      """;

  /** Signals are told apart only where single submissions are read. */
  private static final String STATUSES =
      """
      select case
          when j.state = 'QUEUED' then 1 when j.state = 'RUNNING' then 2
          when r.verdict = 'ACCEPTED' then 3
          when r.verdict in ('WRONG_ANSWER', 'PRESENTATION_ERROR', 'NO_OUTPUT') then 4
          when r.verdict in ('TIME_LIMIT', 'WALL_LIMIT') then 5
          when r.verdict = 'COMPILE_ERROR' then 6
          when r.verdict = 'OUTPUT_LIMIT' then 8
          when r.verdict in ('RUNTIME_ERROR') then 11
          when r.verdict in ('MEMORY_LIMIT', 'SECURITY_VIOLATION') then 12
          else 13 end as id,
        count(*) as n
      from judge0_submission s join job j on j.subject = s.submission_id
      left join result r on r.submission_id = s.submission_id
      where s.tenant_id = :tenant group by 1
      """;

  private static final String WORKERS =
      """
      select coalesce(sum(slots), 0) as slots, coalesce(sum(running), 0) as running from worker
      where heartbeat_at > now() - interval '1 minute' and not draining
      """;

  private final JdbcClient jdbc;
  private final InstantSource clock;
  private final KnownLanguages languages;
  private final Map<UUID, Counted> counted = new ConcurrentHashMap<>();

  Figures(JdbcClient jdbc, InstantSource clock, KnownLanguages languages) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.languages = languages;
  }

  private record Counted(Instant at, Map<String, Object> figures) {}

  /**
   * @param again whether older figures will not do
   */
  Map<String, Object> statistics(UUID tenant, boolean again) {
    Instant now = clock.instant();
    Counted before = counted.get(tenant);
    if (before == null || again || before.at().plus(GOOD_FOR).isBefore(now)) {
      before = new Counted(now, count(tenant, now));
      counted.put(tenant, before);
    }
    return before.figures();
  }

  private Map<String, Object> count(UUID tenant, Instant now) {
    Map<String, Long> days = days(tenant);
    String today = LocalDate.ofInstant(now, java.time.ZoneOffset.UTC).toString();
    Map<String, Object> submissions = new LinkedHashMap<>();
    submissions.put(
        "total",
        jdbc.sql("select count(*) from judge0_submission where tenant_id = :tenant")
            .param("tenant", tenant)
            .query(Long.class)
            .single());
    submissions.put("today", days.getOrDefault(today, 0L));
    submissions.put("last_30_days", days);
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("created_at", SubmissionWriter.time(now));
    figures.put("cached_until", SubmissionWriter.time(now.plus(GOOD_FOR)));
    figures.put("submissions", submissions);
    figures.put(
        "languages",
        ranked(
            "language",
            counts(LANGUAGES, tenant),
            key -> languages.stored(key).map(KnownLanguage::name).orElse("")));
    figures.put(
        "statuses",
        ranked(
            "status",
            counts(STATUSES, tenant),
            id -> Status.of(id).map(Status::description).orElse("")));
    figures.put("database", database());
    return figures;
  }

  private Map<String, Long> days(UUID tenant) {
    Map<String, Long> days = new LinkedHashMap<>();
    jdbc.sql(DAYS)
        .param("tenant", tenant)
        .query(row -> {
          days.put(row.getString("day"), row.getLong("n"));
        });
    return days;
  }

  private Map<Integer, Long> counts(String sql, UUID tenant) {
    Map<Integer, Long> counts = new HashMap<>();
    jdbc.sql(sql)
        .param("tenant", tenant)
        .query(row -> {
          counts.put(row.getInt("id"), row.getLong("n"));
        });
    return counts;
  }

  private static List<Map<String, Object>> ranked(
      String what, Map<Integer, Long> counts, java.util.function.IntFunction<String> names) {
    List<Map<String, Object>> ranked = new ArrayList<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<Integer, Long>comparingByValue().reversed())
        .forEach(entry -> {
          Map<String, Object> of = new LinkedHashMap<>();
          of.put("id", Flavour.id(entry.getKey()));
          of.put("name", names.apply(entry.getKey()));
          Map<String, Object> one = new LinkedHashMap<>();
          one.put(what, of);
          one.put("count", entry.getValue());
          ranked.add(one);
        });
    return ranked;
  }

  private Map<String, Object> database() {
    long bytes = jdbc.sql("select pg_database_size(current_database())").query(Long.class).single();
    Map<String, Object> database = new LinkedHashMap<>();
    database.put("size_pretty", (bytes >> 20) + " MB");
    database.put("size_in_bytes", bytes);
    return database;
  }

  /** The one queue, as a list. */
  List<Map<String, Object>> workers(String queue) {
    long waiting =
        jdbc.sql("select count(*) from job where state = 'QUEUED'").query(Long.class).single();
    return jdbc.sql(WORKERS)
        .query((row, _) -> {
          long slots = row.getLong("slots");
          long working = Math.min(slots, row.getLong("running"));
          Map<String, Object> one = new LinkedHashMap<>();
          one.put("queue", queue);
          one.put("size", waiting);
          one.put("available", slots);
          one.put("idle", slots - working);
          one.put("working", working);
          one.put("paused", 0);
          one.put("failed", 0);
          return one;
        })
        .list();
  }
}
