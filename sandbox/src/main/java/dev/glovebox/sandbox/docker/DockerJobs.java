package dev.glovebox.sandbox.docker;

import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.SandboxException.Kind;
import dev.glovebox.sandbox.job.Held;
import dev.glovebox.sandbox.job.ImageName;
import dev.glovebox.sandbox.job.ImagePull;
import dev.glovebox.sandbox.job.JobEngine;
import dev.glovebox.sandbox.job.JobImage;
import dev.glovebox.sandbox.job.JobSpace;
import dev.glovebox.sandbox.job.PullOrder;
import dev.glovebox.sandbox.job.SpaceNetwork;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Containers of CI jobs on one Docker engine. Everything it makes is labelled with its attempt, its
 * worker and its expiry; {@link #sweep} is to be called at the start and every minute.
 */
public final class DockerJobs implements JobEngine, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DockerJobs.class);

  private static final String TOOLS = "glovebox-ci-tools-";

  private final JobSettings settings;
  private final Clock clock;
  private final JobCalls calls;
  private final JobImages images;
  private final String instance = UUID.randomUUID().toString();
  private final Set<String> attempts = ConcurrentHashMap.newKeySet();

  /** Does not call the engine before it is used. */
  public DockerJobs(JobSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.calls = new JobCalls(settings.engine(), settings.engineCall());
    this.images = new JobImages(calls, clock);
  }

  @Override
  public Optional<JobImage> image(ImageName name) {
    return images.find(name);
  }

  @Override
  public ImagePull pull(PullOrder order) {
    return images.pull(order);
  }

  @Override
  public Held hold(JobImage image) {
    return images.hold(image.id());
  }

  @Override
  public List<String> letGo(long keepBytes, Duration unused) {
    return images.letGo(keepBytes, unused);
  }

  @Override
  public JobSpace open(UUID attempt, int megabytes, SpaceNetwork network) {
    JobImage helper =
        calls
            .inspect(settings.helper())
            .map(EngineImage::image)
            .orElseThrow(() ->
                new SandboxException(
                    Kind.IMAGE_MISSING,
                    "the engine has no image %s: build/images ci-helper builds it"
                        .formatted(settings.helper())));
    String tools = tools(helper);
    String name = "glovebox-ci-" + UUID.randomUUID();
    attempts.add(attempt.toString());
    DockerJobSpace space =
        new DockerJobSpace(
            calls,
            settings,
            new DockerJobSpace.Terms(name, tools, megabytes, network, labels(attempt)),
            () -> attempts.remove(attempt.toString()));
    try {
      space.open(helper);
      return space;
    } catch (RuntimeException e) {
      space.close();
      throw e;
    }
  }

  private static String tools(JobImage helper) {
    return TOOLS + helper.id().replace("sha256:", "").substring(0, 16);
  }

  private Map<String, String> labels(UUID attempt) {
    long expires = clock.instant().plus(settings.life()).getEpochSecond();
    return Map.of(
        Labels.ATTEMPT, attempt.toString(),
        Labels.WORKER, settings.worker(),
        Labels.INSTANCE, instance,
        Labels.EXPIRES, Long.toString(expires));
  }

  @Override
  public List<String> sweep() {
    List<String> removed = new ArrayList<>();
    for (var container : calls.containers(Labels.ATTEMPT)) {
      drop(container.getLabels(), container.getId(), calls::remove, removed);
    }
    for (var network : calls.networks(Labels.ATTEMPT)) {
      drop(network.getLabels(), network.getName(), calls::removeNetwork, removed);
    }
    for (var volume : calls.volumes(Labels.ATTEMPT)) {
      drop(volume.getLabels(), volume.getName(), calls::removeVolume, removed);
    }
    removeOldTools();
    images.settle();
    return removed;
  }

  /** Those of other versions of the helper; the engine refuses where a container has them. */
  private void removeOldTools() {
    String current =
        calls.inspect(settings.helper()).map(EngineImage::image).map(DockerJobs::tools).orElse("");
    for (String volume : calls.unusedVolumes(TOOLS)) {
      if (!volume.equals(current)) {
        remove(volume, calls::removeVolume, new ArrayList<>());
      }
    }
  }

  private interface Removal {
    void of(String name);
  }

  private void drop(
      Map<String, String> labels, String name, Removal removal, List<String> removed) {
    if (isLeftOver(labels)) {
      remove(name, removal, removed);
    }
  }

  private static void remove(String name, Removal removal, List<String> removed) {
    try {
      removal.of(name);
      removed.add(name);
    } catch (SandboxException e) {
      log.warn("Something of a job stays until the next sweep: {}", e.getMessage());
    }
  }

  private boolean isLeftOver(Map<String, String> labels) {
    if (settings.worker().equals(labels.get(Labels.WORKER))) {
      return !instance.equals(labels.get(Labels.INSTANCE))
          || !attempts.contains(labels.getOrDefault(Labels.ATTEMPT, ""));
    }
    String expires = labels.getOrDefault(Labels.EXPIRES, "");
    return expires.matches("[0-9]{1,18}")
        && Long.parseLong(expires) < clock.instant().getEpochSecond();
  }

  @Override
  public void close() {
    calls.close();
  }
}
