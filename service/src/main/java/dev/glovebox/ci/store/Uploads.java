package dev.glovebox.ci.store;

import dev.glovebox.blob.Blob;
import dev.glovebox.blob.BlobStage;
import dev.glovebox.blob.BlobStaging;
import java.io.IOException;
import java.io.InputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Archives that runs can begin with. Thread-safe. */
public final class Uploads {

  private final BlobStaging staging;
  private final JdbcClient jdbc;
  private final TenantSpace space;
  private final Duration lasting;

  Uploads(BlobStaging staging, JdbcClient jdbc, TenantSpace space, Duration lasting) {
    this.staging = staging;
    this.jdbc = jdbc;
    this.space = space;
    this.lasting = lasting;
  }

  /**
   * Stores all that is left in the stream. What the archive holds is seen when it is unpacked, in a
   * container.
   *
   * @throws StoreRefused when it is no archive, or the tenant has too much
   */
  public Upload put(UUID tenant, InputStream archive) throws IOException, StoreRefused {
    space.require(tenant, 0);
    try (BlobStage stage = staging.stage()) {
      Blob blob = stage.add(archive);
      ArchiveFormat format = format(stage, blob);
      space.require(tenant, blob.size());
      stage.keep(Set.of(blob));
      return jdbc.sql(
              """
              insert into ci_upload (id, tenant_id, format, sha256, size, expires_at)
              values (:id, :tenant, :format, :sha256, :size, now() + make_interval(secs => :lasting))
              returning id, format, sha256, size, created_at, expires_at
              """)
          .param("id", UUID.randomUUID())
          .param("tenant", tenant)
          .param("format", format.code())
          .param("sha256", blob.sha256())
          .param("size", blob.size())
          .param("lasting", lasting.toSeconds())
          .query((row, _) -> upload(row))
          .single();
    }
  }

  private static ArchiveFormat format(BlobStage stage, Blob blob) throws IOException, StoreRefused {
    try (InputStream in = stage.open(blob)) {
      return ArchiveFormat.detect(in.readNBytes(ArchiveFormat.HEAD))
          .orElseThrow(() ->
              new StoreRefused(
                  StoreRefused.Reason.NOT_AN_ARCHIVE,
                  "The body is neither a zip nor a tar archive, plain or packed with gzip or zstd."));
    }
  }

  /** One that has not expired. */
  public Optional<Upload> find(UUID tenant, UUID id) {
    return jdbc.sql(
            """
            select id, format, sha256, size, created_at, expires_at from ci_upload
            where tenant_id = :tenant and id = :id and expires_at > now()
            """)
        .param("tenant", tenant)
        .param("id", id)
        .query((row, _) -> upload(row))
        .optional();
  }

  /** Whether there was one. Runs that have named it keep it. */
  public boolean delete(UUID tenant, UUID id) {
    return jdbc.sql("delete from ci_upload where tenant_id = :tenant and id = :id")
            .param("tenant", tenant)
            .param("id", id)
            .update()
        > 0;
  }

  private static Upload upload(ResultSet row) throws SQLException {
    return new Upload(
        row.getObject("id", UUID.class),
        ArchiveFormat.of(row.getString("format")),
        new Blob(row.getString("sha256"), row.getLong("size")),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("expires_at", OffsetDateTime.class).toInstant());
  }
}
