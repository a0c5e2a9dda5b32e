package dev.glovebox.submission;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Deletes what ended long ago: the submission with its contents, its job with the attempts, its
 * result with the tests, and months of results that became empty.
 *
 * <p>Small batches, each one statement and one transaction, found by the primary key: an id begins
 * with the time it was made, so no index is kept for it. One process at a time has the lock and
 * goes on; others find it taken and leave. A round ends after {@link #MOST_AT_ONCE}, so that
 * deleting has a part of one connection and never more, however much there is.
 */
final class OldSubmissions {

  private static final Logger log = LoggerFactory.getLogger(OldSubmissions.class);

  /** How long one round may delete; the pause between rounds is several times longer. */
  private static final Duration MOST_AT_ONCE = Duration.ofSeconds(2);

  private static final UUID FIRST = new UUID(0, 0);

  private static final String DELETE =
      """
      with turn as materialized (
        select pg_try_advisory_xact_lock(hashtextextended('delete_old_submissions', 0)) as ours),
      looked_at as materialized (
        select s.id from submission s where s.id > :after and s.id < :end and (select ours from turn)
        order by s.id limit :most),
      old as materialized (
        select j.id as job, j.subject as id, r.created_at
        from looked_at join job j on j.subject = looked_at.id
        left join result r on r.submission_id = j.subject
        where j.state = 'DONE' and j.finished_at < :before
        for update of j skip locked),
      -- A result that was replaced left the tests of its own run behind.
      results as materialized (
        select id, created_at from old
        union select f.submission_id, f.created_at from former_result f join old on f.submission_id = old.id),
      tests_gone as (
        delete from test_result t using results r where t.submission_id = r.id and t.created_at = r.created_at),
      jobs_gone as (delete from job using old where job.id = old.job),
      gone as (delete from submission using old where submission.id = old.id returning 1)
      select (select count(*) from gone) as deleted, (select count(*) from looked_at) as looked_at,
        (select id from looked_at order by id desc limit 1) as last
      """;

  private final JdbcClient jdbc;
  private final InstantSource clock;
  private final Duration keep;
  private final int batch;
  private UUID after = FIRST;

  /**
   * @param keep how long after its end a submission is kept, positive
   * @param batch how many are looked at in one transaction
   */
  OldSubmissions(JdbcClient jdbc, InstantSource clock, Duration keep, int batch) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.keep = keep;
    this.batch = batch;
  }

  /**
   * One round, going on where the last one stopped for want of time.
   *
   * @return how many submissions were deleted
   */
  long deleteSome() {
    Instant before = clock.instant().minus(keep);
    long stop = System.nanoTime() + MOST_AT_ONCE.toNanos();
    long deleted = 0;
    boolean more = true;
    while (more && System.nanoTime() < stop) {
      Batch done = delete(before);
      deleted += done.deleted();
      more = done.lookedAt() == batch;
      after = done.last().filter(_ -> done.lookedAt() == batch).orElse(FIRST);
    }
    if (!more) {
      dropMonths(before);
    }
    if (deleted > 0) {
      log.info("{} submissions that ended before {} were deleted", deleted, before);
    }
    return deleted;
  }

  private Batch delete(Instant before) {
    return jdbc.sql(DELETE)
        .param("after", after)
        .param("end", firstIdOf(before))
        .param("before", before.atOffset(ZoneOffset.UTC))
        .param("most", batch)
        .query((row, _) ->
            new Batch(
                row.getLong("deleted"),
                row.getLong("looked_at"),
                Optional.ofNullable(row.getObject("last", UUID.class))))
        .single();
  }

  private void dropMonths(Instant before) {
    int months =
        jdbc.sql("select drop_empty_test_result_months(:before)")
            .param("before", before.atOffset(ZoneOffset.UTC))
            .query(Integer.class)
            .single();
    if (months > 0) {
      log.info("{} months of test results were empty and are gone", months);
    }
  }

  /** A submission ends after it was made: older ids alone can have ended before. */
  private static UUID firstIdOf(Instant time) {
    return new UUID(Math.max(0, time.toEpochMilli()) << 16, 0);
  }

  private record Batch(long deleted, long lookedAt, Optional<UUID> last) {}
}
