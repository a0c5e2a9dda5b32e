package dev.glovebox.ci.execute;

import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.job.JobEngine;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Keeps fetched images from filling the engine's disk. */
@Component
@RunsIn(Role.WORKER)
class ImageCare {

  private static final Logger log = LoggerFactory.getLogger(ImageCare.class);

  /** Other workers at this engine have made the first container of what they have found by then. */
  private static final Duration IN_USE = Duration.ofMinutes(15);

  private final JobEngine engine;
  private final ImageProperties properties;

  ImageCare(JobEngine engine, ImageProperties properties) {
    this.engine = engine;
    this.properties = properties;
  }

  @Scheduled(fixedDelayString = "${glovebox.sandbox.sweep:1m}")
  void letGo() {
    try {
      List<String> gone = engine.letGo(properties.keep().toBytes(), IN_USE);
      if (!gone.isEmpty()) {
        log.info("Removed images that no job used for long: {}", String.join(", ", gone));
      }
    } catch (SandboxException e) {
      log.warn("Fetched images can't be looked at, the next try is in a while: {}", e.getMessage());
    }
  }
}
