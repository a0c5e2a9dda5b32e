package dev.glovebox.drill;

import dev.glovebox.account.AuditLog;
import dev.glovebox.language.Languages;
import dev.glovebox.submission.SubmissionIntake;
import dev.glovebox.submission.SubmissionStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Drills for tests of other packages. */
public final class DrillsOf {

  private DrillsOf() {}

  /** As they are in a process that takes none over. */
  public static Drills idle(
      JdbcClient jdbc,
      TransactionOperations transaction,
      Path attacks,
      DrillRequests requests,
      SubmissionIntake intake,
      SubmissionStore submissions,
      Languages languages,
      AuditLog audit) {
    return new Drills(
        new DrillRun.Parts(
            new DrillRows(jdbc, Duration.ofMinutes(1)),
            new AttackCatalogue(attacks),
            requests,
            intake,
            submissions,
            languages,
            (_, _) -> java.util.Optional.of(false),
            "this process"),
        transaction,
        audit,
        UUID::randomUUID,
        new SimpleMeterRegistry());
  }
}
