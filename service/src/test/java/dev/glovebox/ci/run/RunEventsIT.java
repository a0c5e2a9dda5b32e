package dev.glovebox.ci.run;

import static dev.glovebox.ci.run.Plans.job;
import static dev.glovebox.ci.run.Plans.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.support.PostgresServer;
import dev.glovebox.support.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The stream of events: transactions that end in another order than they began hide nothing. */
@Tag("postgres")
class RunEventsIT {

  private static TestDatabase database;
  private static RunsOf parts;
  private RunEvents events;
  private UUID tenant;
  private UUID run;

  @BeforeAll
  static void open() {
    database = PostgresServer.freshDatabase();
    parts = RunsOf.database(database);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void newRun() {
    events = parts.events();
    tenant = database.tenant();
    run = parts.runs().create(tenant, run(job("a", "test"))).run().id();
  }

  private void write(Connection connection, String kind) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into ci_event (tenant_id, run_id, kind) values (?, ?, ?)")) {
      insert.setObject(1, tenant);
      insert.setObject(2, run);
      insert.setString(3, kind);
      insert.executeUpdate();
    }
  }

  private static Connection transaction() throws SQLException {
    Connection connection = database.ownConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  private static List<String> kinds(RunEvents.Page page) {
    return page.events().stream().map(RunEvents.Event::kind).toList();
  }

  @Test
  void whatCommitsLaterComesBehindAlthoughItsIdentityIsSmaller() throws SQLException {
    RunEvents.Position from = events.now();
    try (Connection first = transaction();
        Connection second = transaction()) {
      write(first, "one");
      write(second, "two");
      second.commit();
      RunEvents.Page held = events.after(tenant, from);
      assertThat(held.events()).isEmpty(); // or the first would appear behind a reader
      assertThat(held.more()).isTrue();
      write(first, "three");
      first.commit();
      RunEvents.Page page = events.after(tenant, held.next());
      assertThat(kinds(page)).containsExactly("one", "three", "two");
      assertThat(events.after(tenant, page.next()).events()).isEmpty();
      assertThat(kinds(events.after(tenant, page.events().getFirst().at())))
          .containsExactly("three", "two");
    }
  }

  @Test
  void whatIsUndoneNeverWas() throws SQLException {
    RunEvents.Position from = events.now();
    try (Connection connection = transaction()) {
      write(connection, "never");
      connection.rollback();
    }
    RunEvents.Page page = events.after(tenant, from);
    assertThat(page.events()).isEmpty();
    assertThat(page.more()).isFalse();
  }

  @Test
  void aReaderSeesEachEventOfManyWritersOnce() throws Exception {
    RunEvents.Position from = events.now();
    List<Thread> writers = new ArrayList<>();
    for (int writer = 0; writer < 6; writer++) {
      int number = writer;
      writers.add(
          Thread.ofVirtual()
              .start(() -> {
                try (Connection connection = transaction()) {
                  for (int i = 0; i < 40; i++) {
                    write(connection, number + "/" + i);
                    if (i % (number + 1) == 0) {
                      connection.commit();
                    }
                  }
                  connection.commit();
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              }));
    }
    var writing = new AtomicBoolean(true);
    List<String> seen = new ArrayList<>();
    Thread reader =
        Thread.ofVirtual()
            .start(() -> {
              RunEvents.Position at = from;
              boolean last = false;
              while (!last) {
                last = !writing.get();
                RunEvents.Page page = events.after(tenant, at);
                seen.addAll(kinds(page));
                at = page.next();
                last &= !page.more();
              }
            });
    for (Thread writer : writers) {
      writer.join();
    }
    writing.set(false);
    assertThat(reader.join(Duration.ofMinutes(1))).isTrue();
    assertThat(seen).hasSize(240).doesNotHaveDuplicates();
  }

  @Test
  void pagesFollowEachOther() throws SQLException {
    RunEvents.Position from = events.now();
    try (Connection connection = transaction()) {
      for (int i = 0; i < 250; i++) {
        write(connection, Integer.toString(i));
      }
      connection.commit();
    }
    RunEvents.Page first = events.after(tenant, from);
    RunEvents.Page second = events.after(tenant, first.next());
    assertThat(first.more()).isTrue();
    assertThat(first.events()).hasSize(200);
    assertThat(kinds(second)).hasSize(50).endsWith("249");
    assertThat(second.events().getFirst().project()).isEqualTo("acme/app");
    assertThat(second.events().getFirst().detail()).contains("\"run\"").doesNotContain("\"job\"");
    assertThat(events.after(UUID.randomUUID(), from).events()).isEmpty();
  }
}
