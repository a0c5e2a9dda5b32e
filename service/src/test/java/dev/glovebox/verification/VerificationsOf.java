package dev.glovebox.verification;

import dev.glovebox.blob.Blobs;
import dev.glovebox.problem.ProblemStore;
import dev.glovebox.problem.Problems;
import dev.glovebox.submission.ExecutionLimits;
import dev.glovebox.submission.SubmissionIntake;
import dev.glovebox.submission.SubmissionStore;
import dev.glovebox.support.SomeLanguages;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Verifications for tests of other packages. */
public final class VerificationsOf {

  private VerificationsOf() {}

  /** As they are in a process that takes over nothing. */
  public static Verifications idle(
      JdbcClient jdbc,
      Problems problems,
      ProblemStore store,
      Blobs blobs,
      SubmissionIntake intake,
      SubmissionStore submissions) {
    ExecutionLimits limits =
        new ExecutionLimits(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            256L << 20,
            64,
            1L << 20,
            1L << 20,
            Optional.empty());
    return new Verifications(
        new VerificationRows(
            jdbc, TransactionOperations.withoutTransaction(), Duration.ofMinutes(1)),
        problems,
        store,
        new SubmissionsAsJudge.Collaborators(
            intake, submissions, blobs, new JuryLanguages(new SomeLanguages()), limits),
        Duration.ofSeconds(10),
        UUID::randomUUID,
        "test",
        new SimpleMeterRegistry());
  }
}
