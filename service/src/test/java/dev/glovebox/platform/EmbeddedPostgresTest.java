package dev.glovebox.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGConnection;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The embedded server: its data outlives restarts and kills of the service and of itself. */
@ExtendWith(OutputCaptureExtension.class)
class EmbeddedPostgresTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Path home;

  @BeforeEach
  void newHome() throws IOException {
    // Not @TempDir: the server's own user must be able to reach it.
    home = Files.createDirectories(Path.of("target")).toAbsolutePath().resolve("pg-test");
    removeData();
  }

  /** The programs stay: unpacking them is slow and the same for all. */
  @AfterEach
  void removeData() throws IOException {
    PostgresBinaries.deleteTree(home.resolve("postgres/data-17"));
    Files.deleteIfExists(home.resolve("postgres/password"));
  }

  @Test
  void dataOutlivesARestart() throws SQLException {
    try (var postgres = EmbeddedPostgres.start(home, PATIENCE)) {
      execute(postgres, "create table kept as select 42 as answer");
    }
    try (var postgres = EmbeddedPostgres.start(home, PATIENCE)) {
      assertThat(query(postgres, "select answer from kept")).isEqualTo("42");
      assertThat(query(postgres, "show listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(query(postgres, "show synchronous_commit")).isEqualTo("on");
      assertThat(query(postgres, "show fsync")).isEqualTo("on");
    }
  }

  @Test
  void itAsksForThePasswordAndRunsWithoutPrivilege() throws Exception {
    try (var postgres = EmbeddedPostgres.start(home, PATIENCE)) {
      assertThatThrownBy(() ->
              DriverManager.getConnection(
                  postgres.connectionDetails().getJdbcUrl(), "glovebox", "guess"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password");
      assertThat(Files.getPosixFilePermissions(home.resolve("postgres/password")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      String status =
          Files.readString(Path.of("/proc", Long.toString(postgres.process().pid()), "status"));
      assertThat(status).containsPattern("CapEff:\\s+0000000000000000");
      if (Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
        assertThat(status).doesNotContainPattern("Uid:\\s+0\\s");
      }
    }
  }

  @Test
  void aServerThatAKilledServiceLeftIsTakenOver() throws Exception {
    Process service = serviceOfItsOwn();
    try (var lines = service.inputReader()) {
      String pid = serverPid(lines);
      service.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
      try (var postgres = EmbeddedPostgres.start(home, PATIENCE)) {
        assertThat(Long.toString(postgres.process().pid())).isEqualTo(pid);
        assertThat(query(postgres, "select answer from kept")).isEqualTo("42");
      }
    }
  }

  @Test
  void aStalePidFileDoesNotMatterAfterAKillOfBoth() throws Exception {
    Process service = serviceOfItsOwn();
    try (var lines = service.inputReader()) {
      long pid = Long.parseLong(serverPid(lines));
      service.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
      ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
      List<ProcessHandle> backends = server.children().toList();
      server.destroyForcibly();
      await().until(() -> !server.isAlive() && backends.stream().noneMatch(ProcessHandle::isAlive));
      // The pid may be anybody's by now, even ours.
      Path pidFile = home.resolve("postgres/data-17/postmaster.pid");
      Files.writeString(
          pidFile,
          Files.readString(pidFile)
              .replaceFirst(Long.toString(pid), Long.toString(ProcessHandle.current().pid())));
      try (var postgres = EmbeddedPostgres.start(home, PATIENCE)) {
        assertThat(query(postgres, "select answer from kept")).isEqualTo("42");
      }
    }
  }

  @Test
  void aServerThatDiesIsStartedAgainAtTheSameAddress() throws Exception {
    try (var postgres = EmbeddedPostgres.start(home, PATIENCE)) {
      execute(postgres, "create table kept as select 42 as answer");
      ProcessHandle first = postgres.process();
      first.destroyForcibly();
      await()
          .atMost(PATIENCE)
          .ignoreExceptionsInstanceOf(SQLException.class)
          .until(() -> query(postgres, "select answer from kept").equals("42"));
      await().until(() -> postgres.process().pid() != first.pid());
    }
  }

  @Test
  void aChildThatOutlivesItsServerDelaysTheNextOneAndDoesNotPreventIt(CapturedOutput output)
      throws Exception {
    try (var postgres = EmbeddedPostgres.start(home, PATIENCE)) {
      execute(postgres, "create table kept as select 42 as answer");
    }
    try (var postgres = EmbeddedPostgres.start(home, PATIENCE.dividedBy(10));
        Connection connection = connect(postgres)) {
      long child = connection.unwrap(PGConnection.class).getBackendPID();
      ProcessHandle first = postgres.process();
      signal("STOP", child);
      first.destroyForcibly();
      await("it has ended").atMost(PATIENCE).until(() -> !first.isAlive());
      assertThat(ProcessHandle.of(child)).isPresent();
      await("tries fail for as long as the child has the memory")
          .atMost(PATIENCE)
          .until(() -> output.getAll().contains("could not be started again"));
      signal("CONT", child);
      await()
          .atMost(PATIENCE)
          .ignoreExceptionsInstanceOf(SQLException.class)
          .until(() -> query(postgres, "select answer from kept").equals("42"));
    }
  }

  private static void signal(String name, long pid) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }

  @Test
  void twoServicesDoNotShareAHome() {
    try (var _ = EmbeddedPostgres.start(home, PATIENCE)) {
      assertThatThrownBy(() -> EmbeddedPostgres.start(home, PATIENCE))
          .hasMessageContaining("another Glovebox is running");
    }
  }

  /** A JVM with an embedded server, which has a table and prints the server's pid. */
  private Process serviceOfItsOwn() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Victim.class.getName(),
            home.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static final String PID = "server pid: ";

  /** Logs come before it. */
  private static String serverPid(java.io.BufferedReader lines) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(PID)) {
        return line.substring(PID.length());
      }
    }
    throw new AssertionError("the service ended early");
  }

  static final class Victim {
    private Victim() {}

    public static void main(String[] arguments) throws Exception {
      var postgres = EmbeddedPostgres.start(Path.of(arguments[0]), PATIENCE);
      execute(postgres, "create table kept as select 42 as answer");
      System.out.println(PID + postgres.process().pid());
      Thread.currentThread().join(); // until it is killed
    }
  }

  private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (var connection = connect(postgres);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (var connection = connect(postgres);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
    var details = postgres.connectionDetails();
    return DriverManager.getConnection(
        details.getJdbcUrl(), details.getUsername(), details.getPassword());
  }
}
