package dev.glovebox.submission;

import dev.glovebox.queue.JobQueue;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/** One statement. What a worker takes at this very moment stays as it is. */
final class PostgresBulkPriority implements BulkPriority {

  private static final String MOVE =
      """
      update job set order_at = enqueued_at - make_interval(secs => :head_start)
      where state = 'QUEUED' and id in (
        select j.id %s and j.state = 'QUEUED' and j.order_at <= now() for update of j skip locked)
      """
          .formatted(PostgresBulkCancel.WHICH);

  private static final String MOVE_THESE =
      """
      update job set order_at = enqueued_at - make_interval(secs => :head_start)
      where state = 'QUEUED' and id in (
        select id from job
        where subject = any(:subjects::uuid[]) and kind = :kind and state = 'QUEUED' and order_at <= now()
        order by id for update skip locked)
      returning subject
      """;

  private final JdbcClient jdbc;
  private final JobQueue queue;

  PostgresBulkPriority(JdbcClient jdbc, JobQueue queue) {
    this.jdbc = jdbc;
    this.queue = queue;
  }

  @Override
  public int move(BulkCancel.Filter filter, Priority to) {
    return PostgresBulkCancel.of(jdbc, MOVE, filter)
        .param("head_start", queue.headStartSeconds(to.weight()))
        .update();
  }

  @Override
  public Set<UUID> move(Collection<UUID> submissions, Priority to) {
    return jdbc.sql(MOVE_THESE)
        .param("subjects", new SqlArrayValue("uuid", submissions.toArray()))
        .param("kind", Submission.JOB_KIND)
        .param("head_start", queue.headStartSeconds(to.weight()))
        .query((row, _) -> row.getObject("subject", UUID.class))
        .set();
  }
}
