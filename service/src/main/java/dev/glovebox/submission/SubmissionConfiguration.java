package dev.glovebox.submission;

import dev.glovebox.queue.Broadcast;
import dev.glovebox.queue.JobQueue;
import dev.glovebox.queue.Listening;
import dev.glovebox.queue.LocalWorker;
import dev.glovebox.queue.QueueDepth;
import dev.glovebox.queue.QueueSettings;
import dev.glovebox.queue.RunUntilStopped;
import dev.glovebox.queue.Stage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the submissions together. */
@Configuration(proxyBeanMethods = false)
class SubmissionConfiguration {

  private static final int DELETED_AT_ONCE = 100;
  private static final Duration BETWEEN_DELETIONS = Duration.ofSeconds(20);

  @Bean
  AtHand submissionsAtHand() {
    return new AtHand();
  }

  @Bean(destroyMethod = "")
  Watchers watchers(
      JdbcClient jdbc, Broadcast broadcast, Listening listening, MeterRegistry meters) {
    return new Watchers(jdbc, broadcast, listening, meters);
  }

  @Bean
  SubmissionStore submissionStore(
      JdbcClient jdbc, QueueSettings settings, AtHand atHand, Watchers watchers) {
    return new PostgresSubmissions(jdbc, settings.lease(), atHand, watchers);
  }

  @Bean
  SubmissionIntake submissionIntake(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      JobQueue queue,
      QueueSettings settings,
      QueueDepth depth,
      Broadcast broadcast,
      ObjectProvider<LocalWorker> worker,
      ObjectProvider<Clock> clock,
      AtHand atHand,
      Watchers watchers) {
    return new PostgresIntake(
        jdbc,
        transaction,
        new PostgresIntake.QueueSide(
            queue, settings, depth, broadcast, worker.getIfAvailable(() -> LocalWorker.NONE)),
        new SubmissionIds(clock.getIfAvailable(Clock::systemUTC), new SecureRandom()),
        atHand,
        watchers);
  }

  @Bean
  BulkCancel bulkCancel(
      JdbcClient jdbc,
      QueueDepth depth,
      Broadcast broadcast,
      ObjectProvider<LocalWorker> worker,
      Watchers watchers) {
    return new PostgresBulkCancel(
        jdbc, depth, broadcast, worker.getIfAvailable(() -> LocalWorker.NONE), watchers);
  }

  @Bean
  BulkPriority bulkPriority(JdbcClient jdbc, JobQueue queue) {
    return new PostgresBulkPriority(jdbc, queue);
  }

  @Bean
  Quarantine quarantine(JdbcClient jdbc) {
    return new PostgresQuarantine(jdbc);
  }

  @Bean
  Deletions submissionDeletions(JdbcClient jdbc) {
    return new Deletions(jdbc);
  }

  @Bean
  TestResultMonths testResultMonths(JdbcClient jdbc) {
    return new TestResultMonths(jdbc);
  }

  /** In every process: whichever is there does it. */
  @Bean
  Stage oldSubmissionsGo(
      JdbcClient jdbc,
      RetentionSettings settings,
      ObjectProvider<Clock> clock,
      MeterRegistry meters) {
    if (settings.submissions().isZero()) {
      return new Stage(Stage.TALK, () -> {}, () -> {});
    }
    var old =
        new OldSubmissions(
            jdbc, clock.getIfAvailable(Clock::systemUTC), settings.submissions(), DELETED_AT_ONCE);
    Counter deleted =
        Counter.builder("glovebox.submissions.deleted")
            .description("submissions deleted because they were kept long enough")
            .register(meters);
    RunUntilStopped rounds =
        new RunUntilStopped(
            "old-submissions",
            () -> {
              deleted.increment((double) old.deleteSome());
              return false;
            },
            BETWEEN_DELETIONS,
            meters);
    return new Stage(Stage.TALK, rounds::start, rounds::close);
  }

  @Bean
  Stage submissionsAreWatched(Watchers watchers, TestResultMonths months, MeterRegistry meters) {
    RunUntilStopped monthly =
        new RunUntilStopped(
            "test-result-months",
            () -> {
              months.prepare();
              return false;
            },
            Duration.ofHours(6),
            meters);
    return new Stage(
        Stage.TALK,
        () -> {
          watchers.start();
          monthly.start();
        },
        () -> {
          monthly.close();
          watchers.close();
        });
  }
}
