package dev.glovebox.verification;

import dev.glovebox.blob.Blobs;
import dev.glovebox.language.Languages;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.problem.ProblemStore;
import dev.glovebox.problem.Problems;
import dev.glovebox.queue.ProcessTag;
import dev.glovebox.queue.QueueSettings;
import dev.glovebox.queue.Stage;
import dev.glovebox.submission.ExecutionLimits;
import dev.glovebox.submission.SubmissionIntake;
import dev.glovebox.submission.SubmissionStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.UUID;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Puts verification together, in processes that answer requests. */
@Configuration(proxyBeanMethods = false)
@RunsIn(Role.API)
@EnableConfigurationProperties(VerificationSettings.class)
class VerificationConfiguration {

  /** Never granted: every problem has a memory limit. */
  private static final long USUAL_MEMORY = 2L << 30;

  @Bean(destroyMethod = "")
  Verifications verifications(
      JdbcClient jdbc,
      TransactionOperations transaction,
      QueueSettings queue,
      Problems problems,
      ProblemStore store,
      Blobs blobs,
      SubmissionIntake intake,
      SubmissionStore submissions,
      Languages languages,
      VerificationSettings settings,
      ProcessTag process,
      MeterRegistry meters) {
    var limits =
        new ExecutionLimits(
            settings.timeLimit(),
            settings.timeLimit().multipliedBy(3).plusSeconds(5),
            USUAL_MEMORY,
            settings.processes(),
            settings.output().toBytes(),
            settings.fileSize().toBytes(),
            Optional.empty());
    return new Verifications(
        new VerificationRows(jdbc, transaction, queue.lease()),
        problems,
        store,
        new SubmissionsAsJudge.Collaborators(
            intake, submissions, blobs, new JuryLanguages(languages), limits),
        settings.timeLimit(),
        UUID::randomUUID,
        process.value(),
        meters);
  }

  @Bean
  Stage verificationsGoOn(Verifications verifications) {
    return new Stage(Stage.TALK, verifications::start, verifications::close);
  }
}
