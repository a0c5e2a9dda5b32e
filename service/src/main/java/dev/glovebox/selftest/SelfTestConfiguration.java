package dev.glovebox.selftest;

import dev.glovebox.account.AuditLog;
import dev.glovebox.judge.JudgeHere;
import dev.glovebox.language.Languages;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.queue.Equipment;
import dev.glovebox.queue.Stage;
import dev.glovebox.worker.WorkerIdentity;
import dev.glovebox.worker.WorkerOrders;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Puts self-tests together: asking and looking everywhere, testing in processes that work. */
@Configuration(proxyBeanMethods = false)
class SelfTestConfiguration {

  @Bean
  SelfTests selfTests(JdbcClient jdbc, TransactionOperations transaction, AuditLog audit) {
    return new SelfTests(jdbc, transaction, audit, UUID::randomUUID);
  }

  @Bean(destroyMethod = "")
  @RunsIn(Role.WORKER)
  SelfTestRunner selfTestRunner(
      JdbcClient jdbc,
      JudgeHere judge,
      Languages languages,
      WorkerIdentity worker,
      WorkerOrders orders,
      Equipment equipment,
      AuditLog audit,
      TransactionOperations transaction,
      SelfTestSettings settings,
      Clock clock,
      MeterRegistry meters) {
    return new SelfTestRunner(
        new SelfTestRunner.Parts(
            new SelfTestRows(jdbc),
            judge,
            languages,
            worker,
            orders,
            equipment,
            audit,
            transaction,
            settings,
            clock),
        meters);
  }

  @Bean
  @RunsIn(Role.WORKER)
  Stage workersTestThemselves(
      SelfTestRunner runner, SelfTests tests, WorkerIdentity worker, SelfTestSettings settings) {
    return new Stage(
        Stage.TALK,
        () -> {
          runner.start();
          if (settings.atStart()) {
            askAtStart(tests, worker);
          }
        },
        runner::close);
  }

  private static void askAtStart(SelfTests tests, WorkerIdentity worker) {
    try {
      tests.ask(worker.name(), "start of the worker");
    } catch (SelfTests.AlreadyAsked _) {
      // it is about to happen
    }
  }
}
