package dev.glovebox.judge0;

import dev.glovebox.submission.SubmissionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code judge0_submission}. */
@Component
class TokenRows {

  private static final String INSERT =
      """
      insert into judge0_submission (token, submission_id, tenant_id, asked, created_at)
      select token, submission_id, :tenant, asked::jsonb, created_at
      from unnest(:tokens::uuid[], :submissions::uuid[], :asked::text[], :created::timestamptz[])
        as t (token, submission_id, asked, created_at)
      """;

  private static final String FIND =
      """
      select token, submission_id, tenant_id, asked, created_at from judge0_submission
      where tenant_id = :tenant and token = any(:tokens::uuid[])
      """;

  private static final String PAGE =
      """
      select token, submission_id, tenant_id, asked, created_at from judge0_submission
      where tenant_id = :tenant order by created_at desc, submission_id desc limit :size offset :from
      """;

  private static final JsonMapper JSON = new JsonMapper();

  private final JdbcClient jdbc;

  TokenRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** All of one tenant. */
  void insert(UUID tenant, List<Known> known) {
    jdbc.sql(INSERT)
        .param("tenant", tenant)
        .param("tokens", new SqlArrayValue("uuid", known.stream().map(Known::token).toArray()))
        .param(
            "submissions",
            new SqlArrayValue("uuid", known.stream().map(k -> k.id().value()).toArray()))
        .param(
            "asked",
            new SqlArrayValue(
                "text", known.stream().map(k -> JSON.writeValueAsString(k.asked())).toArray()))
        .param(
            "created",
            new SqlArrayValue(
                "timestamptz",
                known.stream().map(k -> k.createdAt().atOffset(ZoneOffset.UTC)).toArray()))
        .update();
  }

  /** Those that the tenant has, in no order. */
  List<Known> find(UUID tenant, List<UUID> tokens) {
    return jdbc.sql(FIND)
        .param("tenant", tenant)
        .param("tokens", new SqlArrayValue("uuid", tokens.toArray()))
        .query((row, _) -> known(row))
        .list();
  }

  /** The one that a submission of this door is known by. */
  Optional<Known> of(SubmissionId id) {
    return jdbc.sql(
            """
            select token, submission_id, tenant_id, asked, created_at from judge0_submission
            where submission_id = :id
            """)
        .param("id", id.value())
        .query((row, _) -> known(row))
        .optional();
  }

  /** Newest first. */
  List<Known> page(UUID tenant, long from, long size) {
    return jdbc.sql(PAGE)
        .param("tenant", tenant)
        .param("from", from)
        .param("size", size)
        .query((row, _) -> known(row))
        .list();
  }

  long count(UUID tenant) {
    return jdbc.sql("select count(*) from judge0_submission where tenant_id = :tenant")
        .param("tenant", tenant)
        .query(Long.class)
        .single();
  }

  private static Known known(ResultSet row) throws SQLException {
    return new Known(
        row.getObject("token", UUID.class),
        new SubmissionId(row.getObject("submission_id", UUID.class)),
        row.getObject("tenant_id", UUID.class),
        JSON.readValue(row.getString("asked"), Asked.class),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
