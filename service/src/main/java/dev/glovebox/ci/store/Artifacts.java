package dev.glovebox.ci.store;

import dev.glovebox.blob.Blob;
import dev.glovebox.blob.Blobs;
import java.io.IOException;
import java.io.InputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What attempts left. What has expired is not there, whether it is swept yet or not. Thread-safe.
 */
public final class Artifacts {

  /** Most of one attempt: an archive and its reports. */
  public static final int MOST_OF_ONE = 500;

  private static final String SELECT =
      """
      select id, job_id, attempt_id, kind, name, files, sha256, size, created_at, expires_at from ci_artifact
      where (expires_at is null or expires_at > now()) and
      """;

  private final Blobs blobs;
  private final JdbcClient jdbc;
  private final TenantSpace space;

  Artifacts(Blobs blobs, JdbcClient jdbc, TenantSpace space) {
    this.blobs = blobs;
    this.jdbc = jdbc;
    this.space = space;
  }

  /** Whose they are. */
  public record Owner(UUID tenant, UUID job, UUID attempt) {}

  /**
   * Keeps all that is left in the stream, in place of what the attempt left by this name before.
   *
   * @param name 1 to 1000 characters
   * @param files how many are in it
   * @param lasting how long it is kept; empty: for ever
   * @throws StoreRefused when the tenant, or the attempt, has too much, or the attempt is at its
   *     end: a worker that was given up can't add to it
   */
  public Artifact keep(
      Owner owner,
      Artifact.Kind kind,
      String name,
      int files,
      Optional<Duration> lasting,
      InputStream contents)
      throws IOException, StoreRefused {
    space.require(owner.tenant(), 0);
    requireFew(owner);
    Blob blob = blobs.put(contents);
    space.require(owner.tenant(), blob.size());
    return jdbc.sql(
            """
            insert into ci_artifact (id, tenant_id, job_id, attempt_id, kind, name, files, sha256, size, expires_at)
            select :id, :tenant, :job, :attempt, :kind, :name, :files, :sha256, :size,
              now() + make_interval(secs => :lasting)
            where exists (select from ci_attempt where id = :attempt and finished_at is null)
            on conflict (attempt_id, kind, name) do update set files = excluded.files, sha256 = excluded.sha256,
              size = excluded.size, expires_at = excluded.expires_at
            returning id, job_id, attempt_id, kind, name, files, sha256, size, created_at, expires_at
            """)
        .param("id", UUID.randomUUID())
        .param("tenant", owner.tenant())
        .param("job", owner.job())
        .param("attempt", owner.attempt())
        .param("kind", kind.code())
        .param("name", name)
        .param("files", files)
        .param("sha256", blob.sha256())
        .param("size", blob.size())
        .param("lasting", lasting.map(Duration::toSeconds).orElse(null), java.sql.Types.DOUBLE)
        .query((row, _) -> artifact(row))
        .optional()
        .orElseThrow(
            () -> new StoreRefused(StoreRefused.Reason.OVER, "The attempt is at its end already."));
  }

  private void requireFew(Owner owner) throws StoreRefused {
    int had =
        jdbc.sql("select count(*) from ci_artifact where attempt_id = :attempt")
            .param("attempt", owner.attempt())
            .query(Integer.class)
            .single();
    if (had >= MOST_OF_ONE) {
      throw new StoreRefused(
          StoreRefused.Reason.FULL,
          "The job has left %d artifacts and reports, and no more may be.".formatted(had));
    }
  }

  /** What one attempt left: the archives first, then by name. */
  public List<Artifact> of(UUID attempt) {
    return jdbc.sql(SELECT + "attempt_id = :attempt order by kind, name limit :most")
        .param("attempt", attempt)
        .param("most", MOST_OF_ONE)
        .query((row, _) -> artifact(row))
        .list();
  }

  public Optional<Artifact> find(UUID tenant, UUID id) {
    return jdbc.sql(SELECT + "tenant_id = :tenant and id = :id")
        .param("tenant", tenant)
        .param("id", id)
        .query((row, _) -> artifact(row))
        .optional();
  }

  /** Keeps one for ever; whether it is there. */
  public boolean pin(UUID tenant, UUID id) {
    return jdbc.sql(
                """
                update ci_artifact set expires_at = null
                where tenant_id = :tenant and id = :id and (expires_at is null or expires_at > now())
                """)
            .param("tenant", tenant)
            .param("id", id)
            .update()
        > 0;
  }

  /** Whether there was one. */
  public boolean delete(UUID tenant, UUID id) {
    return jdbc.sql("delete from ci_artifact where tenant_id = :tenant and id = :id")
            .param("tenant", tenant)
            .param("id", id)
            .update()
        > 0;
  }

  private static Artifact artifact(ResultSet row) throws SQLException {
    return new Artifact(
        row.getObject("id", UUID.class),
        row.getObject("job_id", UUID.class),
        row.getObject("attempt_id", UUID.class),
        Artifact.Kind.of(row.getString("kind")),
        row.getString("name"),
        row.getInt("files"),
        new Blob(row.getString("sha256"), row.getLong("size")),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        Optional.ofNullable(row.getObject("expires_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant));
  }
}
