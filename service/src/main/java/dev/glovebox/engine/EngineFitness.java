package dev.glovebox.engine;

import dev.glovebox.queue.Equipment;
import dev.glovebox.queue.RunUntilStopped;
import dev.glovebox.sandbox.SandboxException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the engine gives sandboxes. Somebody has to suspect it first: a job that got none, or the
 * watch that got no answer. Then it is tried out; if it fails, an outage has begun, and it is tried
 * out again and again, ever less often, until it works.
 *
 * <p>An image or a program that does not work can't begin an outage: the trial is made with others.
 */
final class EngineFitness implements Equipment, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EngineFitness.class);
  private static final int LONGEST_REASON = 1_000;

  /**
   * How it is tried out.
   *
   * @param trial makes a container; throws {@link SandboxException} when the engine does not, and
   *     takes no longer than a job may wait for an answer
   * @param recovered called when the engine works again, before any work is taken
   * @param first wait before the second trial; each further one is twice as long
   * @param longest wait between trials
   */
  record Manner(Runnable trial, Runnable recovered, Duration first, Duration longest) {}

  /**
   * What is known.
   *
   * @param ended how many outages are over
   * @param outage the present one
   */
  private record State(long ended, Optional<Outage> outage) {}

  private final Manner manner;
  private final Clock clock;
  private final MeterRegistry meters;
  private final RunUntilStopped rounds;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile State state = new State(0, Optional.empty());
  private final AtomicBoolean suspected = new AtomicBoolean();

  /** Held while the engine is tried out, and by whoever changes what follows. */
  private final ReentrantLock trying = new ReentrantLock();

  /** When the last trial that went well began, in {@link System#nanoTime} terms. */
  private long soundNanos = System.nanoTime();

  private Duration pause;
  private long nextNanos;

  EngineFitness(Manner manner, Clock clock, MeterRegistry meters) {
    this.manner = manner;
    this.clock = clock;
    this.meters = meters;
    this.pause = manner.first();
    this.rounds = new RunUntilStopped("engine-trial", this::round, manner.first(), meters);
    meters.gauge("glovebox.engine.sound", this, f -> f.outage().isEmpty() ? 1 : 0);
  }

  void start() {
    rounds.start();
  }

  @Override
  public void close() {
    rounds.close();
  }

  /** Somebody got no answer: it is tried out soon. */
  void suspect() {
    suspected.set(true);
    rounds.wake();
  }

  @Override
  public Optional<Outage> outage() {
    return state.outage();
  }

  @Override
  public Period begin() {
    long before = state.ended();
    return () -> {
      State now = state;
      return now.outage().isPresent() || now.ended() > before || !isSoundNow();
    };
  }

  @Override
  public void onChange(Runnable heard) {
    listeners.add(heard);
  }

  /**
   * Many may ask at once: whoever has waited for a trial that began after its question is served.
   */
  private boolean isSoundNow() {
    long asked = System.nanoTime();
    trying.lock();
    try {
      if (state.outage().isPresent()) {
        return false;
      }
      return soundNanos - asked >= 0 || tryOut();
    } finally {
      trying.unlock();
    }
  }

  /** How many wait for a trial of somebody else's. */
  int waiting() {
    return trying.getQueueLength();
  }

  /** One look at whether a trial is due. */
  boolean round() {
    trying.lock();
    try {
      // In one step: what is suspected from now on is looked into by the next round.
      boolean asked = suspected.getAndSet(false);
      boolean due = state.outage().isPresent() ? System.nanoTime() - nextNanos >= 0 : asked;
      if (due) {
        var _ = tryOut();
      }
    } finally {
      trying.unlock();
    }
    return false;
  }

  private boolean tryOut() {
    long began = System.nanoTime();
    try {
      manner.trial().run();
    } catch (SandboxException e) {
      if (Thread.currentThread().isInterrupted()) {
        log.info("A trial of the engine was broken off; nothing is known");
        return state.outage().isEmpty();
      }
      fails(e);
      return false;
    } catch (RuntimeException e) {
      log.error("The engine could not be tried out for a reason of our own; nothing is known", e);
      return state.outage().isEmpty();
    }
    works(began);
    return true;
  }

  private void fails(SandboxException e) {
    Optional<Outage> known = state.outage();
    String reason = reason(e);
    pause = known.isEmpty() ? manner.first() : pause.multipliedBy(2);
    pause = pause.compareTo(manner.longest()) < 0 ? pause : manner.longest();
    nextNanos = System.nanoTime() + pause.toNanos();
    state =
        new State(
            state.ended(),
            Optional.of(new Outage(known.map(Outage::since).orElseGet(clock::instant), reason)));
    if (known.isEmpty()) {
      meters.counter("glovebox.engine.outages").increment();
      log.error(
          "The engine gives no sandboxes: {}; this worker takes no work until it does", reason);
      listeners.forEach(Runnable::run);
    }
  }

  private void works(long began) {
    Optional<Outage> over = state.outage();
    if (over.isPresent()) {
      manner.recovered().run();
      state = new State(state.ended() + 1, Optional.empty());
      log.info(
          "The engine gives sandboxes again, after {}; this worker takes work",
          Duration.between(over.get().since(), clock.instant()));
      listeners.forEach(Runnable::run);
    }
    soundNanos = began;
  }

  private static String reason(SandboxException e) {
    String text = String.valueOf(e.getMessage()).strip();
    String said = text.isEmpty() ? "it does not say why" : text;
    return said.substring(0, Math.min(LONGEST_REASON, said.length()));
  }
}
