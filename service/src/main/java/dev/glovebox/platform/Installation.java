package dev.glovebox.platform;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What runs here: versions of the service, of Java, of the database and of its schema. */
@Component
@RunsIn(Role.API)
public final class Installation {

  private static final String DATABASE =
      """
      select current_setting('server_version') as server, h.version, h.description, h.installed_on
      from flyway_schema_history h where h.success and h.version is not null
      order by h.installed_rank desc limit 1
      """;

  private final JdbcClient jdbc;

  Installation(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What runs.
   *
   * @param version of the service
   * @param startedAt when this process began
   */
  public record Facts(
      String version, String java, Instant startedAt, Optional<Database> database) {}

  /**
   * The database.
   *
   * @param server its version
   * @param migration the last one that was made
   * @param migratedAt when
   */
  public record Database(String server, String migration, Instant migratedAt) {}

  public Facts facts() {
    String version = Installation.class.getPackage().getImplementationVersion();
    return new Facts(
        version == null ? "development" : version,
        Runtime.version().toString(),
        Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()),
        jdbc.sql(DATABASE)
            .query((row, _) ->
                new Database(
                    row.getString("server"),
                    "%s, %s".formatted(row.getString("version"), row.getString("description")),
                    row.getObject("installed_on", OffsetDateTime.class).toInstant()))
            .optional());
  }
}
