package dev.glovebox.worker;

import dev.glovebox.platform.GloveboxProperties;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.queue.JobHandler;
import dev.glovebox.queue.JobQueue;
import dev.glovebox.queue.Listening;
import dev.glovebox.queue.ProcessTag;
import dev.glovebox.queue.QueueDepth;
import dev.glovebox.queue.QueueSettings;
import dev.glovebox.queue.Stage;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
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

  @Bean
  Worker worker(
      WorkerIdentity identity,
      WorkerSettings settings,
      QueueSettings queueSettings,
      JobQueue queue,
      QueueDepth depth,
      Listening listening,
      JdbcClient jdbc,
      List<JobHandler> handlers,
      MeterRegistry meters) {
    if (settings.heartbeat().multipliedBy(3).compareTo(queueSettings.lease()) > 0) {
      throw new IllegalArgumentException(
          "glovebox.worker.heartbeat must be at most a third of glovebox.queue.lease");
    }
    return new Worker(
        identity,
        settings,
        new Worker.QueueSide(queue, depth, listening, new WorkerRow(jdbc)),
        handlers,
        meters);
  }

  @Bean
  Stage workerWorks(Worker worker) {
    return new Stage(Stage.WORK, worker::start, worker::drain);
  }

  /** Before anything else stops: requests in progress may still wait for what runs. */
  @Bean
  ApplicationListener<ContextClosedEvent> workerTakesNoMore(Worker worker) {
    return _ -> worker.stopClaiming();
  }
}
