package dev.glovebox.api;

import dev.glovebox.account.ApiKeys;
import dev.glovebox.account.AuditLog;
import dev.glovebox.account.Scope;
import dev.glovebox.blob.Blobs;
import dev.glovebox.ci.run.LogReader;
import dev.glovebox.ci.run.OpenJobs;
import dev.glovebox.ci.run.RunEvents;
import dev.glovebox.ci.run.Runs;
import dev.glovebox.ci.run.RunsOf;
import dev.glovebox.ci.run.Secrets;
import dev.glovebox.door.Doors;
import dev.glovebox.drill.DrillRequests;
import dev.glovebox.drill.Drills;
import dev.glovebox.drill.DrillsOf;
import dev.glovebox.language.Languages;
import dev.glovebox.operation.Operations;
import dev.glovebox.operation.OperationsOf;
import dev.glovebox.problem.ProblemStore;
import dev.glovebox.queue.QueuePauses;
import dev.glovebox.rejudging.Rejudgings;
import dev.glovebox.rejudging.RejudgingsOf;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.selftest.SelfTests;
import dev.glovebox.submission.Tiers;
import dev.glovebox.support.FakeProblems;
import dev.glovebox.support.FakeQuarantine;
import dev.glovebox.verification.Verifications;
import dev.glovebox.verification.VerificationsOf;
import dev.glovebox.worker.WorkerOrders;
import dev.glovebox.worker.Workers;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The API with its real server, security and database, in front of {@link FakeSubmissions}: neither
 * queue nor sandboxes are needed to learn how it answers.
 */
@SpringBootConfiguration
@EnableAutoConfiguration(exclude = UserDetailsServiceAutoConfiguration.class)
@AutoConfigurationPackage(basePackages = "dev.glovebox")
@ComponentScan({
  "dev.glovebox.api",
  "dev.glovebox.account",
  "dev.glovebox.platform",
  "dev.glovebox.blob",
  "dev.glovebox.ci.store",
  "dev.glovebox.ci.report",
  "dev.glovebox.problem",
  "dev.glovebox.webhook"
})
@ConfigurationPropertiesScan({
  "dev.glovebox.api",
  "dev.glovebox.account",
  "dev.glovebox.platform",
  "dev.glovebox.queue",
  "dev.glovebox.webhook"
})
@EnableScheduling
@Import(Doors.class)
class ApiTestApplication {

  @Bean
  FakeSubmissions submissions() {
    return new FakeSubmissions();
  }

  @Bean
  Languages languages() {
    return new FakeLanguages();
  }

  /** An engine without gVisor, as most are. */
  @Bean
  Tiers tiers(FakeSubmissions submissions) {
    return tier ->
        tier == IsolationTier.GVISOR && !submissions.gvisor
            ? Optional.of("the engine lacks it")
            : Optional.empty();
  }

  /** What submissions find; packages go into the database. */
  @Bean
  @Primary
  FakeProblems problems() {
    return new FakeProblems();
  }

  @Bean
  FakeQuarantine quarantine() {
    return new FakeQuarantine();
  }

  @Bean
  QueuePauses queuePauses(JdbcClient jdbc) {
    return new QueuePauses(jdbc);
  }

  @Bean
  WorkerOrders workerOrders(JdbcClient jdbc) {
    return new WorkerOrders(jdbc);
  }

  @Bean
  Workers workers(JdbcClient jdbc, WorkerOrders orders) {
    return new Workers(jdbc, orders);
  }

  @Bean
  SelfTests selfTests(JdbcClient jdbc, TransactionTemplate transaction, AuditLog audit) {
    return new SelfTests(jdbc, transaction, audit, UUID::randomUUID);
  }

  @Bean
  Operations operations(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      FakeBulkCancel bulk,
      Runs runs,
      Rejudgings rejudgings,
      AuditLog audit) {
    return OperationsOf.idle(
        jdbc, transaction, bulk, bulk, runs, rejudgings, audit, "this process");
  }

  @Bean
  FakeBulkCancel bulkCancel() {
    return new FakeBulkCancel();
  }

  @Bean
  Rejudgings rejudgings(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      FakeSubmissions submissions,
      FakeProblems problems,
      Languages languages) {
    return RejudgingsOf.idle(jdbc, transaction, submissions, submissions, problems, languages);
  }

  @Bean
  Drills drills(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      DrillRequests requests,
      FakeSubmissions submissions,
      Languages languages,
      AuditLog audit) {
    return DrillsOf.idle(
        jdbc,
        transaction,
        Path.of("src/test/resources/drill"),
        requests,
        submissions,
        submissions,
        languages,
        audit);
  }

  @Bean
  Verifications verifications(
      JdbcClient jdbc,
      FakeProblems problems,
      ProblemStore store,
      Blobs blobs,
      FakeSubmissions submissions) {
    return VerificationsOf.idle(jdbc, problems, store, blobs, submissions, submissions);
  }

  @Bean
  RunsOf runsOf(JdbcClient jdbc, TransactionTemplate transaction, DataSource dataSource) {
    return new RunsOf(jdbc, transaction, dataSource::getConnection);
  }

  @Bean
  Secrets secrets(RunsOf parts) {
    return parts.secrets();
  }

  @Bean
  Runs runs(RunsOf parts) {
    return parts.runs();
  }

  @Bean
  OpenJobs openJobs(RunsOf parts) {
    return parts.openJobs();
  }

  @Bean
  LogReader logReader(RunsOf parts) {
    return parts.logs();
  }

  @Bean
  RunEvents runEvents(RunsOf parts) {
    return parts.events();
  }

  @Bean
  TestKeys testKeys(ApiKeys keys, JdbcTemplate jdbc) {
    return new TestKeys(keys, jdbc);
  }

  /** Makes tenants and keys. */
  record TestKeys(ApiKeys keys, JdbcTemplate jdbc) {

    UUID tenant() {
      UUID tenant = UUID.randomUUID();
      jdbc.update("insert into tenant (id, name) values (?, ?)", tenant, "t-" + tenant);
      return tenant;
    }

    String key(UUID tenant, Scope... scopes) {
      Set<Scope> set = EnumSet.noneOf(Scope.class);
      set.addAll(Set.of(scopes));
      return keys.issue(tenant, "test", set, Optional.empty()).text();
    }
  }
}
