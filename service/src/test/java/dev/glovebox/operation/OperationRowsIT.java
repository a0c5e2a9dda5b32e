package dev.glovebox.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.operation.Operation.Kind;
import dev.glovebox.support.PostgresServer;
import dev.glovebox.support.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pieces of work in the tables. */
@Tag("postgres")
class OperationRowsIT {

  @Test
  void pieceIsOneRowHoweverMuchIsInIt() {
    try (TestDatabase database = PostgresServer.freshDatabase()) {
      UUID tenant = database.tenant();
      UUID id = UUID.randomUUID();
      UUID work = UUID.randomUUID();
      OperationRows rows = new OperationRows(database.jdbc(), Duration.ofMinutes(1));
      rows.insert(id, requeue(), "somebody", "here");
      for (int place = 1; place <= 4; place++) {
        insert(database, id, place, tenant);
      }
      List<Item> three = rows.next(id, 3);

      assertThat(rows.underWay(id, work, three, "another")).as("not its own").isFalse();
      assertThat(rows.pieces(id)).isEmpty();
      assertThat(rows.underWay(id, work, three, "here")).isTrue();

      assertThat(rows.pieces(id)).containsExactly(new OperationRows.Piece(work, tenant, false));
      assertThat(rows.inPiece(id, work)).containsExactlyElementsOf(three).hasSize(3);
      assertThat(rows.inPiece(id, UUID.randomUUID())).isEmpty();
      assertThat(rows.next(id, 3)).extracting(Item::place).containsExactly(4L);
    }
  }

  private static Operations.Request requeue() {
    Selection all =
        Selection.submissions(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new Operations.Request(Kind.REQUEUE, all, Optional.empty(), "a bad disk");
  }

  private static void insert(TestDatabase database, UUID operation, long place, UUID tenant) {
    database
        .jdbc()
        .sql(
            """
            insert into operation_item (operation_id, place, tenant_id, subject, state)
            values (:operation, :place, :tenant, :subject, 'WAITING')
            """)
        .param("operation", operation)
        .param("place", place)
        .param("tenant", tenant)
        .param("subject", UUID.randomUUID())
        .update();
  }
}
