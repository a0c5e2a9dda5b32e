package dev.glovebox.dashboard;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How the service is, in figures, for all tenants together. */
final class Figures {

  private static final String QUEUE =
      """
      select (select count(*) from job where state = 'QUEUED') as queued,
        (select count(*) from job where state = 'RUNNING') as running,
        (select extract(epoch from now() - min(enqueued_at)) from job where state = 'QUEUED') as oldest
      """;

  private static final String VERDICTS =
      """
      select verdict, count(*) as results from result
      where created_at > now() - interval '1 hour' group by verdict order by results desc, verdict
      """;

  private static final String MINUTES =
      """
      select extract(epoch from minute)::bigint as at, coalesce(results, 0) as results, coalesce(errors, 0) as errors
      from generate_series(date_trunc('minute', now()) - interval '59 minutes', date_trunc('minute', now()),
        interval '1 minute') as minute
      left join (
        select date_trunc('minute', created_at) as minute, count(*) as results,
          count(*) filter (where verdict = 'INTERNAL_ERROR') as errors
        from result where created_at > now() - interval '61 minutes' group by 1) as counted using (minute)
      order by minute
      """;

  private final JdbcClient jdbc;

  Figures(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What waits and runs.
   *
   * @param oldestSeconds how long the one that has waited longest; empty = none waits
   */
  record Queue(long queued, long running, Optional<Long> oldestSeconds) {}

  /** How many submissions of the last hour ended so; the verdict by its name in the database. */
  record VerdictCount(String verdict, long results) {}

  /**
   * What ended in one minute.
   *
   * @param at its beginning, seconds of Unix time
   * @param results all
   * @param errors the service's own
   */
  record Minute(long at, long results, long errors) {}

  Queue queue() {
    return jdbc.sql(QUEUE)
        .query((row, _) ->
            new Queue(
                row.getLong("queued"),
                row.getLong("running"),
                Optional.ofNullable(row.getBigDecimal("oldest")).map(Number::longValue)))
        .single();
  }

  List<VerdictCount> verdictsOfLastHour() {
    return jdbc.sql(VERDICTS)
        .query((row, _) -> new VerdictCount(row.getString("verdict"), row.getLong("results")))
        .list();
  }

  /** The last 60 minutes, oldest first, the present one included. */
  List<Minute> minutesOfLastHour() {
    return jdbc.sql(MINUTES)
        .query((row, _) ->
            new Minute(row.getLong("at"), row.getLong("results"), row.getLong("errors")))
        .list();
  }
}
