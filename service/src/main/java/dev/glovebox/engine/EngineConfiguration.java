package dev.glovebox.engine;

import dev.glovebox.drill.Remains;
import dev.glovebox.language.ImageLookup;
import dev.glovebox.language.Languages;
import dev.glovebox.language.Languages.Readiness;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.queue.Stage;
import dev.glovebox.sandbox.ContainerLimits;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.docker.DockerJobs;
import dev.glovebox.sandbox.docker.DockerSandboxes;
import dev.glovebox.sandbox.docker.DockerSettings;
import dev.glovebox.sandbox.docker.EngineAddress;
import dev.glovebox.sandbox.docker.ImageFacts;
import dev.glovebox.sandbox.docker.JobSettings;
import dev.glovebox.sandbox.docker.SeccompProfile;
import dev.glovebox.sandbox.job.JobEngine;
import dev.glovebox.worker.WorkerIdentity;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The pool of sandboxes, in processes that work. */
@Configuration(proxyBeanMethods = false)
@RunsIn(Role.WORKER)
class EngineConfiguration {

  private static final Logger log = LoggerFactory.getLogger(EngineConfiguration.class);
  private static final Duration TIME_TO_REMOVE = Duration.ofSeconds(30);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
  private static final int IMAGES_TO_TRY = 3;

  @Bean(destroyMethod = "")
  DockerSandboxes sandboxes(
      EngineProperties properties, WorkerIdentity worker, MeterRegistry meters, Clock clock) {
    return new DockerSandboxes(
        settings(properties, worker.name()), new SandboxMeters(meters), clock);
  }

  /** Ends with the process: what is still there when the time is over falls to the next sweep. */
  @Bean
  DisposableBean sandboxesEnd(DockerSandboxes sandboxes) {
    return () -> {
      sandboxes.close();
      if (!sandboxes.awaitEnd(TIME_TO_REMOVE)) {
        log.warn("Some sandboxes are not removed yet; the next start removes them");
      }
    };
  }

  @Bean
  JobEngine jobEngine(EngineProperties properties, WorkerIdentity worker, Clock clock) {
    return new DockerJobs(
        JobSettings.of(
            EngineAddress.parse(properties.engine()),
            profile("job-seccomp-profile", properties.jobSeccompProfile()),
            worker.name()),
        clock);
  }

  @Bean(name = "engine", destroyMethod = "")
  EngineWatch engineWatch(DockerSandboxes sandboxes, EngineFitness fitness, MeterRegistry meters) {
    return new EngineWatch(sandboxes::tiers, fitness, meters);
  }

  @Bean(destroyMethod = "")
  EngineFitness engineFitness(
      DockerSandboxes sandboxes,
      EngineProperties properties,
      Languages languages,
      Clock clock,
      MeterRegistry meters) {
    Duration most = properties.acquire();
    return new EngineFitness(
        new EngineFitness.Manner(
            () -> sandboxes.probe(someImages(languages), most),
            languages::lookAgain,
            FIRST_PAUSE,
            LONGEST_PAUSE),
        clock,
        meters);
  }

  /** From before anything is taken until nothing runs any more. */
  @Bean
  Stage engineIsTriedOut(EngineWatch watch, EngineFitness fitness) {
    return new Stage(
        Stage.LISTEN,
        () -> {
          fitness.start();
          watch.start();
        },
        () -> {
          watch.close();
          fitness.close();
        });
  }

  /** Enough that one broken image says nothing. */
  private static List<String> someImages(Languages languages) {
    return languages.all().stream()
        .map(languages::readiness)
        .filter(Readiness.Ready.class::isInstance)
        .map(ready -> ((Readiness.Ready) ready).image())
        .distinct()
        .limit(IMAGES_TO_TRY)
        .toList();
  }

  /** Where sandboxes may be reused, a container may well stay. */
  @Bean
  Remains remains(
      DockerSandboxes sandboxes,
      WorkerIdentity worker,
      @Value("${glovebox.judge.reuse:false}") boolean reuse) {
    return (name, container) -> {
      if (reuse || !name.startsWith(worker.name() + "#")) {
        return Optional.empty();
      }
      try {
        return Optional.of(sandboxes.isThere(container));
      } catch (SandboxException e) {
        log.warn("The engine can't be asked for what a drill has left: {}", e.getMessage());
        return Optional.empty();
      }
    };
  }

  @Bean
  ImageLookup imageLookup(DockerSandboxes sandboxes) {
    return name -> sandboxes.image(name).map(ImageFacts::id);
  }

  private static DockerSettings settings(EngineProperties properties, String worker) {
    DockerSettings defaults =
        DockerSettings.of(
            EngineAddress.parse(properties.engine()),
            profile("seccomp-profile", properties.seccompProfile()),
            worker);
    return defaults
        .withCores(properties.cores())
        .withLimits(new ContainerLimits(properties.memory().toBytes(), properties.processes()))
        .withUids(new DockerSettings.Uids(properties.firstUid(), defaults.uids().perSlot()))
        .withStorage(storage(properties, defaults.storage()))
        .withSize(size(properties))
        .withTimes(times(properties, defaults.times()));
  }

  private static SeccompProfile profile(String key, Path path) {
    try {
      return SeccompProfile.read(path);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "glovebox.sandbox.%s: %s can't be read".formatted(key, path.toAbsolutePath()), e);
    }
  }

  private static DockerSettings.Storage storage(
      EngineProperties properties, DockerSettings.Storage defaults) {
    return new DockerSettings.Storage(
        properties.boxSize().toBytes(),
        defaults.boxFiles(),
        properties.tmpSize().toBytes(),
        defaults.tmpFiles(),
        defaults.stagedBytes());
  }

  private static DockerSettings.Size size(EngineProperties properties) {
    return new DockerSettings.Size(
        properties.warm(),
        properties.surge(),
        properties.idle(),
        properties.reuses(),
        properties.starts(),
        properties.removals());
  }

  private static DockerSettings.Times times(
      EngineProperties properties, DockerSettings.Times defaults) {
    return new DockerSettings.Times(
        properties.acquire(),
        defaults.engineCall(),
        defaults.answer(),
        defaults.overdue(),
        defaults.kill(),
        defaults.keep(),
        defaults.life());
  }
}
