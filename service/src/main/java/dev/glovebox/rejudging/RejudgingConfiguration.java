package dev.glovebox.rejudging;

import dev.glovebox.language.Languages;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.problem.Problems;
import dev.glovebox.queue.Stage;
import dev.glovebox.submission.SubmissionIntake;
import dev.glovebox.submission.SubmissionStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts rejudging together, in processes that answer requests. */
@Configuration(proxyBeanMethods = false)
@RunsIn(Role.API)
class RejudgingConfiguration {

  @Bean(destroyMethod = "")
  Rejudgings rejudgings(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      SubmissionIntake intake,
      SubmissionStore submissions,
      ObjectProvider<Problems> problems,
      Languages languages,
      MeterRegistry meters) {
    return new Rejudgings(
        new RejudgingRows(jdbc),
        transaction,
        intake,
        submissions,
        problems.getIfAvailable(() -> (_, _, _) -> Optional.empty()),
        languages,
        UUID::randomUUID,
        meters);
  }

  @Bean
  Stage rejudgingsGoOn(Rejudgings rejudgings) {
    return new Stage(Stage.TALK, rejudgings::start, rejudgings::close);
  }
}
