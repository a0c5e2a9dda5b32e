package dev.glovebox.ci.run;

import dev.glovebox.blob.Blobs;
import dev.glovebox.ci.execute.JobExecutor;
import dev.glovebox.ci.store.Artifacts;
import dev.glovebox.ci.store.Caches;
import dev.glovebox.platform.GloveboxProperties;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.queue.Broadcast;
import dev.glovebox.queue.Equipment;
import dev.glovebox.queue.JobHandler;
import dev.glovebox.queue.JobQueue;
import dev.glovebox.queue.Listening;
import dev.glovebox.queue.LocalWorker;
import dev.glovebox.queue.QueueDepth;
import dev.glovebox.queue.RunUntilStopped;
import dev.glovebox.queue.Stage;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts runs together: in every process what asks and cares, in those that work the handler. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecretProperties.class)
class CiConfiguration {

  private static final Duration CARE = Duration.ofSeconds(1);

  @Bean
  Signals ciSignals(Broadcast broadcast, Listening listening) {
    return new Signals(broadcast, listening);
  }

  @Bean
  RunningAttempts runningAttempts(JdbcClient jdbc, Listening listening) {
    return new RunningAttempts(jdbc, listening);
  }

  /** The workers are asked for late: they are made of handlers that use this. */
  @Bean
  RunChanges runChanges(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      JobQueue queue,
      QueueDepth depth,
      Broadcast broadcast,
      ObjectProvider<LocalWorker> workers,
      Signals signals,
      RunningAttempts running) {
    return new RunChanges(
        jdbc,
        transaction,
        new RunChanges.QueueSide(queue, depth, broadcast, () -> workers.stream().toList()),
        signals,
        running);
  }

  @Bean
  Runs runs(JdbcClient jdbc, RunChanges changes, Signals signals) {
    return new Runs(jdbc, changes, signals);
  }

  @Bean
  OpenJobs openJobs(JdbcClient jdbc, Signals signals) {
    return new OpenJobs(jdbc, signals);
  }

  @Bean
  LogReader ciLogReader(JdbcClient jdbc, Signals signals) {
    return new LogReader(jdbc, signals);
  }

  @Bean
  RunEvents runEvents(JdbcClient jdbc, Signals signals) {
    return new RunEvents(jdbc, signals);
  }

  @Bean
  Secrets secrets(JdbcClient jdbc, SecretProperties properties, GloveboxProperties glovebox) {
    Path file = properties.keyFile();
    return new Secrets(
        jdbc,
        new SecretCipher(
            new SecretKeyFile(file == null ? glovebox.home().resolve("secrets.key") : file)));
  }

  @Bean
  Stage runsGoOn(JdbcClient jdbc, RunChanges changes, MeterRegistry meters) {
    CiCare care = new CiCare(jdbc, changes);
    RunUntilStopped rounds = new RunUntilStopped("ci-care", care::round, CARE, meters);
    return new Stage(Stage.LISTEN, rounds::start, rounds::close);
  }

  @Configuration(proxyBeanMethods = false)
  @RunsIn(Role.WORKER)
  static class Work {

    @Bean
    JobHandler ciHandler(
        JdbcClient jdbc,
        RunChanges changes,
        RunningAttempts running,
        Signals signals,
        Blobs blobs,
        Artifacts artifacts,
        Caches caches,
        Secrets secrets,
        JobExecutor executor,
        Equipment equipment) {
      Attempts attempts = new Attempts(jdbc, changes);
      return new CiHandler(
          attempts,
          new Orders(blobs, new Inherited(jdbc, artifacts, blobs), secrets, caches),
          executor,
          running,
          new Recorders(jdbc, attempts, signals, artifacts, caches),
          equipment);
    }
  }
}
