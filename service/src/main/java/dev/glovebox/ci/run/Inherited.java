package dev.glovebox.ci.run;

import dev.glovebox.blob.Blobs;
import dev.glovebox.ci.execute.AttemptOrder;
import dev.glovebox.ci.plan.JobPlan;
import dev.glovebox.ci.plan.Variable;
import dev.glovebox.ci.store.Artifact;
import dev.glovebox.ci.store.Artifacts;
import dev.glovebox.ci.store.Dotenv;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a job gets of the jobs before it: files and variables. */
final class Inherited {

  private static final Logger log = LoggerFactory.getLogger(Inherited.class);

  private final JdbcClient jdbc;
  private final Artifacts artifacts;
  private final Blobs blobs;

  Inherited(JdbcClient jdbc, Artifacts artifacts, Blobs blobs) {
    this.jdbc = jdbc;
    this.artifacts = artifacts;
    this.blobs = blobs;
  }

  /**
   * Of all jobs together, in the order of the plan.
   *
   * @param variables of the reports; the last of a name wins
   */
  record Legacy(List<AttemptOrder.Download> downloads, List<Variable> variables) {}

  Legacy of(Attempts.Task task) {
    List<AttemptOrder.Download> downloads = new ArrayList<>();
    List<Variable> variables = new ArrayList<>();
    for (Source source : sources(task)) {
      for (Artifact artifact : artifacts.of(source.attempt())) {
        switch (artifact.kind()) {
          case ARCHIVE ->
              downloads.add(
                  new AttemptOrder.Download(
                      source.job(), "zip", () -> blobs.open(artifact.blob())));
          case DOTENV -> variables.addAll(variables(artifact));
          case JUNIT, COBERTURA, JACOCO, OTHER -> {}
        }
      }
    }
    return new Legacy(downloads, variables);
  }

  private record Source(String job, UUID attempt) {}

  /** The last attempts of the jobs that are named, or of all of earlier stages. */
  private List<Source> sources(Attempts.Task task) {
    JobPlan plan = task.plan();
    List<String> named =
        plan.dependencies()
            .orElseGet(() ->
                plan.needs().orElse(List.of()).stream()
                    .filter(JobPlan.Need::artifacts)
                    .map(JobPlan.Need::job)
                    .toList());
    boolean all = plan.dependencies().isEmpty() && plan.needs().isEmpty();
    return jdbc.sql(
            """
            select j.name, j.attempt_id from ci_job j, ci_job own
            where own.id = :job and j.run_id = own.run_id and j.attempt_id is not null and j.id <> own.id
              and (:all and j.stage_index < own.stage_index or j.name = any (:named))
            order by j.position
            """)
        .param("job", task.job())
        .param("all", all)
        .param("named", named.toArray(String[]::new))
        .query(
            (row, _) -> new Source(row.getString("name"), row.getObject("attempt_id", UUID.class)))
        .list();
  }

  private List<Variable> variables(Artifact report) {
    try {
      return Dotenv.read(blobs.read(report.blob()));
    } catch (Dotenv.Malformed e) {
      log.warn("Report {} was kept although it is malformed: {}", report.id(), e.getMessage());
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
