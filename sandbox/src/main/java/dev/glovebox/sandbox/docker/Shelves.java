package dev.glovebox.sandbox.docker;

import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.SandboxException.Kind;
import dev.glovebox.sandbox.SandboxLease;
import dev.glovebox.sandbox.SandboxSpec;
import dev.glovebox.sandbox.docker.SandboxObserver.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What lies idle, who waits, and what is to be started next. Decides, and never calls the engine:
 * what has to go is given back to the caller. Thread-safe.
 *
 * <p>A shelf that was found empty aims higher next time, one that was not touched for a while lower
 * again.
 */
final class Shelves {

  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;
  private static final long HOPELESS_PAUSE_MILLIS = 60_000;

  /** Shelves with something on them that nobody found empty lately, the fullest of them. */
  private static final Comparator<Shelf> LEAST_MISSED =
      Comparator.comparing((Shelf shelf) -> shelf.all() > 0)
          .thenComparing(shelf -> shelf.calm)
          .thenComparingInt(Shelf::all);

  private final DockerSettings settings;
  private final Cores cores;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<SandboxSpec, Shelf> shelves = new LinkedHashMap<>();
  private int starting;
  private boolean closed;

  /** What somebody who wants a sandbox gets. */
  sealed interface Take {

    /** It was there. */
    record Found(DockerSandbox sandbox, Source source) implements Take {}

    /** It is to be waited for. */
    record Later(Shelf.Waiter waiter) implements Take {}
  }

  /**
   * What follows from a start that failed.
   *
   * @param inARow how many have failed by now
   * @param pauseMillis until the next try
   */
  record Pause(int inARow, long pauseMillis) {}

  Shelves(DockerSettings settings, Cores cores) {
    this.settings = settings;
    this.cores = cores;
  }

  Take take(SandboxSpec spec, SandboxLease lease) {
    return locked(() -> {
      if (closed) {
        throw closed();
      }
      Shelf shelf = shelf(spec);
      DockerSandbox kept = lease.reuse() ? shelf.takeKept(lease.tenant(), this::load) : null;
      if (kept != null) {
        cores.lease(kept.core());
        return new Take.Found(kept, Source.REUSED);
      }
      boolean cleaning = lease.reuse() && shelf.soonClean(lease.tenant());
      DockerSandbox fresh = cleaning ? null : shelf.takeFresh(this::load);
      if (!cleaning && shelf.idle() == 0) {
        shelf.calm = false;
        shelf.target = Math.min(shelf.target + 1, surge());
      }
      if (fresh != null) {
        cores.lease(fresh.core());
        return new Take.Found(fresh, Source.WARM);
      }
      Shelf.Waiter waiter = new Shelf.Waiter(lease, cleaning);
      shelf.waiting.add(waiter);
      return new Take.Later(waiter);
    });
  }

  /** Stops waiting; gives what was handed over in the same moment. */
  Optional<DockerSandbox> withdraw(SandboxSpec spec, Shelf.Waiter waiter) {
    return locked(() -> {
      shelf(spec).waiting.remove(waiter);
      return waiter.answer.isDone() && !waiter.answer.isCompletedExceptionally()
          ? Optional.of(waiter.answer.join())
          : Optional.empty();
    });
  }

  /** Why the last start of this kind failed, if it did. */
  Optional<SandboxException> lastFailure(SandboxSpec spec) {
    return locked(() -> Optional.ofNullable(shelf(spec).lastFailure));
  }

  /** Some of this kind are to be there before anybody asks. */
  void warm(SandboxSpec spec) {
    locked(() -> {
      Shelf shelf = shelf(spec);
      shelf.warm = true;
      shelf.target = Math.max(shelf.target, settings.size().warm());
      return shelf;
    });
  }

  /** None of this kind are to be there any more. */
  List<DockerSandbox> cool(SandboxSpec spec) {
    return locked(() -> {
      Shelf shelf = shelves.get(spec);
      if (shelf == null) {
        return List.of();
      }
      shelf.warm = false;
      shelf.target = 0;
      return shelf.takeAll(_ -> true);
    });
  }

  /** Whoever waits is refused, nothing is started any more; everything idle has to go. */
  List<DockerSandbox> close() {
    return locked(() -> {
      closed = true;
      List<DockerSandbox> idle = new ArrayList<>();
      for (Shelf shelf : shelves.values()) {
        idle.addAll(shelf.takeAll(_ -> true));
        shelf.waiting.forEach(waiter -> waiter.answer.completeExceptionally(closed()));
        shelf.waiting.clear();
      }
      return idle;
    });
  }

  boolean isClosed() {
    return locked(() -> closed);
  }

  /** Whether this is closed and no start is under way. */
  boolean isStill() {
    return locked(() -> closed && starting == 0);
  }

  /** One is being cleaned for its tenant. */
  void cleaningBegins(SandboxSpec spec, String tenant) {
    locked(() -> {
      Shelf shelf = shelf(spec);
      shelf.cleaningBegins(tenant);
      return shelf;
    });
  }

  /**
   * It is clean, or will never be.
   *
   * @return whether somebody has it now, or it lies here for its tenant
   */
  boolean cleaningEnds(DockerSandbox sandbox, String tenant, boolean clean) {
    return locked(() -> {
      Shelf shelf = shelf(sandbox.spec());
      Shelf.Waiter waiter = shelf.cleaningEnds(tenant, clean);
      if (waiter != null) {
        return waiter.answer.complete(sandbox);
      }
      if (!clean) {
        serveFromStock(shelf);
      }
      if (!clean || closed) {
        return false;
      }
      cores.release(sandbox.core());
      shelf.keep(sandbox, tenant);
      return true;
    });
  }

  /** Whoever hoped in vain for a cleaned one need not wait for one that lies there. */
  private void serveFromStock(Shelf shelf) {
    if (shelf.idle() > 0) {
      Shelf.Waiter waiter = shelf.pollWaiter();
      DockerSandbox fresh = waiter == null ? null : shelf.takeFresh(this::load);
      if (waiter != null && fresh != null) {
        cores.lease(fresh.core());
        waiter.answer.complete(fresh);
      }
    }
  }

  /**
   * The shelf for which one is to be started now; it counts as being started until {@link #deliver}
   * or {@link #failed}.
   */
  Optional<Shelf> next() {
    return locked(() -> {
      if (closed || starting >= settings.size().starts()) {
        return Optional.empty();
      }
      Optional<Shelf> next = Optional.ofNullable(mostWanted());
      next.ifPresent(shelf -> {
        shelf.starting++;
        starting++;
      });
      return next;
    });
  }

  /**
   * One has been started.
   *
   * @return false when nobody wants it any more
   */
  boolean deliver(Shelf shelf, DockerSandbox sandbox) {
    return locked(() -> {
      starting--;
      shelf.starting--;
      shelf.failures = 0;
      shelf.lastFailure = null;
      Shelf.Waiter waiter = shelf.pollWaiter();
      if (waiter != null) {
        cores.lease(sandbox.core());
        return waiter.answer.complete(sandbox);
      }
      if (closed || shelf.idle() >= shelf.target) {
        return false;
      }
      shelf.put(sandbox);
      return true;
    });
  }

  /** One could not be started. What waiting does not cure is passed on to those who wait. */
  Pause failed(Shelf shelf, SandboxException failure) {
    boolean hopeless =
        failure.kind() == Kind.IMAGE_MISSING || failure.kind() == Kind.TIER_UNAVAILABLE;
    return locked(() -> {
      starting--;
      shelf.starting--;
      shelf.failures++;
      shelf.lastFailure = failure;
      shelf.hopeless = hopeless;
      long doubled = FIRST_PAUSE_MILLIS << Math.min(shelf.failures - 1, 10);
      long pause = hopeless ? HOPELESS_PAUSE_MILLIS : Math.min(doubled, LONGEST_PAUSE_MILLIS);
      shelf.retryNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause);
      if (hopeless) {
        shelf.waiting.forEach(waiter -> waiter.answer.completeExceptionally(failure));
        shelf.waiting.clear();
      }
      return new Pause(shelf.failures, pause);
    });
  }

  /** One of those that are more than there may be, of a kind that nobody has wanted lately. */
  Optional<DockerSandbox> surplus() {
    return locked(() -> {
      int all = shelves.values().stream().mapToInt(Shelf::all).sum();
      return all > settings.size().idle()
          ? shelves.values().stream()
              .max(LEAST_MISSED)
              .flatMap(shelf -> Optional.ofNullable(shelf.takeStalest()))
          : Optional.empty();
    });
  }

  /** Those that are old, dead, or more than anybody has wanted since the last time. */
  List<DockerSandbox> retire() {
    Duration oldest = settings.times().life().dividedBy(2);
    Duration keep = settings.times().keep();
    return locked(() -> {
      List<DockerSandbox> retired = new ArrayList<>();
      for (Shelf shelf : shelves.values()) {
        retired.addAll(
            shelf.takeAll(sandbox ->
                sandbox.age().compareTo(oldest) >= 0
                    || (sandbox.uses() > 0 && sandbox.idleFor().compareTo(keep) >= 0)
                    || !sandbox.fit()));
        if (shelf.calm) {
          shelf.target = Math.max(shelf.warm ? settings.size().warm() : 0, shelf.target - 1);
          retired.addAll(beyondTarget(shelf));
        }
        shelf.calm = true;
      }
      return retired;
    });
  }

  private static List<DockerSandbox> beyondTarget(Shelf shelf) {
    List<DockerSandbox> surplus = new ArrayList<>();
    while (shelf.idle() > shelf.target) {
      DockerSandbox one = shelf.takeFresh(_ -> 0);
      if (one == null) {
        break;
      }
      surplus.add(one);
    }
    return surplus;
  }

  /**
   * Where somebody waits, first of all; else where some are missing, if there is room for more. A
   * kind that was found wanting goes before those that nobody asks for, and takes their room: with
   * more kinds than room, what is in demand would otherwise be the one that is never there.
   */
  private @Nullable Shelf mostWanted() {
    long now = System.nanoTime();
    Shelf refill = null;
    int idle = 0;
    boolean yields = false;
    for (Shelf shelf : shelves.values()) {
      idle += shelf.all() + shelf.starting;
      yields |= shelf.calm && shelf.all() > 0;
      boolean paused = shelf.failures > 0 && now - shelf.retryNanos < 0;
      if (shelf.wanted() > shelf.starting && (!paused || shelf.hopeless)) {
        return shelf;
      }
      boolean missing = shelf.idle() + shelf.starting - shelf.wanted() < shelf.target;
      if (!paused && missing && (refill == null || (refill.calm && !shelf.calm))) {
        refill = shelf;
      }
    }
    boolean room = idle < settings.size().idle();
    return refill != null && (room || (yields && !refill.calm)) ? refill : null;
  }

  private int load(DockerSandbox sandbox) {
    return cores.load(sandbox.core());
  }

  private int surge() {
    int set = settings.size().surge();
    return set > 0 ? set : cores.count() + 1;
  }

  private Shelf shelf(SandboxSpec spec) {
    return shelves.computeIfAbsent(spec, Shelf::new);
  }

  private static SandboxException closed() {
    return new SandboxException(Kind.ENGINE, "the pool of sandboxes is closed");
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
