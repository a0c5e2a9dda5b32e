package dev.glovebox.sandbox.docker;

import dev.glovebox.sandbox.ContainerLimits;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.sandbox.Sandbox;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.SandboxException.Kind;
import dev.glovebox.sandbox.SandboxLease;
import dev.glovebox.sandbox.SandboxPool;
import dev.glovebox.sandbox.SandboxSpec;
import dev.glovebox.sandbox.docker.SandboxObserver.End;
import dev.glovebox.sandbox.docker.SandboxObserver.Source;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pool of sandboxes on one Docker engine.
 *
 * <p>Sandboxes are started ahead, a few at a time, on virtual threads: for whoever waits first,
 * then to fill up the {@link Shelves}. An engine that fails is asked again after a growing pause,
 * so the pool recovers by itself.
 *
 * <p>{@link #sweep} is to be called at the start and every minute.
 */
public final class DockerSandboxes implements SandboxPool {

  private static final Logger log = LoggerFactory.getLogger(DockerSandboxes.class);

  /**
   * Starting a container takes all the cores for a while. A short program is done before its
   * sandbox's successor is begun; whoever finds the shelf empty does not wait for this.
   */
  private static final long QUIET_MILLIS = 60;

  /** A slot that was not needed for this long gives up its holder. */
  private static final Duration HOLDER_REST = Duration.ofMinutes(10);

  /** With more removals than this to come, no more are started: the engine is behind. */
  private static final int LONGEST_BACKLOG = 12;

  private final DockerSettings settings;
  private final SandboxObserver observer;
  private final Engine engine;
  private final Watch watch = new Watch();
  private final Removals removals;
  private final Slots slots;
  private final Cores cores;
  private final Shelves shelves;
  private final SandboxStarter starter;
  private final LeftOvers leftOvers;
  private final EngineProbe probe;
  private final CountDownLatch ended = new CountDownLatch(1);

  /** A pool that nobody watches. */
  public DockerSandboxes(DockerSettings settings) {
    this(settings, SandboxObserver.NONE, Clock.systemUTC());
  }

  /**
   * A pool; it does not call the engine before it is used.
   *
   * @param settings how
   * @param observer is told what happens
   * @param clock for the expiry of containers
   */
  public DockerSandboxes(DockerSettings settings, SandboxObserver observer, Clock clock) {
    String instance = UUID.randomUUID().toString();
    this.settings = settings;
    this.observer = observer;
    this.engine = new Engine(settings.engine(), settings.times().engineCall());
    this.slots = new Slots(settings.uids());
    this.cores = new Cores(settings.cores(), () -> engine.facts().cpus());
    this.shelves = new Shelves(settings, cores);
    this.removals = new Removals(engine, watch, settings.size().removals(), this::progress);
    this.starter = new SandboxStarter(settings, instance, clock, engine, removals, watch, observer);
    this.leftOvers = new LeftOvers(engine, settings.worker(), instance, clock, starter::owns);
    this.probe = new EngineProbe(engine, starter, slots);
  }

  @Override
  public Sandbox acquire(SandboxSpec spec, SandboxLease lease, ContainerLimits limits) {
    long began = System.nanoTime();
    long until = began + settings.times().acquire().toNanos();
    while (true) {
      Shelves.Take.Found taken = take(spec, lease, until);
      DockerSandbox sandbox = taken.sandbox();
      if (taken.source() != Source.COLD && !isFit(sandbox)) {
        release(sandbox, End.LOST);
        continue;
      }
      try {
        sandbox.limitAtLeast(limits);
      } catch (SandboxException e) {
        release(sandbox, End.LOST);
        throw e;
      }
      observer.acquired(spec, taken.source(), Duration.ofNanos(System.nanoTime() - began));
      return sandbox.lease(() -> giveBack(sandbox, lease));
    }
  }

  @Override
  public void warm(SandboxSpec spec) {
    shelves.warm(spec);
    pump();
  }

  @Override
  public void cool(SandboxSpec spec) {
    shelves.cool(spec).forEach(sandbox -> discard(sandbox, End.RETIRED));
  }

  /** Destroys all idle sandboxes and returns at once; {@link #awaitEnd} waits for it. */
  @Override
  public void close() {
    shelves.close().forEach(sandbox -> discard(sandbox, End.RETIRED));
    tendHolders();
    progress();
  }

  /**
   * Waits until the pool has been closed and every container it ever began is gone: those in use,
   * those being started and those about to be given up as well as the idle ones.
   *
   * @return false when some are still there after this time
   */
  public boolean awaitEnd(Duration most) throws InterruptedException {
    return ended.await(most.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Removes what nobody owns any more: containers of an earlier life of this worker, of any worker
   * past their expiry, and our own that got lost between the engine and us. Gives up idle sandboxes
   * that are old or dead. What can't be removed is tried again at the next sweep.
   *
   * @throws SandboxException when the engine can't be asked
   */
  public Swept sweep() {
    List<DockerSandbox> retired = shelves.retire();
    retired.forEach(sandbox -> discard(sandbox, End.RETIRED));
    List<String> removed = leftOvers.remove();
    tendHolders();
    pump();
    return new Swept(removed, retired.size(), removals.pending());
  }

  /**
   * Has the engine make a tiny container and remove it, now and past all that waits for sandboxes:
   * tells an engine that is down or hangs from an image or a program that does not work.
   *
   * @param images ids of images of ours, of which one has to work; with none the engine has to
   *     create a container of any image it has
   * @param most how long it may take
   * @throws SandboxException when the engine does not do it
   */
  public void probe(List<String> images, Duration most) {
    probe.ask(images, most);
  }

  /** What the engine says about itself; throws {@link SandboxException} when it doesn't answer. */
  public EngineFacts engine() {
    return engine.facts();
  }

  /**
   * Whether the engine still has a container of ours.
   *
   * @param container the engine's id
   * @throws SandboxException when the engine can't be asked
   */
  public boolean isThere(String container) {
    return engine.ours().stream().anyMatch(one -> container.equals(one.getId()));
  }

  /** The image with this name or id, if the engine has it. */
  public Optional<ImageFacts> image(String name) {
    return engine.image(name);
  }

  /** Which tiers the engine can provide, in their order. */
  public List<TierState> tiers() {
    EngineFacts facts = engine.facts();
    List<TierState> states = new ArrayList<>();
    for (IsolationTier tier : IsolationTier.values()) {
      boolean there = facts.runtimes().contains(tier.runtime());
      String detail =
          there
              ? engine.runtime(tier.runtime())
              : "the engine has no runtime named %s (it has %s): install it and add it to \"runtimes\" in the engine's daemon.json"
                  .formatted(tier.runtime(), String.join(", ", facts.runtimes()));
      states.add(new TierState(tier, there, detail));
    }
    return states;
  }

  // --- taking -----------------------------------------------------------------------------------

  private Shelves.Take.Found take(SandboxSpec spec, SandboxLease lease, long until) {
    return switch (shelves.take(spec, lease)) {
      case Shelves.Take.Found found -> {
        if (found.source() == Source.WARM) {
          watch.later(QUIET_MILLIS, this::pump);
        }
        yield found;
      }
      case Shelves.Take.Later(Shelf.Waiter waiter) -> {
        pump();
        DockerSandbox waitedFor = await(spec, waiter, until);
        yield new Shelves.Take.Found(waitedFor, waitedFor.uses() > 0 ? Source.REUSED : Source.COLD);
      }
    };
  }

  private DockerSandbox await(SandboxSpec spec, Shelf.Waiter waiter, long until) {
    try {
      return waiter.answer.get(Math.max(1, until - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SandboxException fault) {
        throw new SandboxException(fault.kind(), String.valueOf(fault.getMessage()), fault);
      }
      throw new IllegalStateException("only sandbox faults are passed to those who wait", e);
    } catch (TimeoutException e) {
      return shelves.withdraw(spec, waiter).orElseThrow(() -> tooSlow(spec, e));
    } catch (InterruptedException e) {
      shelves.withdraw(spec, waiter).ifPresent(late -> release(late, End.RETIRED));
      Thread.currentThread().interrupt();
      throw new SandboxException(Kind.ENGINE, "interrupted while waiting for a sandbox", e);
    }
  }

  private SandboxException tooSlow(SandboxSpec spec, TimeoutException waited) {
    Optional<SandboxException> last = shelves.lastFailure(spec);
    return new SandboxException(
        Kind.ENGINE,
        "the engine gave no sandbox within %s: %s"
            .formatted(
                settings.times().acquire(),
                last.map(Throwable::getMessage).orElse("it is too slow")),
        last.isPresent() ? last.get() : waited);
  }

  private boolean isFit(DockerSandbox sandbox) {
    return sandbox.fit() && sandbox.age().compareTo(settings.times().life().dividedBy(2)) < 0;
  }

  // --- giving back ------------------------------------------------------------------------------

  private void giveBack(DockerSandbox sandbox, SandboxLease lease) {
    if (!lease.reuse()) {
      retireSoon(sandbox);
    } else if (!sandbox.reusable()) {
      release(sandbox, End.DOUBTFUL);
    } else if (sandbox.uses() >= settings.size().reuses()) {
      release(sandbox, End.USED);
    } else {
      shelves.cleaningBegins(sandbox.spec(), lease.tenant());
      Thread.ofVirtual().name("glovebox-recycle").start(() -> recycle(sandbox, lease.tenant()));
    }
  }

  private void recycle(DockerSandbox sandbox, String tenant) {
    boolean clean = false;
    try {
      clean = sandbox.recycle();
    } catch (SandboxException e) {
      log.info("A used sandbox is not kept: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.error("A used sandbox is not kept for a reason of our own", e);
    }
    if (shelves.cleaningEnds(sandbox, tenant, clean)) {
      evictSurplus();
    } else {
      release(sandbox, clean ? End.USED : End.DOUBTFUL);
      pump();
    }
  }

  private void evictSurplus() {
    Optional<DockerSandbox> evicted = shelves.surplus();
    while (evicted.isPresent()) {
      discard(evicted.get(), End.RETIRED);
      evicted = shelves.surplus();
    }
  }

  /** Ending a container costs as much as starting one: the answer goes out first. */
  private void retireSoon(DockerSandbox sandbox) {
    cores.release(sandbox.core());
    watch.later(QUIET_MILLIS, () -> discard(sandbox, End.USED));
  }

  /** Gives up a sandbox that was handed out. */
  private void release(DockerSandbox sandbox, End end) {
    cores.release(sandbox.core());
    discard(sandbox, end);
  }

  /** Gives up a sandbox that nobody has. */
  private void discard(DockerSandbox sandbox, End end) {
    observer.destroyed(sandbox.spec(), end);
    starter.destroy(sandbox, () -> gone(sandbox));
  }

  private void gone(DockerSandbox sandbox) {
    cores.unassign(sandbox.core());
    if (shelves.isClosed()) {
      starter.dropHolder(sandbox.slot());
    }
    slots.free(sandbox.slot());
  }

  // --- starting ---------------------------------------------------------------------------------

  /** Starts as many sandboxes as are wanted and as the engine can bear at once. */
  private void pump() {
    while (removals.backlog() <= LONGEST_BACKLOG) {
      Optional<Shelf> next = shelves.next();
      if (next.isEmpty()) {
        return;
      }
      Thread.ofVirtual().name("glovebox-start").start(() -> start(next.get()));
    }
  }

  private void start(Shelf shelf) {
    try {
      DockerSandbox sandbox = startOne(shelf.spec);
      if (shelves.deliver(shelf, sandbox)) {
        evictSurplus();
      } else {
        discard(sandbox, End.RETIRED);
      }
    } catch (SandboxException e) {
      failed(shelf, e);
    } catch (RuntimeException e) {
      log.error("Starting a sandbox failed for a reason of our own", e);
      failed(shelf, new SandboxException(Kind.ENGINE, "a sandbox could not be started: " + e, e));
    }
    progress();
  }

  private DockerSandbox startOne(SandboxSpec spec) {
    int core = cores.assign();
    Slot slot = slots.take();
    boolean ok = false;
    try {
      DockerSandbox sandbox = starter.start(spec, slot, core);
      ok = true;
      return sandbox;
    } finally {
      if (!ok) {
        slots.free(slot);
        cores.unassign(core);
      }
    }
  }

  private void failed(Shelf shelf, SandboxException failure) {
    observer.failed(shelf.spec, failure.kind());
    Shelves.Pause pause = shelves.failed(shelf, failure);
    // The first, second, fourth, eighth... of a row, lest an engine that is down fill the log.
    if (Integer.bitCount(pause.inARow()) == 1) {
      log.warn(
          "A sandbox could not be started ({} in a row), the next try is in {} ms: {}",
          pause.inARow(),
          pause.pauseMillis(),
          failure.getMessage());
    }
    watch.later(pause.pauseMillis() + 1, this::pump);
  }

  // --- keeping house ----------------------------------------------------------------------------

  /** Gives up the holders of free slots that are of no use any more. */
  private void tendHolders() {
    boolean closed = shelves.isClosed();
    for (Slot slot : slots.takeFree()) {
      Slot.Holder holder = slot.holder;
      boolean useless = closed || slot.freeFor().compareTo(HOLDER_REST) > 0;
      if (holder != null && (useless || !starter.holderIsFit(holder))) {
        starter.dropHolder(slot);
      }
      slots.putBack(slot);
    }
  }

  /** The last one out turns off the light. */
  private void progress() {
    if (shelves.isStill() && starter.ownsNothing()) {
      watch.close();
      engine.close();
      ended.countDown();
    } else {
      pump();
    }
  }
}
