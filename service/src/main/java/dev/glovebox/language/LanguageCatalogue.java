package dev.glovebox.language;

import dev.glovebox.sandbox.SandboxException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The catalogue in memory. Languages never change while the service runs; which images are there is
 * looked up in the background, often while one is missing, seldom afterwards (an image can be
 * rebuilt).
 */
final class LanguageCatalogue implements Languages, SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(LanguageCatalogue.class);

  private final LanguageNames names;
  private final ImageLookup images;
  private final LanguageVersions versions;
  private final ImageBuildStates states;
  private final Duration whileMissing;
  private final Duration whileReady;
  private volatile Map<String, Readiness> readiness = Map.of();

  /** Held for a round, so that what an earlier one has learned does not come after a later one. */
  private final ReentrantLock looking = new ReentrantLock();

  private @Nullable ScheduledExecutorService clock;

  LanguageCatalogue(
      List<Language> languages,
      ImageLookup images,
      LanguageVersions versions,
      LanguageProperties properties) {
    this.names = new LanguageNames(languages);
    this.images = images;
    this.versions = versions;
    this.states = new ImageBuildStates(Optional.ofNullable(properties.states()));
    this.whileMissing = properties.refreshMissing();
    this.whileReady = properties.refreshReady();
  }

  @Override
  public List<Language> all() {
    return names.all();
  }

  @Override
  public Optional<Language> find(String name) {
    return names.find(name);
  }

  @Override
  public Readiness readiness(Language language) {
    Readiness known = readiness.get(language.id());
    if (known == null) {
      // The first round is still under way, on a busy engine for longer than jobs are tried again.
      known = look(language, new Round(), null);
    }
    // A version is learned some time after its image was found.
    return known instanceof Readiness.Ready(String image, String version) && version.isEmpty()
        ? new Readiness.Ready(image, versions.of(language, image))
        : known;
  }

  /**
   * Looks every image up.
   *
   * @return when to look again
   */
  Duration refresh() {
    looking.lock();
    try {
      return lookAtAll();
    } finally {
      looking.unlock();
    }
  }

  @Override
  public void lookAgain() {
    var _ = refresh();
  }

  private Duration lookAtAll() {
    Map<String, Readiness> before = readiness;
    Map<String, Readiness> now = new HashMap<>();
    boolean complete = true;
    Round round = new Round();
    for (Language language : names.all()) {
      Readiness state = look(language, round, before.get(language.id()));
      now.put(language.id(), state);
      complete &= state instanceof Readiness.Ready;
    }
    readiness = Map.copyOf(now);
    return complete ? whileReady : whileMissing;
  }

  /** What one look at all languages has already learned. */
  private static final class Round {

    /** By name: languages may share images. */
    final Map<String, Optional<String>> seen = new HashMap<>();

    /** Why the engine did not answer. It is not asked again: each answer may take its time. */
    @Nullable String silence;
  }

  /**
   * @param before what an earlier round found, if there was one
   */
  private Readiness look(Language language, Round round, @Nullable Readiness before) {
    if (round.silence == null) {
      try {
        Optional<String> image = round.seen.computeIfAbsent(language.imageName(), images::imageId);
        return image.isPresent()
            ? new Readiness.Ready(image.get(), versions.of(language, image.get()))
            : new Readiness.NotReady(states.reason(language.id()));
      } catch (SandboxException e) {
        round.silence = "the engine does not answer: " + e.getMessage();
      }
    }
    // An engine that restarts does not lose its images: what was ready is not declared missing.
    return before instanceof Readiness.Ready
        ? before
        : new Readiness.NotReady(String.valueOf(round.silence));
  }

  @Override
  public synchronized void start() {
    if (clock == null) {
      ScheduledExecutorService started =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofPlatform().daemon().name("language-images").factory());
      clock = started;
      started.execute(() -> refreshAndGoOn(started));
    }
  }

  private void refreshAndGoOn(ScheduledExecutorService on) {
    Duration pause = whileMissing;
    try {
      pause = refresh();
    } catch (RuntimeException e) {
      log.error("images not looked up, will be tried again in {}", pause, e);
    }
    scheduleNext(on, pause);
  }

  private synchronized void scheduleNext(ScheduledExecutorService on, Duration pause) {
    if (!on.isShutdown()) {
      var _ = on.schedule(() -> refreshAndGoOn(on), pause.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public synchronized void stop() {
    if (clock != null) {
      clock.shutdownNow();
      clock = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return clock != null;
  }
}
