package dev.glovebox.dashboard;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rejudgings of all tenants. */
final class RejudgingLists {

  static final int PAGE = 50;

  private static final String LIST =
      """
      select r.id, t.name as tenant, r.reason, r.state, r.rounds, r.created_at, r.ended_at
      from rejudging r join tenant t on t.id = r.tenant_id
      where (r.created_at, r.id) < (:at, :id)
      order by r.created_at desc, r.id desc limit :limit
      """;

  private static final String TENANT =
      "select t.id, t.name from rejudging r join tenant t on t.id = r.tenant_id where r.id = :id";

  private final JdbcClient jdbc;

  RejudgingLists(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A rejudging.
   *
   * @param state by its name in the database: OPEN, APPLIED or DISCARDED
   */
  record Row(
      UUID id,
      String tenant,
      String reason,
      String state,
      int rounds,
      Instant createdAt,
      Optional<Instant> endedAt) {}

  /** Whose a rejudging is. */
  record Owner(UUID tenant, String name) {}

  /** The newest ones before a row; at most one more than fit a page. */
  List<Row> before(SubmissionQuery.Mark mark) {
    return jdbc.sql(LIST)
        .param("at", mark.at().atOffset(ZoneOffset.UTC))
        .param("id", mark.id())
        .param("limit", PAGE + 1)
        .query((row, _) ->
            new Row(
                row.getObject("id", UUID.class),
                row.getString("tenant"),
                Legible.of(row.getString("reason")),
                row.getString("state"),
                row.getInt("rounds"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getObject("ended_at", OffsetDateTime.class))
                    .map(OffsetDateTime::toInstant)))
        .list();
  }

  Optional<Owner> owner(UUID id) {
    return jdbc.sql(TENANT)
        .param("id", id)
        .query((row, _) -> new Owner(row.getObject("id", UUID.class), row.getString("name")))
        .optional();
  }
}
