package dev.glovebox.engine;

import dev.glovebox.language.Language;
import dev.glovebox.language.Languages;
import dev.glovebox.language.Languages.Readiness;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.SandboxSpec;
import dev.glovebox.sandbox.docker.DockerSandboxes;
import dev.glovebox.sandbox.docker.Swept;
import dev.glovebox.sandbox.job.JobEngine;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Regular care of the engine: what a crash left behind goes, languages that became ready are kept
 * warm.
 */
@Component
@RunsIn(Role.WORKER)
class EngineCare {

  private static final Logger log = LoggerFactory.getLogger(EngineCare.class);

  private final DockerSandboxes sandboxes;
  private final JobEngine jobs;
  private final Languages languages;
  private final Map<String, SandboxSpec> warm = new HashMap<>();

  EngineCare(DockerSandboxes sandboxes, JobEngine jobs, Languages languages) {
    this.sandboxes = sandboxes;
    this.jobs = jobs;
    this.languages = languages;
  }

  /** Removes containers of an earlier life of this worker, and expired ones of any. */
  @Scheduled(fixedDelayString = "${glovebox.sandbox.sweep:1m}")
  void sweep() {
    try {
      Swept swept = sandboxes.sweep();
      if (!swept.removed().isEmpty()) {
        log.info("Removed {} containers that nobody owned any more", swept.removed().size());
      }
    } catch (SandboxException e) {
      log.warn("The engine can't be swept, the next try is in a while: {}", e.getMessage());
    }
  }

  /** Removes containers, volumes and networks of CI jobs that nobody owns any more. */
  @Scheduled(fixedDelayString = "${glovebox.sandbox.sweep:1m}")
  void sweepJobs() {
    try {
      int removed = jobs.sweep().size();
      if (removed > 0) {
        log.info("Removed {} containers, volumes and networks of CI jobs that were lost", removed);
      }
    } catch (SandboxException e) {
      log.warn("CI jobs can't be swept, the next try is in a while: {}", e.getMessage());
    }
  }

  /** Keeps a sandbox of each ready language waiting; an image that was replaced is let go. */
  @Scheduled(fixedDelay = 1_000)
  void keepWarm() {
    for (Language language : languages.all()) {
      if (languages.readiness(language) instanceof Readiness.Ready(String image, String _)) {
        SandboxSpec spec = new SandboxSpec(image, IsolationTier.CONTAINER);
        SandboxSpec former = warm.put(language.id(), spec);
        if (!spec.equals(former)) {
          sandboxes.warm(spec);
          if (former != null) {
            sandboxes.cool(former);
          }
        }
      }
    }
  }
}
