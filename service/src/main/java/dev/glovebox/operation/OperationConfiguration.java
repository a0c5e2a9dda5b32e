package dev.glovebox.operation;

import dev.glovebox.account.AuditLog;
import dev.glovebox.ci.run.Runs;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.queue.ProcessTag;
import dev.glovebox.queue.QueueSettings;
import dev.glovebox.queue.Stage;
import dev.glovebox.rejudging.Rejudgings;
import dev.glovebox.submission.BulkCancel;
import dev.glovebox.submission.BulkPriority;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Puts operations together, in processes that answer requests. */
@Configuration(proxyBeanMethods = false)
@RunsIn(Role.API)
class OperationConfiguration {

  @Bean(destroyMethod = "")
  Operations operations(
      JdbcClient jdbc,
      TransactionOperations transaction,
      QueueSettings queue,
      BulkCancel cancelling,
      BulkPriority moving,
      Runs runs,
      Rejudgings rejudgings,
      AuditLog audit,
      ProcessTag process,
      MeterRegistry meters) {
    return new Operations(
        new Operations.Parts(
            new OperationRows(jdbc, queue.lease()),
            transaction,
            new Deeds(cancelling, moving, runs, rejudgings)::of,
            audit,
            process.value()),
        UUID::randomUUID,
        meters);
  }

  @Bean
  Stage operationsGoOn(Operations operations) {
    return new Stage(Stage.TALK, operations::start, operations::close);
  }
}
