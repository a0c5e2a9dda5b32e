package dev.glovebox.ci.run;

import dev.glovebox.ci.execute.JobExecutor;
import dev.glovebox.ci.store.Artifacts;
import dev.glovebox.ci.store.Caches;
import dev.glovebox.ci.store.StoreOf;
import dev.glovebox.queue.Broadcast;
import dev.glovebox.queue.Equipment;
import dev.glovebox.queue.JobHandler;
import dev.glovebox.queue.JobQueue;
import dev.glovebox.queue.Listening;
import dev.glovebox.queue.LocalWorker;
import dev.glovebox.queue.ProcessTag;
import dev.glovebox.queue.QueueDepth;
import dev.glovebox.queue.QueueSettings;
import dev.glovebox.support.MemoryBlobs;
import dev.glovebox.support.TestDatabase;
import dev.glovebox.worker.Worker;
import dev.glovebox.worker.WorkerIdentity;
import dev.glovebox.worker.WorkerRow;
import dev.glovebox.worker.WorkerSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** Runs with a real database, for tests; executors are the tests' own. */
public final class RunsOf {

  private final JdbcClient jdbc;
  private final QueueSettings settings;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ProcessTag tag = ProcessTag.random();
  private final JobQueue queue;
  private final QueueDepth depth;
  private final Broadcast broadcast;
  private final Listening listening;
  private final Signals signals;
  private final RunningAttempts running;
  private final RunChanges changes;
  private final MemoryBlobs blobs = new MemoryBlobs();
  private final Artifacts artifacts;
  private final Caches caches;
  private final List<LocalWorker> workers = new ArrayList<>();

  public RunsOf(
      JdbcClient jdbc, TransactionOperations transaction, Listening.ConnectionSource source) {
    this.jdbc = jdbc;
    this.artifacts = StoreOf.artifacts(blobs, jdbc);
    this.caches = StoreOf.caches(blobs, jdbc, transaction);
    this.settings =
        new QueueSettings(
            Duration.ofSeconds(2),
            Duration.ofMinutes(5),
            3,
            Duration.ofMillis(10),
            1_000_000,
            0,
            0,
            Duration.ofSeconds(5),
            Duration.ofSeconds(1));
    queue = new JobQueue(jdbc, settings);
    depth = new QueueDepth(jdbc, settings, meters);
    broadcast = new Broadcast(jdbc, tag, Duration.ofMillis(5), Duration.ofMillis(50), meters);
    listening = new Listening(source, tag, meters);
    signals = new Signals(broadcast, listening);
    running = new RunningAttempts(jdbc, listening);
    changes =
        new RunChanges(
            jdbc,
            transaction,
            new RunChanges.QueueSide(queue, depth, broadcast, () -> workers),
            signals,
            running);
  }

  static RunsOf database(TestDatabase database) {
    return new RunsOf(
        database.jdbc(),
        new TransactionTemplate(new DataSourceTransactionManager(database.dataSource())),
        database::ownConnection);
  }

  public Runs runs() {
    return new Runs(jdbc, changes, signals);
  }

  public OpenJobs openJobs() {
    return new OpenJobs(jdbc, signals);
  }

  public LogReader logs() {
    return new LogReader(jdbc, signals);
  }

  public RunEvents events() {
    return new RunEvents(jdbc, signals);
  }

  CiCare care() {
    return new CiCare(jdbc, changes);
  }

  Artifacts artifacts() {
    return artifacts;
  }

  Caches caches() {
    return caches;
  }

  MemoryBlobs blobs() {
    return blobs;
  }

  public Secrets secrets() {
    return new Secrets(
        jdbc, new SecretCipher(new SecretKeyFile(Path.of("target", "secrets-for-tests.key"))));
  }

  JobQueue queue() {
    return queue;
  }

  JobHandler handler(JobExecutor executor) {
    return handler(executor, Equipment.SOUND);
  }

  JobHandler handler(JobExecutor executor, Equipment equipment) {
    Attempts attempts = new Attempts(jdbc, changes);
    return new CiHandler(
        attempts,
        new Orders(blobs, new Inherited(jdbc, artifacts, blobs), secrets(), caches),
        executor,
        running,
        new Recorders(jdbc, attempts, signals, artifacts, caches),
        equipment);
  }

  /** A worker that is not started yet; whoever starts it drains it. */
  Worker worker(String name, int slots, JobExecutor executor) {
    return worker(name, slots, executor, Equipment.SOUND);
  }

  /** The same with equipment that may fail. */
  Worker worker(String name, int slots, JobExecutor executor, Equipment equipment) {
    WorkerSettings workerSettings =
        new WorkerSettings(
            slots,
            0,
            name,
            Duration.ofMillis(200),
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            Duration.ofSeconds(30));
    Worker worker =
        new Worker(
            WorkerIdentity.of(workerSettings, java.nio.file.Path.of("/data"), tag),
            workerSettings,
            slots,
            new Worker.QueueSide(queue, depth, listening, new WorkerRow(jdbc)),
            equipment,
            List.of(handler(executor, equipment)),
            meters);
    workers.add(worker);
    return worker;
  }
}
