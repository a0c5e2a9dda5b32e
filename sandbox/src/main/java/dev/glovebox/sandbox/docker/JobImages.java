package dev.glovebox.sandbox.docker;

import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.job.Held;
import dev.glovebox.sandbox.job.ImageName;
import dev.glovebox.sandbox.job.ImagePull;
import dev.glovebox.sandbox.job.JobImage;
import dev.glovebox.sandbox.job.PullOrder;
import dev.glovebox.sandbox.job.Pulled;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Images of jobs: found, fetched, let go. What is to be known of them is at the engine itself, and
 * so survives us: whatever was fetched has a tag of ours, {@link #MARK}, which is set anew when it
 * is used. What was fetched with a login keeps that tag only, and no job may say it.
 */
final class JobImages {

  /** Repository of the tags of fetched images; the tag is the image's id. */
  static final String MARK = "glovebox-pulled";

  private static final Logger log = LoggerFactory.getLogger(JobImages.class);

  /** So often at most the engine is told that an image was used. */
  private static final Duration TOUCHED = Duration.ofMinutes(1);

  /** By then the engine has noticed that nobody listens any more. */
  private static final Duration NOTICED = Duration.ofSeconds(30);

  private final JobCalls calls;
  private final Clock clock;
  private final Map<String, Instant> touched = new ConcurrentHashMap<>();
  private final Map<String, Integer> held = new ConcurrentHashMap<>();

  /** Names under which the engine may show, for a moment, what not everyone may have. */
  private final Map<ImageName, Hidden> hidden = new ConcurrentHashMap<>();

  /**
   * @param by how many that fetch it with a login now
   * @param before what the name meant before, and means to others
   */
  private record Hidden(int by, Optional<EngineImage> before) {}

  /** What was broken off: the engine may still fetch it, under its name. */
  private final Queue<Pulling> unsettled = new ConcurrentLinkedQueue<>();

  /** Held for reading while an image is looked up, so that none is hidden amid it. */
  private final ReadWriteLock hiding = new ReentrantReadWriteLock();

  JobImages(JobCalls calls, Clock clock) {
    this.calls = calls;
    this.clock = clock;
  }

  Optional<JobImage> find(ImageName name) {
    if (isMark(name)) {
      return Optional.empty();
    }
    hiding.readLock().lock();
    try {
      Hidden behind = hidden.get(name);
      Optional<EngineImage> found =
          behind == null ? calls.inspect(name.toString()) : behind.before();
      found.filter(EngineImage::isMarked).ifPresent(this::touch);
      return found.map(EngineImage::image);
    } finally {
      hiding.readLock().unlock();
    }
  }

  private static boolean isMark(ImageName name) {
    return name.isOurs() && name.path().equals("library/" + MARK);
  }

  private void touch(EngineImage image) {
    Instant now = clock.instant();
    Instant last = touched.getOrDefault(image.image().id(), Instant.MIN);
    if (last.isBefore(now.minus(TOUCHED))) {
      touched.put(image.image().id(), now);
      calls.tag(image.image().id(), MARK, EngineImage.hex(image.image().id()));
    }
  }

  ImagePull pull(PullOrder order) {
    if (order.name().isOurs()) {
      throw new IllegalArgumentException("%s is a name of our own".formatted(order.name()));
    }
    return new Pulling(order);
  }

  /** Hides a name until {@link #show}, and gives what it meant before it was hidden. */
  private Optional<EngineImage> hide(ImageName name) {
    hiding.writeLock().lock();
    try {
      Hidden former = hidden.get(name);
      Hidden now =
          former == null
              ? new Hidden(1, calls.inspect(name.toString()))
              : new Hidden(former.by() + 1, former.before());
      hidden.put(name, now);
      return now.before();
    } finally {
      hiding.writeLock().unlock();
    }
  }

  /**
   * One less hides a name.
   *
   * @param restore what the last of them does; where it fails the name stays hidden
   */
  private void show(ImageName name, Runnable restore) {
    hidden.computeIfPresent(
        name,
        (_, former) -> {
          if (former.by() > 1) {
            return new Hidden(former.by() - 1, former.before());
          }
          restore.run();
          return null;
        });
  }

  private final class Pulling implements ImagePull {

    private final PullOrder order;
    private final boolean isPrivate;
    private final Optional<EngineImage> before;
    private final EnginePull pull;
    private volatile Instant closed = Instant.MIN;
    private volatile boolean refused;

    /** What comes with a login is hidden from here until it has lost its name again. */
    Pulling(PullOrder order) {
      this.order = order;
      this.isPrivate = order.login().filter(login -> !login.shared()).isPresent();
      this.before = isPrivate ? hide(order.name()) : calls.inspect(order.name().toString());
      this.pull = new EnginePull(order.largestBytes(), order.login().isPresent());
      try {
        calls.pull(order.name(), order.platform(), order.login(), pull);
      } catch (SandboxException e) {
        if (isPrivate) {
          show(order.name(), () -> {});
        }
        throw e;
      }
    }

    @Override
    public Pulled await() throws InterruptedException {
      Optional<Pulled> failure = pull.failure(order.most());
      if (failure.isPresent()) {
        return failure.get();
      }
      Optional<EngineImage> fetched = now();
      if (fetched.isEmpty()) {
        return new Pulled.Failed(
            Pulled.Reason.UNAVAILABLE, "it lost its name to another who fetched it");
      }
      return here(fetched.get());
    }

    private Pulled here(EngineImage fetched) {
      if (isNew(fetched) && fetched.image().bytes() > order.largestBytes()) {
        refused = true;
        if (!isPrivate) {
          restoreName();
        }
        return EnginePull.tooLarge(order.largestBytes());
      }
      mark(fetched);
      return new Pulled.Here(fetched.image());
    }

    private void mark(EngineImage fetched) {
      if (fetched.isMarked() || (isNew(fetched) && fetched.hasNoNameBut(order.name()))) {
        touch(fetched);
      }
    }

    private Optional<EngineImage> now() {
      return calls.inspect(order.name().toString());
    }

    private boolean isNew(EngineImage fetched) {
      return before.filter(known -> known.hasId(fetched)).isEmpty();
    }

    /** The name means what it meant before. */
    private void restoreName() {
      Optional<EngineImage> fetched = now().filter(this::isNew);
      if (fetched.isEmpty()) {
        return;
      }
      if (before.isPresent() && order.name().digest().isEmpty()) {
        calls.tag(before.get().image().id(), order.name().repository(), order.name().version());
      } else {
        calls.untag(order.name().toString());
      }
      fetched.get().digestsOf(order.name()).forEach(calls::untag);
    }

    @Override
    public void breakOff() {
      pull.breakOff();
    }

    @Override
    public void close() {
      if (!pull.hasEndedByItself()) {
        pull.breakOff();
        settleLater();
      } else if (isPrivate) {
        try {
          settle();
        } catch (SandboxException e) {
          settleLater();
          throw e;
        }
      }
    }

    private void settleLater() {
      closed = clock.instant();
      unsettled.add(this);
    }

    private boolean isDue() {
      return pull.isOver() && closed.plus(NOTICED).isBefore(clock.instant());
    }

    /** What comes with a login is marked too, so that its layers stay. */
    private void settle() {
      boolean stays = !refused && !pull.isTooLarge();
      now().filter(_ -> stays).ifPresent(this::mark);
      if (isPrivate) {
        show(order.name(), this::restoreName);
      } else if (!stays) {
        restoreName();
      }
    }
  }

  /**
   * Settles what was broken off a while ago; to be called now and then.
   *
   * @throws SandboxException when the engine can't be asked; the rest is settled another time
   */
  void settle() {
    List<Pulling> due = unsettled.stream().filter(Pulling::isDue).toList();
    for (Pulling pulling : due) {
      pulling.settle();
      unsettled.remove(pulling);
    }
  }

  Held hold(String id) {
    held.merge(id, 1, Integer::sum);
    AtomicBoolean released = new AtomicBoolean();
    return () -> {
      if (released.compareAndSet(false, true)) {
        held.computeIfPresent(id, (_, by) -> by > 1 ? by - 1 : null);
      }
    };
  }

  List<String> letGo(long keepBytes, Duration unused) {
    List<EngineImage> images = calls.images(MARK);
    long bytes = images.stream().mapToLong(image -> image.image().bytes()).sum();
    List<String> gone = new ArrayList<>();
    if (bytes <= keepBytes) {
      return gone;
    }
    Set<String> used = calls.imagesOfContainers();
    Instant recent = clock.instant().minus(unused);
    for (EngineImage image :
        images.stream().sorted(Comparator.comparing(EngineImage::tagged)).toList()) {
      if (bytes > keepBytes
          && !used.contains(image.image().id())
          && !held.containsKey(image.image().id())
          && !image.tagged().isAfter(recent)
          && letGo(image)) {
        bytes -= image.image().bytes();
        gone.add(image.shownName());
      }
    }
    return gone;
  }

  /** The mark goes last: what is left half removed is found again. */
  private boolean letGo(EngineImage image) {
    try {
      image.names().forEach(calls::untag);
      calls.untag(MARK + ":" + EngineImage.hex(image.image().id()));
      touched.remove(image.image().id());
      return true;
    } catch (SandboxException e) {
      log.info("An image that was fetched stays for now: {}", e.getMessage());
      return false;
    }
  }
}
