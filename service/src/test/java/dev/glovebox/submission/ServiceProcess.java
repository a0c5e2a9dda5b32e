package dev.glovebox.submission;

import dev.glovebox.queue.Broadcast;
import dev.glovebox.queue.Equipment;
import dev.glovebox.queue.JobHandler;
import dev.glovebox.queue.JobQueue;
import dev.glovebox.queue.Listening;
import dev.glovebox.queue.LocalWorker;
import dev.glovebox.queue.ProcessTag;
import dev.glovebox.queue.QueueDepth;
import dev.glovebox.queue.QueueSettings;
import dev.glovebox.support.TestDatabase;
import dev.glovebox.worker.Worker;
import dev.glovebox.worker.WorkerIdentity;
import dev.glovebox.worker.WorkerRow;
import dev.glovebox.worker.WorkerSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What one process of the service consists of, queue side; several of them make a cluster. */
final class ServiceProcess implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(500);

  final MeterRegistry meters = new SimpleMeterRegistry();
  final QueueSettings settings;
  final JobQueue queue;
  final QueueDepth depth;
  final Broadcast broadcast;
  final Listening listening;
  final Watchers watchers;
  final SubmissionStore store;
  final SubmissionIntake intake;
  final Worker worker;
  private final boolean works;

  /** A process that only takes submissions in. */
  static ServiceProcess front(TestDatabase database) {
    return front(database, settings(1_000_000));
  }

  static ServiceProcess front(TestDatabase database, QueueSettings settings) {
    return new ServiceProcess(database, settings, "front", 0, POLL, Equipment.SOUND, _ -> null);
  }

  /** A process that works too. */
  static ServiceProcess working(
      TestDatabase database,
      String name,
      int slots,
      Function<SubmissionStore, JobHandler> handler) {
    return working(database, name, slots, Equipment.SOUND, handler);
  }

  /** The same with equipment that may fail. */
  static ServiceProcess working(
      TestDatabase database,
      String name,
      int slots,
      Equipment equipment,
      Function<SubmissionStore, JobHandler> handler) {
    return new ServiceProcess(database, settings(1_000_000), name, slots, POLL, equipment, handler);
  }

  /** A process that looks into the queue only when it is told to, so that nothing comes between. */
  static ServiceProcess workingWhenTold(
      TestDatabase database,
      String name,
      int slots,
      Function<SubmissionStore, JobHandler> handler) {
    return new ServiceProcess(
        database, settings(1_000_000), name, slots, Duration.ofHours(1), Equipment.SOUND, handler);
  }

  private ServiceProcess(
      TestDatabase database,
      QueueSettings settings,
      String name,
      int slots,
      Duration poll,
      Equipment equipment,
      Function<SubmissionStore, JobHandler> handler) {
    this.settings = settings;
    this.works = slots > 0;
    JdbcClient jdbc = database.jdbc();
    ProcessTag tag = ProcessTag.random();
    queue = new JobQueue(jdbc, settings);
    depth = new QueueDepth(jdbc, settings, meters);
    broadcast = new Broadcast(jdbc, tag, Duration.ofMillis(5), Duration.ofMillis(50), meters);
    listening = new Listening(database::ownConnection, tag, meters);
    watchers = new Watchers(jdbc, broadcast, listening, meters);
    AtHand atHand = new AtHand();
    store = new PostgresSubmissions(jdbc, settings.lease(), atHand, watchers);
    WorkerSettings workerSettings =
        new WorkerSettings(
            slots,
            0,
            name,
            Duration.ofMillis(200),
            poll,
            Duration.ofMillis(200),
            Duration.ofMillis(300));
    worker =
        new Worker(
            WorkerIdentity.of(workerSettings, Path.of("/data"), tag),
            workerSettings,
            workerSettings.slotCount(),
            new Worker.QueueSide(queue, depth, listening, new WorkerRow(jdbc)),
            equipment,
            works ? List.of(handler.apply(store)) : List.of(),
            meters);
    intake =
        new PostgresIntake(
            jdbc,
            new TransactionTemplate(new DataSourceTransactionManager(database.dataSource())),
            new PostgresIntake.QueueSide(
                queue, settings, depth, broadcast, works ? worker : LocalWorker.NONE),
            new SubmissionIds(Clock.systemUTC(), new Random()),
            atHand,
            watchers);
  }

  ServiceProcess start() {
    broadcast.start();
    depth.start();
    watchers.start();
    listening.start();
    if (works) {
      worker.start();
    }
    return this;
  }

  double counter(String name) {
    return meters.find(name).counters().stream().mapToDouble(c -> c.count()).sum();
  }

  @Override
  public void close() {
    if (works) {
      worker.drain();
    }
    listening.close();
    watchers.close();
    depth.close();
    broadcast.close();
  }

  static QueueSettings settings(long maxQueued) {
    return new QueueSettings(
        Duration.ofSeconds(2),
        Duration.ofMinutes(5),
        3,
        Duration.ofMillis(20),
        maxQueued,
        0,
        0,
        Duration.ofSeconds(5),
        Duration.ofMillis(100));
  }
}
