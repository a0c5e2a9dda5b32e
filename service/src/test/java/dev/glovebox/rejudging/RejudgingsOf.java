package dev.glovebox.rejudging;

import dev.glovebox.language.Languages;
import dev.glovebox.problem.Problems;
import dev.glovebox.submission.SubmissionIntake;
import dev.glovebox.submission.SubmissionStore;
import dev.glovebox.support.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** Rejudgings for tests of other packages. */
public final class RejudgingsOf {

  private RejudgingsOf() {}

  public static Rejudgings process(
      TestDatabase database,
      SubmissionIntake intake,
      SubmissionStore submissions,
      Problems problems,
      Languages languages) {
    Rejudgings rejudgings =
        idle(
            database.jdbc(),
            new TransactionTemplate(new DataSourceTransactionManager(database.dataSource())),
            intake,
            submissions,
            problems,
            languages);
    rejudgings.start();
    return rejudgings;
  }

  /** As they are in a process that submits nothing. */
  public static Rejudgings idle(
      JdbcClient jdbc,
      TransactionOperations transaction,
      SubmissionIntake intake,
      SubmissionStore submissions,
      Problems problems,
      Languages languages) {
    return new Rejudgings(
        new RejudgingRows(jdbc),
        transaction,
        intake,
        submissions,
        problems,
        languages,
        UUID::randomUUID,
        new SimpleMeterRegistry());
  }
}
