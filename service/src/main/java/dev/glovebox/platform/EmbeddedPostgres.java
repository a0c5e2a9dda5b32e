package dev.glovebox.platform;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * A real PostgreSQL server under the service's data directory, so that the service needs no
 * database of anybody's.
 *
 * <p>Its data outlives the process. It listens on the loopback address alone, on a port of its own
 * choice, and asks for a generated password. When the service was killed, the server it left is
 * found by its pid file and taken over. When the server dies, it is started again on the same port.
 */
public final class EmbeddedPostgres implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final String USER = "glovebox";
  private static final long LARGEST_LOG = 16L << 20;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Executor WATCH =
      runnable -> Thread.ofVirtual().name("postgres-watch").start(runnable);

  private final Path folder;
  private final Path data;
  private final PostgresBinaries binaries;
  private final PostgresUser user;
  private final String password;
  private final FileChannel lock;
  private final Duration patience;
  private final int port;
  private final Object changing = new Object();
  private volatile boolean closing;
  private volatile ProcessHandle server;

  /**
   * Starts the server, or takes over the one that an earlier process left.
   *
   * @param home the service's data directory, created when it is missing
   * @param patience how long to wait for it; recovery after a crash can take a while
   * @throws UncheckedIOException when it can't be started; the message says what to do
   */
  public static EmbeddedPostgres start(Path home, Duration patience) {
    try {
      return new EmbeddedPostgres(home, patience);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private EmbeddedPostgres(Path home, Duration patience) throws IOException {
    this.patience = patience;
    if (!Files.exists(home)) {
      Files.createDirectories(home);
      // Others may pass through (the server's own user has to) and not look around.
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
    }
    folder = Files.createDirectories(home.resolve("postgres"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    lock =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!locked(lock)) {
      lock.close();
      throw new IOException("another Glovebox is running with the data directory " + home);
    }
    binaries = PostgresBinaries.unpackTo(folder);
    data = folder.resolve("data-" + binaries.major());
    user = PostgresUser.choose(folder, data);
    password = password();
    if (!Files.exists(data)) {
      initialise();
    }
    Optional<PidFile> left = leftServer();
    port = left.isPresent() ? left.get().port() : freePort();
    server = left.isPresent() ? left.get().process() : launch();
    watch(server);
  }

  /** How to reach it. */
  public JdbcConnectionDetails connectionDetails() {
    return new JdbcConnectionDetails() {
      @Override
      public String getUsername() {
        return USER;
      }

      @Override
      public String getPassword() {
        return password;
      }

      @Override
      public String getJdbcUrl() {
        return url();
      }
    };
  }

  /** The process of the server. */
  public ProcessHandle process() {
    return server;
  }

  /** Stops the server; open connections are closed by it. */
  @Override
  public void close() {
    closing = true;
    synchronized (changing) { // not while it is being started again
      try (lock) {
        stop();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  private static boolean locked(FileChannel lock) throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (java.nio.channels.OverlappingFileLockException e) {
      return false; // in this very process
    }
  }

  private String password() throws IOException {
    Path file = folder.resolve("password");
    if (Files.exists(file)) {
      return Files.readString(file);
    }
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    String made = HexFormat.of().formatHex(secret);
    Path partial = folder.resolve("password.partial");
    Files.deleteIfExists(partial);
    Files.createFile(
        partial,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(partial, made);
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    return made;
  }

  /** Makes the data directory, whole or not at all. */
  private void initialise() throws IOException {
    log.info("making a database in {}", data);
    Path workshop = folder.resolve("data.partial");
    PostgresBinaries.deleteTree(workshop);
    Files.createDirectory(workshop);
    user.own(workshop);
    Path secret = workshop.resolve("password");
    Files.createFile(
        secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(secret, password);
    user.own(secret);
    Path cluster = workshop.resolve("cluster");
    Process process =
        start(
            binaries.program("initdb"),
            "--pgdata=" + cluster,
            "--username=" + USER,
            "--auth=scram-sha-256",
            "--pwfile=" + secret,
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--data-checksums");
    if (ended(process) != 0) {
      throw new IOException("initdb failed; its log is " + logFile());
    }
    Files.move(cluster, data, StandardCopyOption.ATOMIC_MOVE);
    PostgresBinaries.deleteTree(workshop);
  }

  /** The server of an earlier process, if it still answers. */
  private Optional<PidFile> leftServer() throws IOException {
    Optional<PidFile> found = PidFile.read(data);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    PidFile left = found.get();
    if (!left.isServerOf(data)) {
      // The pid is free or somebody else's by now; PostgreSQL itself could only guess that.
      Files.delete(data.resolve(PidFile.NAME));
      return Optional.empty();
    }
    if (left.ready() && answers(left.port())) {
      log.info("taking over the PostgreSQL that an earlier process left (pid {})", left.pid());
      return found;
    }
    log.info("stopping the PostgreSQL that an earlier process left (pid {})", left.pid());
    stop();
    return Optional.empty();
  }

  private boolean answers(int candidate) {
    var login = new Properties();
    login.setProperty("user", USER);
    login.setProperty("password", password);
    login.setProperty("loginTimeout", "5");
    try (var connection =
        DriverManager.getConnection(
            "jdbc:postgresql://127.0.0.1:" + candidate + "/postgres", login)) {
      return connection.isValid(5);
    } catch (SQLException e) {
      log.info("the server on port {} doesn't answer as ours: {}", candidate, e.getMessage());
      return false;
    }
  }

  private ProcessHandle launch() throws IOException {
    awaitEndOfLeftovers();
    var command =
        new ArrayList<>(
            List.of(
                binaries.program("postgres"), "-D", data.toString(), "-p", Integer.toString(port)));
    for (String setting : SETTINGS) {
      command.add("-c");
      command.add(setting);
    }
    Process process = start(command.toArray(String[]::new));
    long deadline = System.nanoTime() + patience.toNanos();
    while (!PidFile.read(data)
        .filter(file -> file.pid() == process.pid() && file.ready())
        .isPresent()) {
      if (waited(process, Duration.ofMillis(5))) {
        throw new IOException(
            "PostgreSQL ended with status %d while starting; its log is %s"
                .formatted(process.exitValue(), logFile()));
      }
      if (System.nanoTime() > deadline) {
        stop();
        throw new IOException(
            "PostgreSQL did not start within %s; its log is %s".formatted(patience, logFile()));
      }
    }
    return process.toHandle();
  }

  private static final List<String> SETTINGS =
      List.of(
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          "max_connections=120",
          "shared_buffers=128MB",
          "synchronous_commit=on",
          "wal_compression=on",
          "max_wal_size=2GB",
          "checkpoint_timeout=15min",
          "jit=off", // our statements are short
          "max_parallel_workers_per_gather=0", // the cores are the programs'
          "autovacuum_naptime=15s", // the queue's dead rows
          "random_page_cost=1.1",
          "timezone=UTC",
          "log_timezone=UTC",
          "log_min_messages=warning");

  /**
   * Waits for what a killed server left. Its children end by themselves, but a moment later than
   * it, and for as long as one of them has the shared memory no other server starts on the same
   * data.
   */
  private void awaitEndOfLeftovers() throws IOException {
    List<ProcessHandle> leftovers =
        ProcessHandle.allProcesses().filter(process -> worksIn(process, data)).toList();
    CompletableFuture<?>[] ends =
        leftovers.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(ends).get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IOException(
          "processes of a PostgreSQL that ended still use %s: %s"
              .formatted(
                  data,
                  leftovers.stream()
                      .filter(ProcessHandle::isAlive)
                      .map(ProcessHandle::pid)
                      .toList()),
          e);
    } catch (ExecutionException e) {
      throw new IOException("the end of PostgreSQL's processes could not be awaited", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for PostgreSQL's processes", e);
    }
  }

  /** A server and its children work in the data directory, whatever they call themselves. */
  private static boolean worksIn(ProcessHandle process, Path folder) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
          .equals(folder);
    } catch (IOException e) {
      return false; // it has ended, or is another user's
    }
  }

  /** Its end that nobody asked for is mended. */
  private void watch(ProcessHandle watched) {
    var _ = watched.onExit().thenRunAsync(() -> startAgain(FIRST_PAUSE), WATCH);
  }

  /**
   * Tries until it succeeds: without its database the service is of no use, and another try costs
   * little.
   */
  private void startAgain(Duration pause) {
    synchronized (changing) {
      if (closing) {
        return;
      }
      log.error("PostgreSQL ended by itself; starting it again");
      try {
        leftServer();
        server = launch();
        watch(server);
      } catch (IOException e) {
        log.error("PostgreSQL could not be started again; the next try is in {}", pause, e);
        Duration next =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
        CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS, WATCH)
            .execute(() -> startAgain(next));
      }
    }
  }

  private void stop() throws IOException {
    if (PidFile.read(data).isEmpty()) {
      return;
    }
    Process process =
        start(
            binaries.program("pg_ctl"),
            "stop",
            "--pgdata=" + data,
            "--mode=fast",
            "--wait",
            "--timeout=" + patience.toSeconds());
    if (ended(process) != 0 && PidFile.read(data).isPresent()) {
      throw new IOException("PostgreSQL could not be stopped; its log is " + logFile());
    }
  }

  /** Starts a command as the server's user, in a session that a terminal's Ctrl-C doesn't reach. */
  private Process start(String... command) throws IOException {
    File output = logFile().toFile();
    if (output.length() > LARGEST_LOG) {
      Files.move(logFile(), folder.resolve("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    var all = new ArrayList<String>(List.of("setsid"));
    all.addAll(user.prefix());
    all.addAll(List.of(command));
    var builder =
        new ProcessBuilder(all)
            .directory(Path.of("/").toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output));
    String path = System.getenv("PATH");
    builder.environment().clear();
    builder.environment().put("PATH", path == null ? "/usr/sbin:/usr/bin:/sbin:/bin" : path);
    builder.environment().put("LC_ALL", "C");
    return builder.start();
  }

  private Path logFile() {
    return folder.resolve("postgres.log");
  }

  private int ended(Process process) throws IOException {
    if (!waited(process, patience)) {
      process.destroyForcibly();
      throw new IOException("a PostgreSQL command took longer than " + patience);
    }
    return process.exitValue();
  }

  private static boolean waited(Process process, Duration atMost) throws IOException {
    try {
      return process.waitFor(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for PostgreSQL", e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** {@code postmaster.pid}: line 1 the pid, line 4 the port, line 8 the state. */
  private record PidFile(long pid, int port, boolean ready) {

    static final String NAME = "postmaster.pid";

    static Optional<PidFile> read(Path data) throws IOException {
      List<String> lines;
      try {
        lines = Files.readAllLines(data.resolve(NAME));
      } catch (java.nio.file.NoSuchFileException e) {
        return Optional.empty();
      }
      if (lines.isEmpty() || lines.getFirst().isBlank()) {
        return Optional.empty();
      }
      int port = lines.size() > 3 ? number(lines.get(3)) : 0;
      return Optional.of(
          new PidFile(
              number(lines.getFirst()),
              port,
              lines.size() > 7 && lines.get(7).strip().equals("ready")));
    }

    private static int number(String line) throws IOException {
      try {
        return Integer.parseInt(line.strip());
      } catch (NumberFormatException e) {
        throw new IOException("not a PostgreSQL pid file: " + line, e);
      }
    }

    boolean isServerOf(Path data) throws IOException {
      try {
        return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"))
            .contains(data.toString());
      } catch (java.nio.file.NoSuchFileException e) {
        return false;
      }
    }

    ProcessHandle process() throws IOException {
      @Nullable ProcessHandle handle = ProcessHandle.of(pid).orElse(null);
      if (handle == null) {
        throw new IOException("PostgreSQL ended just now (pid %d)".formatted(pid));
      }
      return handle;
    }
  }
}
