package dev.glovebox.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.blob.Blob;
import dev.glovebox.support.MemoryBlobs;
import dev.glovebox.support.PostgresServer;
import dev.glovebox.support.ProblemFixture;
import dev.glovebox.support.TestDatabase;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the contents of problems are, asked of the database. */
@Tag("postgres")
class ProblemBlobsIT {

  private final MemoryBlobs blobs = new MemoryBlobs();
  private TestDatabase database;
  private PostgresProblems problems;
  private UUID tenant;

  @BeforeEach
  void open() {
    database = PostgresServer.freshDatabase();
    tenant = database.tenant();
    problems =
        new PostgresProblems(
            database.jdbc(),
            new TransactionTemplate(new JdbcTransactionManager(database.dataSource())));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void everythingThatAnyVersionHasIsNamedAndNothingOfDeletedProblems() {
    ProblemDefinition first = definition("first");
    ProblemDefinition second = definition("second");
    ProblemDefinition other = definition("other");
    problems.put(tenant, "sums", first, List.of());
    problems.put(tenant, "sums", second, List.of());
    problems.put(tenant, "gone", other, List.of());

    assertThat(named()).containsAll(hashes(first)).containsAll(hashes(second));
    assertThat(named()).containsAll(hashes(other));

    problems.delete(tenant, "gone");

    assertThat(named()).containsAll(hashes(first)).containsAll(hashes(second));
    assertThat(named()).doesNotContain(blobs.text("answer of other").sha256());

    problems.delete(tenant, "sums");
    assertThat(named()).isEmpty();
  }

  @Test
  void whenTheDatabaseIsSilentNothingCountsAsUnnamed() {
    database.jdbc().sql("alter table problem_version rename to elsewhere").update();
    assertThatThrownBy(this::named).isInstanceOf(RuntimeException.class);
  }

  private Set<String> named() {
    return new ProblemBlobs(database.jdbc()).named();
  }

  private ProblemDefinition definition(String name) {
    ProblemFixture fixture = new ProblemFixture(blobs::text);
    fixture.secret("1", "input of " + name, "answer of " + name);
    fixture.checkedBy(CheckerProtocol.KATTIS, "python", "v.py", "checker of " + name);
    return fixture.definition();
  }

  private static Set<String> hashes(ProblemDefinition definition) {
    return DefinitionBlobs.of(definition).stream().map(Blob::sha256).collect(Collectors.toSet());
  }
}
