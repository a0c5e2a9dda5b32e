package dev.glovebox.ci.run;

import dev.glovebox.queue.Lease;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes the phases of one attempt, and what else is known of it, while its lease is held. */
final class StepRows {

  private final JdbcClient jdbc;
  private final Lease lease;
  private final UUID attempt;
  private int position;

  StepRows(JdbcClient jdbc, Lease lease, UUID attempt) {
    this.jdbc = jdbc;
    this.lease = lease;
    this.attempt = attempt;
  }

  void started(String phase, String name, long logStart) {
    position++;
    update(
        """
        insert into ci_step (attempt_id, position, phase, name, started_at, log_start)
        select :attempt, :position, :first, :second, now(), :number where
        """
            + Attempts.HELD,
        phase,
        name,
        logStart);
  }

  void ended(int exitCode) {
    update(
        """
        update ci_step set finished_at = now(), exit_code = :number
        where attempt_id = :attempt and position = :position and :first = :second and
        """
            + Attempts.HELD,
        "",
        "",
        exitCode);
  }

  void images(List<Recorder.Image> images) {
    json("images", PlanJson.write(images));
  }

  void denied(List<Recorder.Denied> denied) {
    json("denied", PlanJson.write(denied));
  }

  /**
   * @param column one of ours
   */
  private void json(String column, String json) {
    update(
        "update ci_attempt set "
            + column
            + " = :first where id = :attempt and :second = '' and :number = 0 and :position >= 0 and "
            + Attempts.HELD,
        json,
        "",
        0);
  }

  private void update(String sql, String first, String second, long number) {
    jdbc.sql(sql)
        .param("attempt", attempt)
        .param("position", position)
        .param("first", first)
        .param("second", second)
        .param("number", number)
        .param("queued", lease.job())
        .param("owner", lease.owner())
        .param("epoch", lease.epoch())
        .update();
  }
}
