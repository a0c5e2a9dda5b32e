package dev.glovebox.ci.run;

import dev.glovebox.ci.plan.JobPlan;
import dev.glovebox.ci.plan.RunPlan;
import dev.glovebox.ci.plan.RunPlan.AutoCancel.OnNewCommit;
import dev.glovebox.ci.plan.RunPlan.Concurrency;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/** Writes a new run and its jobs. Runs of one project come one after the other. */
final class RunInsert {

  /** What a job may wait for a worker before it is given up. */
  private static final Duration QUEUE_TIMEOUT = Duration.ofDays(1);

  private static final String ACTIVE = "('pending', 'waiting', 'running', 'blocked')";

  private final JdbcClient jdbc;

  RunInsert(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  private record Project(UUID id, long number) {}

  /** Within a transaction. */
  UUID insert(UUID tenant, NewRun asked) {
    requireStorable(asked);
    Project project = project(tenant, asked.project());
    boolean waits = waits(project.id(), asked.plan().concurrency());
    UUID run = UUID.randomUUID();
    insertRun(run, tenant, project, asked, waits);
    insertJobs(run, tenant, project.id(), asked.plan());
    return run;
  }

  /** Locks the project, so that runs of a concurrency group are counted one by one. */
  private Project project(UUID tenant, String name) {
    return jdbc.sql(
            """
            insert into ci_project (id, tenant_id, name, runs) values (:id, :tenant, :name, 1)
            on conflict (tenant_id, name) do update set runs = ci_project.runs + 1
            returning id, runs
            """)
        .param("id", UUID.randomUUID())
        .param("tenant", tenant)
        .param("name", name)
        .query((row, _) -> new Project(row.getObject("id", UUID.class), row.getLong("runs")))
        .single();
  }

  private boolean waits(UUID project, Optional<Concurrency> concurrency) {
    if (concurrency.isEmpty()) {
      return false;
    }
    int active =
        jdbc.sql(
                "select count(*) from ci_run where project_id = :project and concurrency_group = :group and state in "
                    + ACTIVE)
            .param("project", project)
            .param("group", concurrency.get().group())
            .query(Integer.class)
            .single();
    boolean full = active >= concurrency.get().limit();
    if (full && concurrency.get().mode() == Concurrency.Mode.REJECT_NEW) {
      throw new RunRefused(
          RunRefused.Reason.GROUP_FULL,
          "There are %d runs in this concurrency group, and no more may be.".formatted(active));
    }
    return full;
  }

  private void insertRun(UUID run, UUID tenant, Project project, NewRun asked, boolean waits) {
    String plan = PlanJson.write(asked.plan());
    jdbc.sql(
            """
            insert into ci_run (id, tenant_id, project_id, number, name, ref, sha, cause, trusted, priority, source, source_sha256,
              predefined, variables, config, config_digest, plan, state, ends_on_failure, concurrency_group, concurrency_limit,
              idempotency_hash, request_hash)
            values (:id, :tenant, :project, :number, :name, :ref, :sha, :cause, :trusted, :priority, :source, :sourceSha256,
              :predefined, :variables, :config, :digest, :plan, :state, :endsOnFailure, :group, :limit, :key, :request)
            """)
        .param("id", run)
        .param("tenant", tenant)
        .param("project", project.id())
        .param("number", project.number())
        .param("name", asked.plan().name())
        .param("ref", asked.ref())
        .param("sha", asked.sha())
        .param("cause", asked.cause())
        .param("trusted", asked.trusted())
        .param("priority", asked.priority())
        .param("source", PlanJson.write(asked.source()))
        .param(
            "sourceSha256",
            asked.source() instanceof RunSource.Archive archive ? archive.sha256() : null)
        .param("predefined", PlanJson.write(asked.predefined()))
        .param("variables", PlanJson.write(asked.variables()))
        .param("config", PlanJson.write(asked.config()))
        .param("digest", Runs.hex(Runs.sha256(asked.config())))
        .param("plan", plan)
        .param("state", waits ? "waiting" : "pending")
        .param("endsOnFailure", asked.plan().autoCancel().onJobFailure())
        .param("group", asked.plan().concurrency().map(Concurrency::group).orElse(null))
        .param("limit", asked.plan().concurrency().map(Concurrency::limit).orElse(null))
        .param("key", asked.idempotencyKey().map(Runs::sha256).orElse(null))
        .param("request", asked.idempotencyKey().map(_ -> Runs.requestHash(asked)).orElse(null))
        .update();
  }

  private void insertJobs(UUID run, UUID tenant, UUID project, RunPlan plan) {
    for (int i = 0; i < plan.jobs().size(); i++) {
      JobPlan job = plan.jobs().get(i);
      jdbc.sql(
              """
              insert into ci_job (id, run_id, tenant_id, project_id, position, name, stage, stage_index, needs, condition,
                start_in, may_fail, may_fail_codes, queue_timeout, plan, state, resource_group, interruptible, open)
              values (:id, :run, :tenant, :project, :position, :name, :stage, :stageIndex, :needs, :condition,
                make_interval(secs => :startIn), :mayFail, :codes, make_interval(secs => :queueTimeout), :plan, 'created',
                :resource, :interruptible, :open)
              """)
          .param("id", UUID.randomUUID())
          .param("run", run)
          .param("tenant", tenant)
          .param("project", project)
          .param("position", i)
          .param("name", job.name())
          .param("stage", job.stage())
          .param("stageIndex", plan.stages().indexOf(job.stage()))
          .param("needs", needs(job))
          .param("condition", job.when().name().toLowerCase(Locale.ROOT))
          .param("startIn", job.startIn().toMillis() / 1e3)
          .param("mayFail", job.allowFailure().any())
          .param("codes", new SqlArrayValue("int4", job.allowFailure().exitCodes().toArray()))
          .param("queueTimeout", QUEUE_TIMEOUT.toMillis() / 1e3)
          .param("plan", PlanJson.write(job))
          .param("resource", job.resourceGroup().orElse(null))
          .param("interruptible", job.interruptible())
          .param("open", job.open().isPresent())
          .update();
    }
  }

  private static @Nullable SqlArrayValue needs(JobPlan job) {
    return job.needs()
        .map(needs -> new SqlArrayValue("text", needs.stream().map(JobPlan.Need::job).toArray()))
        .orElse(null);
  }

  /** Runs of the same concurrency group that a new one ends. */
  List<UUID> endedBy(UUID run, NewRun asked) {
    Optional<Concurrency> concurrency = asked.plan().concurrency();
    if (concurrency.isEmpty()) {
      return List.of();
    }
    String states =
        switch (concurrency.get().mode()) {
          case CANCEL_OLDER -> ACTIVE;
          case CANCEL_QUEUED -> "('waiting')";
          case QUEUE, REJECT_NEW -> "('none')";
        };
    return jdbc.sql(
            """
            select older.id from ci_run older join ci_run newer on newer.id = :run
            where older.project_id = newer.project_id and older.concurrency_group = newer.concurrency_group
              and older.number < newer.number and older.state in
            """
                + states)
        .param("run", run)
        .query((row, _) -> row.getObject("id", UUID.class))
        .list();
  }

  /** Older runs of the same ref at another commit. */
  List<UUID> redundant(UUID run, NewRun asked) {
    if (asked.ref().isEmpty()
        || asked.sha().isEmpty()
        || asked.plan().autoCancel().onNewCommit() == OnNewCommit.NONE) {
      return List.of();
    }
    return jdbc.sql(
            """
            select older.id from ci_run older join ci_run newer on newer.id = :run
            where older.project_id = newer.project_id and older.ref = newer.ref and older.sha <> newer.sha
              and older.number < newer.number and older.finished_at is null
            """)
        .param("run", run)
        .query((row, _) -> row.getObject("id", UUID.class))
        .list();
  }

  private static void requireStorable(NewRun asked) {
    List<String> texts = new ArrayList<>();
    texts.add(asked.project());
    texts.add(asked.ref());
    texts.add(asked.sha());
    texts.add(asked.cause());
    texts.add(asked.plan().name());
    asked.plan().concurrency().ifPresent(c -> texts.add(c.group()));
    for (JobPlan job : asked.plan().jobs()) {
      texts.add(job.name());
      texts.add(job.stage());
      job.resourceGroup().ifPresent(texts::add);
    }
    for (String text : texts) {
      if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
        throw new RunRefused(
            RunRefused.Reason.NOT_STORABLE,
            "Names can't contain U+0000 or half of a surrogate pair.");
      }
    }
  }
}
