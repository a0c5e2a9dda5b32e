package dev.glovebox.submission;

import dev.glovebox.queue.JobQueue;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One statement. What a worker takes at this very moment stays as it is. */
final class PostgresBulkPriority implements BulkPriority {

  private static final String MOVE =
      """
      update job set order_at = enqueued_at - make_interval(secs => :head_start)
      where state = 'QUEUED' and id in (
        select j.id %s and j.state = 'QUEUED' and j.order_at <= now() for update of j skip locked)
      """
          .formatted(PostgresBulkCancel.WHICH);

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
}
