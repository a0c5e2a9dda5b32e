package dev.glovebox.ci.run;

import dev.glovebox.ci.plan.JobPlan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads runs, jobs and attempts. Nothing is locked. */
final class RunRows {

  private static final String RUN =
      """
      select r.id, p.name as project, r.number, r.name, r.ref, r.sha, r.cause, r.state, r.warnings, r.cancel_reason,
        r.config_digest, r.version, r.created_at, r.started_at, r.finished_at
      from ci_run r join ci_project p on p.id = r.project_id
      """;

  private static final String JOB = "select j.* from ci_job j ";

  private final JdbcClient jdbc;

  RunRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<RunView> run(UUID tenant, UUID id) {
    return jdbc.sql(RUN + "where r.tenant_id = :tenant and r.id = :id")
        .param("tenant", tenant)
        .param("id", id)
        .query((row, _) -> run(row))
        .optional();
  }

  /** The newest first. */
  List<RunView> page(UUID tenant, Runs.Filter filter, Optional<Runs.Cursor> before, int most) {
    StringBuilder sql = new StringBuilder(RUN + "where r.tenant_id = :tenant");
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("tenant", tenant);
    parameters.put("most", most);
    filter
        .project()
        .ifPresent(project -> {
          sql.append(" and p.name = :project");
          parameters.put("project", project);
        });
    filter
        .state()
        .ifPresent(state -> {
          sql.append(" and r.state = :state");
          parameters.put("state", state.code());
        });
    filter
        .ref()
        .ifPresent(ref -> {
          sql.append(" and r.ref = :ref");
          parameters.put("ref", ref);
        });
    filter
        .since()
        .ifPresent(since -> {
          sql.append(" and r.created_at >= :since");
          parameters.put("since", since.atOffset(java.time.ZoneOffset.UTC));
        });
    before.ifPresent(cursor -> {
      sql.append(" and (r.created_at, r.id) < (:at, :last)");
      parameters.put("at", cursor.createdAt().atOffset(java.time.ZoneOffset.UTC));
      parameters.put("last", cursor.id());
    });
    sql.append(" order by r.created_at desc, r.id desc limit :most");
    return jdbc.sql(sql.toString()).params(parameters).query((row, _) -> run(row)).list();
  }

  List<JobView> jobs(UUID run) {
    return jdbc.sql(JOB + "where j.run_id = :run order by j.position")
        .param("run", run)
        .query((row, _) -> job(row))
        .list();
  }

  Optional<JobView> job(UUID tenant, UUID id) {
    return jdbc.sql(JOB + "where j.tenant_id = :tenant and j.id = :id")
        .param("tenant", tenant)
        .param("id", id)
        .query((row, _) -> job(row))
        .optional();
  }

  /** All attempts of a job with their steps, the first one first. */
  List<JobView.AttemptView> attempts(UUID job) {
    Map<UUID, List<JobView.StepView>> steps = new LinkedHashMap<>();
    jdbc.sql(
            """
            select s.* from ci_step s join ci_attempt a on a.id = s.attempt_id
            where a.job_id = :job order by s.attempt_id, s.position
            """)
        .param("job", job)
        .query(row -> {
          steps
              .computeIfAbsent(row.getObject("attempt_id", UUID.class), _ -> new ArrayList<>())
              .add(step(row));
        });
    return jdbc.sql("select * from ci_attempt where job_id = :job order by number")
        .param("job", job)
        .query((row, _) ->
            attempt(row, steps.getOrDefault(row.getObject("id", UUID.class), List.of())))
        .list();
  }

  private static JobView.StepView step(ResultSet row) throws SQLException {
    return new JobView.StepView(
        row.getString("phase"),
        row.getString("name"),
        row.getObject("started_at", OffsetDateTime.class).toInstant(),
        instant(row, "finished_at"),
        Optional.ofNullable(row.getObject("exit_code", Integer.class)),
        row.getLong("log_start"));
  }

  private static JobView.AttemptView attempt(ResultSet row, List<JobView.StepView> steps)
      throws SQLException {
    return new JobView.AttemptView(
        row.getObject("id", UUID.class),
        row.getInt("number"),
        row.getString("cause"),
        JobState.of(row.getString("state")),
        Optional.ofNullable(row.getString("worker")),
        failure(row),
        row.getLong("log_bytes"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        instant(row, "started_at"),
        instant(row, "finished_at"),
        steps,
        List.of(PlanJson.read(row.getString("images"), JobView.ImageView[].class)),
        List.of(PlanJson.read(row.getString("denied"), JobView.DeniedView[].class)));
  }

  private static RunView run(ResultSet row) throws SQLException {
    return new RunView(
        row.getObject("id", UUID.class),
        row.getString("project"),
        row.getLong("number"),
        row.getString("name"),
        row.getString("ref"),
        row.getString("sha"),
        row.getString("cause"),
        RunState.of(row.getString("state")),
        row.getBoolean("warnings"),
        Optional.ofNullable(row.getString("cancel_reason")),
        row.getString("config_digest"),
        row.getLong("version"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        instant(row, "started_at"),
        instant(row, "finished_at"));
  }

  static JobView job(ResultSet row) throws SQLException {
    return new JobView(
        row.getObject("id", UUID.class),
        row.getObject("run_id", UUID.class),
        row.getObject("tenant_id", UUID.class),
        row.getObject("project_id", UUID.class),
        row.getString("name"),
        row.getString("stage"),
        PlanJson.read(row.getString("plan"), JobPlan.class),
        JobState.of(row.getString("state")),
        Optional.ofNullable(row.getObject("attempt_id", UUID.class)),
        row.getInt("attempts"),
        failure(row),
        Optional.ofNullable(row.getString("cancel_reason")),
        Optional.ofNullable(row.getBigDecimal("coverage")),
        instant(row, "start_at"),
        instant(row, "started_at"),
        instant(row, "finished_at"));
  }

  private static Optional<JobView.FailureView> failure(ResultSet row) throws SQLException {
    String failureClass = row.getString("failure_class");
    return failureClass == null
        ? Optional.empty()
        : Optional.of(
            new JobView.FailureView(
                failureClass,
                row.getString("failure_reason"),
                row.getString("failure_message"),
                Optional.ofNullable(row.getObject("exit_code", Integer.class)),
                Optional.ofNullable(row.getString("signal"))));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    @Nullable OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return Optional.ofNullable(at).map(OffsetDateTime::toInstant);
  }
}
