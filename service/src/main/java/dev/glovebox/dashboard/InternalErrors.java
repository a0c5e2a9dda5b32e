package dev.glovebox.dashboard;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Submissions that ended by the service's own fault, those alike together. Alike are those of one
 * tenant, worker and problem whose messages differ in numbers and ids only.
 */
final class InternalErrors {

  /** Newest errors of a tenant that are looked at. */
  static final int MOST = 1_000;

  private static final String GROUPS =
      """
      with errors as materialized (
        select t.name as tenant, one.* from tenant t cross join lateral (
          select r.submission_id, r.submitted_at, split_part(r.worker, '#', 1) as worker, r.message from result r
          where r.tenant_id = t.id and r.verdict = 'INTERNAL_ERROR'
          order by r.submitted_at desc, r.submission_id desc limit :most) as one
        where :tenant::text is null or t.name = :tenant),
      described as (
        select e.*, s.request #>> '{request,problem,problem}' as problem,
          md5(concat_ws(' ', e.tenant, e.worker, s.request #>> '{request,problem,problem}',
            regexp_replace(left(e.message, 2000), '[0-9a-f]*[0-9][0-9a-f]*', '#', 'g'))) as print
        from errors e join submission s on s.id = e.submission_id where not s.trial)
      select print, tenant, worker, problem, count(*) as errors, min(submitted_at) as first, max(submitted_at) as last,
        (array_agg(message order by submitted_at desc))[1] as sample,
        (array_agg(submission_id order by submitted_at desc)) as ids
      from described group by print, tenant, worker, problem
      having :print::text is null or print = :print
      order by last desc limit 100
      """;

  private final JdbcClient jdbc;

  InternalErrors(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Errors that are alike.
   *
   * @param print names them, as long as none of their like in kind differs
   * @param sample the newest message; hostile text made legible
   * @param submissions the newest first
   */
  record Group(
      String print,
      String tenant,
      String worker,
      Optional<String> problem,
      long errors,
      Instant first,
      Instant last,
      String sample,
      List<UUID> submissions) {}

  /** Those of a tenant or of all; the kinds that happened last first, at most a hundred. */
  List<Group> groups(Optional<String> tenant) {
    return groups(tenant, Optional.empty());
  }

  /** Those of a kind. */
  Optional<Group> group(String tenant, String print) {
    return groups(Optional.of(tenant), Optional.of(print)).stream().findFirst();
  }

  private List<Group> groups(Optional<String> tenant, Optional<String> print) {
    return jdbc.sql(GROUPS)
        .param("most", MOST)
        .param("tenant", tenant.orElse(null))
        .param("print", print.orElse(null))
        .query((row, _) ->
            new Group(
                row.getString("print"),
                row.getString("tenant"),
                row.getString("worker"),
                Optional.ofNullable(row.getString("problem")),
                row.getLong("errors"),
                row.getObject("first", OffsetDateTime.class).toInstant(),
                row.getObject("last", OffsetDateTime.class).toInstant(),
                Legible.of(row.getString("sample")),
                Arrays.stream((UUID[]) row.getArray("ids").getArray()).toList()))
        .list();
  }
}
