package dev.glovebox.operation;

import dev.glovebox.account.AuditLog;
import dev.glovebox.account.AuditLogOf;
import dev.glovebox.ci.run.Runs;
import dev.glovebox.rejudging.Rejudgings;
import dev.glovebox.submission.BulkCancel;
import dev.glovebox.submission.BulkPriority;
import dev.glovebox.support.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** Operations for tests of other packages. */
public final class OperationsOf {

  private OperationsOf() {}

  /**
   * Of a process that has not begun to take over others', with a short lease.
   *
   * @param owner name of the process
   */
  public static Operations process(
      TestDatabase database,
      BulkCancel cancelling,
      BulkPriority moving,
      Runs runs,
      Rejudgings rejudgings,
      String owner) {
    return of(
        database.jdbc(),
        new TransactionTemplate(new DataSourceTransactionManager(database.dataSource())),
        Duration.ofSeconds(3),
        new Deeds(cancelling, moving, runs, rejudgings),
        AuditLogOf.database(database.jdbc()),
        owner);
  }

  /** From now on it takes over others'. */
  public static void start(Operations operations) {
    operations.start();
  }

  /**
   * As they are in a process that takes none over.
   *
   * @param owner name of the process
   */
  public static Operations idle(
      JdbcClient jdbc,
      TransactionOperations transaction,
      BulkCancel cancelling,
      BulkPriority moving,
      Runs runs,
      Rejudgings rejudgings,
      AuditLog audit,
      String owner) {
    return of(
        jdbc,
        transaction,
        Duration.ofMinutes(1),
        new Deeds(cancelling, moving, runs, rejudgings),
        audit,
        owner);
  }

  private static Operations of(
      JdbcClient jdbc,
      TransactionOperations transaction,
      Duration lease,
      Deeds deeds,
      AuditLog audit,
      String owner) {
    return new Operations(
        new Operations.Parts(new OperationRows(jdbc, lease), transaction, deeds::of, audit, owner),
        UUID::randomUUID,
        new SimpleMeterRegistry());
  }
}
