package dev.glovebox.ci.run;

import dev.glovebox.queue.Lease;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes the log of one attempt, only while its lease is held. */
final class LogRows {

  private static final String APPEND =
      """
      with appended as (
        insert into ci_log_chunk (attempt_id, byte_start, data, marks)
        select :attempt, :start, :data, :marks where
      """
          + Attempts.HELD
          + """
           returning attempt_id)
          update ci_attempt set log_bytes = :end from appended where id = appended.attempt_id
          """;

  private final JdbcClient jdbc;
  private final Lease lease;
  private final UUID attempt;

  LogRows(JdbcClient jdbc, Lease lease, UUID attempt) {
    this.jdbc = jdbc;
    this.lease = lease;
    this.attempt = attempt;
  }

  /**
   * @return false when the lease is lost: nothing was written
   */
  boolean append(long start, byte[] data, byte[] marks) {
    return jdbc.sql(APPEND)
            .param("attempt", attempt)
            .param("start", start)
            .param("end", start + data.length)
            .param("data", data)
            .param("marks", marks)
            .param("queued", lease.job())
            .param("owner", lease.owner())
            .param("epoch", lease.epoch())
            .update()
        == 1;
  }
}
