package dev.glovebox.support;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database for one test class. */
public final class TestDatabase implements AutoCloseable {

  private final String url;
  private final String user;
  private final String password;
  private final HikariDataSource pool;

  TestDatabase(String url, String user, String password) {
    this.url = url;
    this.user = user;
    this.password = password;
    this.pool = PostgresServer.pool(url, user, password, 16);
  }

  public HikariDataSource dataSource() {
    return pool;
  }

  public JdbcClient jdbc() {
    return JdbcClient.create(pool);
  }

  public String url() {
    return url;
  }

  public String user() {
    return user;
  }

  public String password() {
    return password;
  }

  /** A connection outside the pool. */
  public Connection ownConnection() throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }

  /** A new tenant of weight 100 without caps. */
  public UUID tenant() {
    return tenant(100, null, null);
  }

  public UUID tenant(int weight, Integer maxRunning, Integer maxQueued) {
    UUID id = UUID.randomUUID();
    jdbc()
        .sql(
            """
            insert into tenant (id, name, weight, max_running, max_queued)
            values (:id, :name, :weight, :running, :queued)
            """)
        .param("id", id)
        .param("name", "t" + id)
        .param("weight", weight)
        .param("running", maxRunning)
        .param("queued", maxQueued)
        .update();
    return id;
  }

  /** Empties everything. */
  public void clear() {
    jdbc()
        .sql(
            "truncate tenant, submission, job, attempt, result, test_result, worker, rejudging, former_result cascade")
        .update();
  }

  @Override
  public void close() {
    pool.close();
  }
}
