package dev.glovebox.drill;

import dev.glovebox.account.AuditLog;
import dev.glovebox.language.Languages;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.queue.ProcessTag;
import dev.glovebox.queue.QueueSettings;
import dev.glovebox.queue.Stage;
import dev.glovebox.submission.SubmissionIntake;
import dev.glovebox.submission.SubmissionStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Puts drills together, in processes that answer requests. */
@Configuration(proxyBeanMethods = false)
@RunsIn(Role.API)
@EnableConfigurationProperties(DrillSettings.class)
class DrillConfiguration {

  @Bean(destroyMethod = "")
  Drills drills(
      JdbcClient jdbc,
      TransactionOperations transaction,
      QueueSettings queue,
      DrillSettings settings,
      DrillRequests requests,
      SubmissionIntake intake,
      SubmissionStore submissions,
      Languages languages,
      ObjectProvider<Remains> remains,
      AuditLog audit,
      ProcessTag process,
      MeterRegistry meters) {
    return new Drills(
        new DrillRun.Parts(
            new DrillRows(jdbc, queue.lease()),
            new AttackCatalogue(settings.directory()),
            requests,
            intake,
            submissions,
            languages,
            remains.getIfAvailable(() -> Remains.UNSEEN),
            process.value()),
        transaction,
        audit,
        UUID::randomUUID,
        meters);
  }

  @Bean
  Stage drillsGoOn(Drills drills) {
    return new Stage(Stage.TALK, drills::start, drills::close);
  }
}
