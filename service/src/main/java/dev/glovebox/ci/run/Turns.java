package dev.glovebox.ci.run;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Gives turns: in resource groups, in concurrency groups, and to jobs whose time has come. Each is
 * a transaction of its own that looks again under its locks, so that it may be tried at any time by
 * anybody.
 */
final class Turns {

  private static final String HOLDS =
      "state in ('queued', 'preparing', 'running', 'finishing', 'canceling')";

  private final JdbcClient jdbc;
  private final RunChanges changes;

  Turns(JdbcClient jdbc, RunChanges changes) {
    this.jdbc = jdbc;
    this.changes = changes;
  }

  /** Lets the next job of a resource group go on, if none is under way; the oldest run first. */
  void resource(Aftermath.Resource resource) {
    List<Waiting> next =
        jdbc.sql(
                """
                select j.id, j.run_id from ci_job j join ci_run r on r.id = j.run_id
                where j.project_id = :project and j.resource_group = :group and j.state = 'waiting_resource'
                order by r.number, j.position limit 1
                """)
            .param("project", resource.project())
            .param("group", resource.group())
            .query((row, _) ->
                new Waiting(row.getObject("id", UUID.class), row.getObject("run_id", UUID.class)))
            .list();
    next.forEach(job -> give(resource, job));
  }

  private record Waiting(UUID job, UUID run) {}

  private void give(Aftermath.Resource resource, Waiting waiting) {
    changes.inTransaction(aftermath -> {
      changes
          .locked(waiting.run(), aftermath)
          .ifPresent(locked -> {
            lockGroup(resource);
            boolean free =
                jdbc.sql(
                        "select not exists (select from ci_job where project_id = :project and resource_group = :group and "
                            + HOLDS
                            + ")")
                    .param("project", resource.project())
                    .param("group", resource.group())
                    .query(Boolean.class)
                    .single();
            Advance.Job job = locked.jobs().get(waiting.job());
            if (free && job != null && job.state() == JobState.WAITING_RESOURCE) {
              locked.attempt(waiting.job(), "first", java.time.Duration.ZERO);
              locked.advance();
            }
          });
      return true;
    });
  }

  /** After the run's lock, never before: everybody keeps to this order. */
  private void lockGroup(Aftermath.Resource resource) {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:group, 0))")
        .param("group", resource.project() + "/" + resource.group())
        .query(rows -> {});
  }

  /** Lets runs go on that waited for a place in their concurrency group. */
  void waitingRuns() {
    List<UUID> next =
        jdbc.sql(
                """
                select r.id from ci_run r
                where r.state = 'waiting' and r.concurrency_limit > (
                  select count(*) from ci_run other
                  where other.project_id = r.project_id and other.concurrency_group = r.concurrency_group
                    and other.number < r.number and other.state in ('pending', 'waiting', 'running', 'blocked'))
                order by r.created_at limit 100
                """)
            .query((row, _) -> row.getObject("id", UUID.class))
            .list();
    for (UUID run : next) {
      changes.inTransaction(aftermath -> {
        changes
            .locked(run, aftermath)
            .filter(locked -> locked.run().state() == RunState.WAITING)
            .ifPresent(RunTransaction::begin);
        return true;
      });
    }
  }

  /** Starts jobs whose time has come. */
  void dueJobs() {
    jdbc.sql(
            """
            select id, run_id from ci_job where state = 'scheduled' and start_at <= now() order by start_at limit 100
            """)
        .query((row, _) ->
            new Waiting(row.getObject("id", UUID.class), row.getObject("run_id", UUID.class)))
        .list()
        .forEach(due ->
            changes.inTransaction(aftermath -> {
              changes
                  .locked(due.run(), aftermath)
                  .ifPresent(locked -> {
                    Advance.Job job = locked.jobs().get(due.job());
                    if (job != null && job.state() == JobState.SCHEDULED) {
                      locked.start(job.id(), "first");
                      locked.advance();
                    }
                  });
              return true;
            }));
  }

  /** Gives up jobs that no worker took in time. */
  void neverStarted() {
    jdbc.sql(
            """
            select id, run_id from ci_job
            where state in ('queued', 'waiting_resource') and queue_until < now() order by queue_until limit 100
            """)
        .query((row, _) ->
            new Waiting(row.getObject("id", UUID.class), row.getObject("run_id", UUID.class)))
        .list()
        .forEach(late ->
            changes.inTransaction(aftermath -> {
              changes
                  .locked(late.run(), aftermath)
                  .ifPresent(locked -> {
                    Advance.Job job = locked.jobs().get(late.job());
                    if (job != null) {
                      locked.end(job, "queue_timeout", CancelMode.GRACEFUL);
                      locked.advance();
                    }
                  });
              return true;
            }));
  }

  /** Second look at the resource groups: whoever left one may have died before telling. */
  void resources() {
    jdbc.sql(
            """
            select distinct project_id, resource_group from ci_job where state = 'waiting_resource' and resource_group is not null
            """)
        .query((row, _) ->
            new Aftermath.Resource(
                row.getObject("project_id", UUID.class), row.getString("resource_group")))
        .list()
        .forEach(this::resource);
  }
}
