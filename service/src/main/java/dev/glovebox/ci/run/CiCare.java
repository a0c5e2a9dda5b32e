package dev.glovebox.ci.run;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What nobody does at once: turns that were missed, times that have come, silent workers. */
final class CiCare {

  /** After so long a worker that was asked to end an attempt does not answer any more. */
  private static final String SILENT =
      """
      select a.id, a.job_id, a.run_id from ci_attempt a
      where a.state = 'canceling'
        and a.cancel_at < now() - case a.cancel_mode when 'force' then interval '70 seconds' else interval '20 minutes' end
      limit 100
      """;

  private final JdbcClient jdbc;
  private final RunChanges changes;

  CiCare(JdbcClient jdbc, RunChanges changes) {
    this.jdbc = jdbc;
    this.changes = changes;
  }

  /** One round; any process may do it at any time. */
  boolean round() {
    Turns turns = changes.turns();
    turns.dueJobs();
    turns.resources();
    turns.waitingRuns();
    turns.neverStarted();
    silentWorkers();
    stepsOfTheEnded();
    return false;
  }

  /** Their scripts may hold secrets and are of no use any more. */
  private void stepsOfTheEnded() {
    jdbc.sql(
            """
            update ci_added_step s set state = 'canceled', script = null from ci_attempt a
            where a.id = s.attempt_id and a.finished_at is not null and s.state in ('waiting', 'running')
            """)
        .update();
  }

  private record Silent(UUID attempt, UUID job, UUID run) {}

  private void silentWorkers() {
    jdbc.sql(SILENT)
        .query((row, _) ->
            new Silent(
                row.getObject("id", UUID.class),
                row.getObject("job_id", UUID.class),
                row.getObject("run_id", UUID.class)))
        .list()
        .forEach(this::endWithoutWorker);
  }

  /** The lease dies with the queue's job: whatever the worker still says is refused. */
  private void endWithoutWorker(Silent silent) {
    changes.inTransaction(aftermath -> {
      changes
          .locked(silent.run(), aftermath)
          .ifPresent(locked -> {
            int ended =
                jdbc.sql(
                        """
                        with tried as (
                          update ci_attempt set state = 'canceled', finished_at = now()
                          where id = :attempt and state = 'canceling' returning id),
                        fenced as (
                          update job set state = 'DONE', lease_owner = null, lease_until = null, finished_at = now()
                          from tried where subject = tried.id and job.state <> 'DONE')
                        update ci_job set state = 'canceled', finished_at = now()
                        from tried where ci_job.id = :job and ci_job.attempt_id = tried.id
                        """)
                    .param("attempt", silent.attempt())
                    .param("job", silent.job())
                    .update();
            if (ended > 0) {
              locked.touched(silent.job());
              locked.advance();
            }
          });
      return true;
    });
  }
}
