package dev.glovebox.support;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * One PostgreSQL for all tests of this JVM, in a container that goes with it, and a fresh database
 * for whoever asks: copied from a template that was migrated once.
 */
public final class PostgresServer {

  private static final String TEMPLATE = "glovebox_template";
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static final String PASSWORD = UUID.randomUUID().toString();

  private PostgresServer() {}

  /** A new database with all migrations, and its connection pool. */
  public static TestDatabase freshDatabase() {
    PostgreSQLContainer server = Shared.SERVER;
    String name = "test_" + DATABASES.incrementAndGet();
    execute(server, "postgres", "create database " + name + " template " + TEMPLATE);
    return new TestDatabase(url(server, name), server.getUsername(), PASSWORD);
  }

  /** A server of one's own, for tests that stop it. The caller closes it. */
  public static PostgreSQLContainer ownServer() {
    PostgreSQLContainer server = container();
    server.start();
    return server;
  }

  /** The migrated database of {@link #ownServer()}. */
  public static TestDatabase databaseOf(PostgreSQLContainer server) {
    migrate(url(server, server.getDatabaseName()), server.getUsername());
    return new TestDatabase(url(server, server.getDatabaseName()), server.getUsername(), PASSWORD);
  }

  static HikariDataSource pool(String url, String user, String password, int size) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(url);
    pool.setUsername(user);
    pool.setPassword(password);
    pool.setMaximumPoolSize(size);
    pool.setMinimumIdle(0);
    return pool;
  }

  private static PostgreSQLContainer container() {
    return new PostgreSQLContainer(
            DockerImageName.parse("glovebox/postgres:17").asCompatibleSubstituteFor("postgres"))
        .withUsername("glovebox")
        .withPassword(PASSWORD)
        .withDatabaseName("glovebox")
        .withLabels(Map.of("dev.glovebox.test", "postgres"))
        .withTmpFs(Map.of("/var/lib/postgresql/data", "rw"))
        .withCommand("postgres", "-c", "max_connections=200");
  }

  private static String url(PostgreSQLContainer server, String database) {
    return "jdbc:postgresql://%s:%d/%s"
        .formatted(server.getHost(), server.getMappedPort(5432), database);
  }

  private static void migrate(String url, String user) {
    Flyway.configure().dataSource(url, user, PASSWORD).load().migrate();
  }

  private static void execute(PostgreSQLContainer server, String database, String sql) {
    try (Connection connection =
            DriverManager.getConnection(url(server, database), server.getUsername(), PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static final class Shared {
    static final PostgreSQLContainer SERVER = start();

    private static PostgreSQLContainer start() {
      PostgreSQLContainer server = container();
      server.start();
      Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
      execute(server, "postgres", "create database " + TEMPLATE);
      migrate(url(server, TEMPLATE), server.getUsername());
      return server;
    }
  }
}
