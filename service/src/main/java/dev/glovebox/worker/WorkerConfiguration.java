package dev.glovebox.worker;

import dev.glovebox.platform.GloveboxProperties;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.queue.Equipment;
import dev.glovebox.queue.JobHandler;
import dev.glovebox.queue.JobQueue;
import dev.glovebox.queue.Listening;
import dev.glovebox.queue.ProcessTag;
import dev.glovebox.queue.QueueDepth;
import dev.glovebox.queue.QueueSettings;
import dev.glovebox.queue.Stage;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts the worker together, in processes that work. */
@Configuration(proxyBeanMethods = false)
@RunsIn(Role.WORKER)
class WorkerConfiguration {

  @Bean
  WorkerIdentity workerIdentity(
      WorkerSettings settings, GloveboxProperties glovebox, ProcessTag tag) {
    return WorkerIdentity.of(settings, glovebox.home(), tag);
  }

  /** What both workers are made with. */
  @Bean
  WorkerParts workerParts(
      WorkerSettings settings,
      QueueSettings queueSettings,
      JobQueue queue,
      QueueDepth depth,
      Listening listening,
      JdbcClient jdbc,
      Equipment equipment,
      List<JobHandler> handlers,
      MeterRegistry meters) {
    if (settings.heartbeat().multipliedBy(3).compareTo(queueSettings.lease()) > 0) {
      throw new IllegalArgumentException(
          "glovebox.worker.heartbeat must be at most a third of glovebox.queue.lease");
    }
    return new WorkerParts(
        settings,
        new Worker.QueueSide(queue, depth, listening, new WorkerRow(jdbc)),
        equipment,
        handlers,
        meters);
  }

  @Bean
  @Primary
  Worker worker(WorkerIdentity identity, WorkerParts parts) {
    return parts.worker(identity, JobHandler.Slots.SHORT, parts.settings().slotCount());
  }

  /** With its own leases and slots: however long its jobs are, no short one waits for them. */
  @Bean
  Worker longWorker(WorkerIdentity identity, WorkerParts parts) {
    return parts.worker(
        identity.forLongJobs(), JobHandler.Slots.LONG, parts.settings().longSlotCount());
  }

  @Bean
  Stage workersWork(Worker worker, @Qualifier("longWorker") Worker longWorker) {
    return new Stage(
        Stage.WORK,
        () -> {
          worker.start();
          longWorker.start();
        },
        () -> drainTogether(worker, longWorker));
  }

  /** Before anything else stops: requests in progress may still wait for what runs. */
  @Bean
  ApplicationListener<ContextClosedEvent> workersTakeNoMore(List<Worker> workers) {
    return _ -> workers.forEach(Worker::stopClaiming);
  }

  /** Each may take its time of grace: not one after the other. */
  private static void drainTogether(Worker worker, Worker other) {
    Thread beside = Thread.ofVirtual().name("drain").start(other::drain);
    worker.drain();
    try {
      beside.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What both workers are made with. */
  record WorkerParts(
      WorkerSettings settings,
      Worker.QueueSide queueSide,
      Equipment equipment,
      List<JobHandler> handlers,
      MeterRegistry meters) {

    Worker worker(WorkerIdentity identity, JobHandler.Slots slots, int count) {
      return new Worker(
          identity,
          settings,
          count,
          queueSide,
          equipment,
          handlers.stream().filter(handler -> handler.slots() == slots).toList(),
          meters);
    }
  }
}
