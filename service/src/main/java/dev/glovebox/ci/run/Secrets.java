package dev.glovebox.ci.run;

import dev.glovebox.ci.plan.SecretRef;
import dev.glovebox.ci.plan.Variable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Secrets of projects: put, listed without their values, given to jobs. Thread-safe. */
public final class Secrets {

  /** Longest value, in bytes of UTF-8. */
  public static final int LONGEST = 65_536;

  /** Most secrets of a project. */
  public static final int MOST = 500;

  private static final String COLUMNS =
      "name, key_id, nonce, ciphertext, refs, every_job, created_at, updated_at, project_id";

  private final JdbcClient jdbc;
  private final SecretCipher cipher;

  Secrets(JdbcClient jdbc, SecretCipher cipher) {
    this.jdbc = jdbc;
    this.cipher = cipher;
  }

  /**
   * What is known of a secret without its value.
   *
   * @param refs globs of the branches and tags whose runs get it; empty: all
   * @param everyJob whether every job gets it as a variable of its name
   */
  public record Known(
      String name, List<String> refs, boolean everyJob, Instant createdAt, Instant updatedAt) {

    public Known {
      refs = List.copyOf(refs);
    }
  }

  /**
   * A secret to be put.
   *
   * @param name of a variable
   * @param value up to {@link #LONGEST} bytes
   */
  public record New(String name, String value, List<String> refs, boolean everyJob) {

    public New {
      refs = List.copyOf(refs);
    }

    /** Why its value will be seen in logs; empty where it will be masked. */
    public Optional<String> warning() {
      return SecretValues.unmaskable(value);
    }
  }

  /**
   * Puts a secret in place of the former one of its name.
   *
   * @return empty when the project has too many
   */
  public Optional<Known> put(UUID tenant, String project, New secret) {
    UUID id = project(tenant, project);
    int others =
        jdbc.sql("select count(*) from ci_secret where project_id = :project and name <> :name")
            .param("project", id)
            .param("name", secret.name())
            .query(Integer.class)
            .single();
    if (others >= MOST) {
      return Optional.empty();
    }
    SecretCipher.Sealed sealed = cipher.seal(id, secret.name(), secret.value());
    return jdbc.sql(
            """
            insert into ci_secret (project_id, tenant_id, name, key_id, nonce, ciphertext, refs, every_job)
            values (:project, :tenant, :name, :key, :nonce, :ciphertext, :refs, :everyJob)
            on conflict (project_id, name) do update set key_id = excluded.key_id, nonce = excluded.nonce,
              ciphertext = excluded.ciphertext, refs = excluded.refs, every_job = excluded.every_job, updated_at = now()
            returning name, refs, every_job, created_at, updated_at
            """)
        .param("project", id)
        .param("tenant", tenant)
        .param("name", secret.name())
        .param("key", sealed.keyId())
        .param("nonce", sealed.nonce())
        .param("ciphertext", sealed.ciphertext())
        .param("refs", secret.refs().toArray(String[]::new))
        .param("everyJob", secret.everyJob())
        .query((row, _) -> known(row))
        .optional();
  }

  private UUID project(UUID tenant, String name) {
    jdbc.sql(
            """
            insert into ci_project (id, tenant_id, name) values (:id, :tenant, :name) on conflict do nothing
            """)
        .param("id", UUID.randomUUID())
        .param("tenant", tenant)
        .param("name", name)
        .update();
    return jdbc.sql("select id from ci_project where tenant_id = :tenant and name = :name")
        .param("tenant", tenant)
        .param("name", name)
        .query(UUID.class)
        .single();
  }

  /** All of a project, by name. */
  public List<Known> list(UUID tenant, String project) {
    return jdbc.sql(
            """
            select s.name, s.refs, s.every_job, s.created_at, s.updated_at
            from ci_secret s join ci_project p on p.id = s.project_id
            where p.tenant_id = :tenant and p.name = :project order by s.name
            """)
        .param("tenant", tenant)
        .param("project", project)
        .query((row, _) -> known(row))
        .list();
  }

  /** Whether there was one. */
  public boolean delete(UUID tenant, String project, String name) {
    return jdbc.sql(
                """
                delete from ci_secret using ci_project
                where ci_project.id = ci_secret.project_id and ci_project.tenant_id = :tenant
                  and ci_project.name = :project and ci_secret.name = :name
                """)
            .param("tenant", tenant)
            .param("project", project)
            .param("name", name)
            .update()
        > 0;
  }

  private static Known known(ResultSet row) throws SQLException {
    return new Known(
        row.getString("name"),
        Arrays.asList((String[]) row.getArray("refs").getArray()),
        row.getBoolean("every_job"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }

  /**
   * What a job gets.
   *
   * @param variables masked, and never expanded
   * @param notes for its log: what it asked for and does not get, and why
   */
  record Given(List<Variable> variables, List<String> notes) {}

  private record Row(Known known, SecretCipher.Sealed sealed) {}

  /** The secrets of a job; none where its run is not trusted. */
  Given of(Attempts.Task task) {
    if (!task.trusted()) {
      return new Given(
          List.of(),
          task.plan().secrets().isEmpty()
              ? List.of()
              : List.of("WARNING: this run is not trusted: it gets no secrets"));
    }
    Map<String, Row> rows = rows(task.project());
    List<Variable> variables = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Row row : rows.values()) {
      if (row.known().everyJob() && isFor(row.known(), task.ref())) {
        variables.add(
            variable(task, row, new SecretRef(row.known().name(), row.known().name(), false)));
      }
    }
    for (SecretRef wanted : task.plan().secrets()) {
      Row row = rows.get(wanted.name());
      if (row == null) {
        notes.add("WARNING: the project has no secret %s".formatted(wanted.name()));
      } else if (!isFor(row.known(), task.ref())) {
        notes.add("WARNING: the secret %s is not for runs of this ref".formatted(wanted.name()));
      } else {
        variables.add(variable(task, row, wanted));
      }
    }
    return new Given(variables, notes);
  }

  /** The value of one secret, where it is for this job's run. */
  Optional<String> value(Attempts.Task task, String name) {
    return Optional.ofNullable(task.trusted() ? rows(task.project()).get(name) : null)
        .filter(row -> isFor(row.known(), task.ref()))
        .map(row -> cipher.open(task.project(), name, row.sealed()));
  }

  private Variable variable(Attempts.Task task, Row row, SecretRef wanted) {
    String value = cipher.open(task.project(), row.known().name(), row.sealed());
    return new Variable(wanted.variable(), value, true, true, wanted.file());
  }

  private static boolean isFor(Known secret, String ref) {
    return secret.refs().isEmpty()
        || secret.refs().stream().anyMatch(pattern -> RefPattern.matches(pattern, ref));
  }

  private Map<String, Row> rows(UUID project) {
    Map<String, Row> rows = new LinkedHashMap<>();
    jdbc.sql("select " + COLUMNS + " from ci_secret where project_id = :project order by name")
        .param("project", project)
        .query((row, _) ->
            new Row(
                known(row),
                new SecretCipher.Sealed(
                    row.getString("key_id"), row.getBytes("nonce"), row.getBytes("ciphertext"))))
        .list()
        .forEach(row -> rows.put(row.known().name(), row));
    return rows;
  }
}
