package dev.glovebox.account;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Counts how often tenants were told to come back later (429): by tenant and hour in the database,
 * written now and then; in all as a metric.
 */
@Component
public class Refusals implements DisposableBean {

  /** Why somebody was refused. */
  public enum Kind {
    /** Too many requests. */
    REQUESTS,
    /** Too many submissions in a minute. */
    SUBMISSIONS,
    /** Too many submissions waiting. */
    QUEUE;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String ADD =
      """
      insert into refusal (tenant_id, hour, kind, times)
      select id, date_trunc('hour', now()), :kind, :times from tenant where id = :tenant
      on conflict (tenant_id, hour, kind) do update set times = refusal.times + excluded.times
      """;

  private final JdbcClient jdbc;
  private final MeterRegistry meters;
  private final Map<Counted, Long> counts = new ConcurrentHashMap<>();

  private record Counted(UUID tenant, Kind kind) {}

  Refusals(JdbcClient jdbc, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.meters = meters;
  }

  /** Notes that a tenant was refused. */
  public void count(UUID tenant, Kind kind) {
    counts.merge(new Counted(tenant, kind), 1L, Long::sum);
    meters.counter("glovebox.requests.refused", "kind", kind.code()).increment();
  }

  /** Writes what was counted since the last time. */
  @Scheduled(fixedDelayString = "${glovebox.account.use-recording:30s}", initialDelayString = "10s")
  void write() {
    for (Counted counted : List.copyOf(counts.keySet())) {
      Long times = counts.remove(counted);
      if (times != null) {
        jdbc.sql(ADD)
            .param("tenant", counted.tenant())
            .param("kind", counted.kind().code())
            .param("times", times)
            .update();
      }
    }
  }

  /** Removes what is older than a month. */
  @Scheduled(fixedDelayString = "1h", initialDelayString = "1m")
  void forget() {
    jdbc.sql("delete from refusal where hour < now() - interval '30 days'").update();
  }

  @Override
  public void destroy() {
    write();
  }
}
