package dev.glovebox.drill;

import dev.glovebox.account.AuditLog;
import dev.glovebox.drill.Drill.Outcome;
import dev.glovebox.drill.Drill.Planned;
import dev.glovebox.drill.Drill.Result;
import dev.glovebox.drill.Drill.State;
import dev.glovebox.drill.DrillRows.Taken;
import dev.glovebox.queue.RunUntilStopped;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.submission.SubmissionId;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The security drills of the installation, one at a time: begins them, shows them, and takes over
 * one whose process fell silent. A drill runs on a virtual thread that mostly waits for
 * submissions.
 */
public final class Drills implements AutoCloseable {

  /** So many drills are kept. */
  public static final int KEPT = 100;

  private static final Logger log = LoggerFactory.getLogger(Drills.class);
  private static final Duration ROUND = Duration.ofSeconds(2);
  private static final String OVER_HTTP =
      "not part of the drill: it is made from outside, over HTTP, at the service itself;"
          + " attacks/README.md says how";

  private final DrillRun.Parts parts;
  private final TransactionOperations transaction;
  private final AuditLog audit;
  private final Supplier<UUID> ids;
  private final ConcurrentMap<UUID, Thread> running = new ConcurrentHashMap<>();
  private final RunUntilStopped rounds;
  private volatile boolean closed;

  Drills(
      DrillRun.Parts parts,
      TransactionOperations transaction,
      AuditLog audit,
      Supplier<UUID> ids,
      MeterRegistry meters) {
    this.parts = parts;
    this.transaction = transaction;
    this.audit = audit;
    this.ids = ids;
    this.rounds = new RunUntilStopped("drills", this::round, ROUND, meters);
    meters.gaugeMapSize("glovebox.drills.running", List.of(), running);
  }

  void start() {
    rounds.start();
  }

  /** A drill can't be begun, or not now; the message says why. */
  public static final class CannotBegin extends RuntimeException {
    CannotBegin(String why) {
      super(why);
    }
  }

  /** The selection names an attack or a family that there is not; the message says which. */
  public static final class NoSuchAttack extends RuntimeException {
    NoSuchAttack(String name) {
      super(name);
    }
  }

  /** The isolation tiers that can be tried here; the first is the default. */
  public List<IsolationTier> tiers() {
    return parts.requests().tiers();
  }

  /**
   * What a drill would do now.
   *
   * @param selection ids of attacks and letters of families; empty = all
   * @throws NoSuchAttack when the selection names what there is not
   * @throws CannotBegin when there are no attacks to read
   */
  public List<Planned> plan(IsolationTier tier, List<String> selection) {
    List<Planned> all = all(tier);
    for (String name : selection) {
      if (all.stream().noneMatch(one -> selects(name, one))) {
        throw new NoSuchAttack(name);
      }
    }
    return selection.isEmpty()
        ? all
        : all.stream()
            .filter(one -> selection.stream().anyMatch(name -> selects(name, one)))
            .toList();
  }

  /**
   * Begins a drill; when this returns, it is durable.
   *
   * @param tenant whose submissions the attacks are
   * @param selection as in {@link #plan}
   * @param by who begins it
   * @throws NoSuchAttack when the selection names what there is not
   * @throws CannotBegin when one runs already, the tier can't be had, or nothing would be made
   */
  public Drill begin(UUID tenant, IsolationTier tier, List<String> selection, String by) {
    if (!tiers().contains(tier)) {
      throw new CannotBegin("the tier %s can't be had here".formatted(tier.code()));
    }
    List<Planned> plan = plan(tier, selection);
    if (plan.stream().noneMatch(Planned::part)) {
      throw new CannotBegin("none of the attacks that are named is part of a drill");
    }
    var taken = new Taken(ids.get(), tenant, tier);
    try {
      transaction.executeWithoutResult(_ -> {
        parts.rows().insert(taken, selection, by, parts.owner(), plan);
        parts.rows().forgetOld(KEPT);
        audit.write(by, "began a security drill", taken.id().toString(), words(tier, selection));
      });
    } catch (DuplicateKeyException e) {
      throw new CannotBegin("another drill is running");
    }
    run(taken);
    return parts.rows().find(taken.id()).orElseThrow();
  }

  /**
   * Ends a drill: what runs of it is cancelled, what was to come is not run.
   *
   * @return whether it ran
   */
  public boolean cancel(UUID drill, String by) {
    Optional<List<UUID>> underWay =
        transaction.execute(_ -> {
          if (!parts.rows().end(drill, "", State.CANCELLED, "")) {
            return Optional.<List<UUID>>empty();
          }
          List<UUID> submissions = parts.rows().underWay(drill);
          parts.rows().leaveOut(drill, "the drill was cancelled before");
          audit.write(by, "cancelled a security drill", drill.toString(), "");
          return Optional.of(submissions);
        });
    if (underWay == null || underWay.isEmpty()) {
      return false;
    }
    parts
        .rows()
        .tenant(drill)
        .ifPresent(tenant ->
            underWay.get().forEach(id -> parts.intake().cancel(tenant, new SubmissionId(id))));
    stop(drill);
    return true;
  }

  public Optional<Drill> find(UUID drill) {
    return parts.rows().find(drill);
  }

  /** The newest drills, at most {@link #KEPT}. */
  public List<Drill> newest() {
    return parts.rows().newest(KEPT);
  }

  /** Attacks of a drill that came out like this, in their order. */
  public List<Outcome> outcomes(UUID drill, Set<Result> results) {
    return parts.rows().outcomes(drill, results);
  }

  /** One that runs here is taken over by another process, or by this one when it is back. */
  @Override
  public void close() {
    closed = true;
    rounds.close();
    running.values().forEach(Thread::interrupt);
  }

  private List<Planned> all(IsolationTier tier) {
    if (!parts.catalogue().isThere()) {
      throw new CannotBegin("there is no folder of attacks; glovebox.drill.directory names it");
    }
    var all = new ArrayList<Planned>();
    for (Attack attack : parts.catalogue().programs(tier)) {
      Attack.Outline outline = attack.outline();
      all.add(
          new Planned(
              outline.id(),
              outline.title(),
              outline.why(),
              attack.expectation(),
              true,
              DrillRun.hindrance(parts.languages(), outline.language()).orElse("")));
    }
    for (HttpAttack attack : parts.catalogue().requests()) {
      all.add(new Planned(attack.id(), attack.title(), attack.why(), "", false, OVER_HTTP));
    }
    all.sort(Comparator.comparing(Planned::attack));
    return all;
  }

  private static boolean selects(String name, Planned attack) {
    return name.length() == 1 ? attack.attack().startsWith(name) : attack.attack().equals(name);
  }

  private static String words(IsolationTier tier, List<String> selection) {
    return "%s: %s"
        .formatted(tier.code(), selection.isEmpty() ? "all" : String.join(", ", selection));
  }

  private boolean round() {
    Set<UUID> here = Set.copyOf(running.keySet());
    Set<UUID> ours = parts.rows().prolong(here, parts.owner());
    here.stream().filter(drill -> !ours.contains(drill)).forEach(this::stop);
    parts.rows().takeOver(parts.owner()).forEach(this::run);
    return false;
  }

  private void stop(UUID drill) {
    running.computeIfPresent(
        drill,
        (_, thread) -> {
          thread.interrupt();
          return thread;
        });
  }

  private void run(Taken taken) {
    Thread thread = Thread.ofVirtual().name("drill-" + taken.id()).unstarted(() -> work(taken));
    if (running.putIfAbsent(taken.id(), thread) == null) {
      thread.start();
    }
  }

  private void work(Taken taken) {
    try {
      new DrillRun(parts, taken).run();
      if (parts.rows().end(taken.id(), parts.owner(), State.DONE, "")) {
        find(taken.id()).ifPresent(Drills::tell);
      }
    } catch (InterruptedException e) {
      log.info("Drill {} is no longer this process's", taken.id());
    } catch (RuntimeException e) {
      fail(taken, e);
    } finally {
      running.remove(taken.id());
    }
  }

  private void fail(Taken taken, RuntimeException why) {
    if (closed) {
      log.info("Drill {} is left to whoever takes it over", taken.id(), why);
      return;
    }
    try {
      if (interrupt(taken, "a fault of the service: " + why.getMessage())) {
        log.error("Drill {} is interrupted", taken.id(), why);
      } else {
        log.info("Drill {} is no longer this process's", taken.id(), why);
      }
    } catch (RuntimeException again) {
      log.error("Drill {} is taken over once its lease is over", taken.id(), again);
    }
  }

  private boolean interrupt(Taken taken, String message) {
    return Boolean.TRUE.equals(
        transaction.execute(_ -> {
          if (!parts.rows().end(taken.id(), parts.owner(), State.INTERRUPTED, message)) {
            return false;
          }
          parts.rows().leaveOut(taken.id(), "the drill was interrupted before");
          return true;
        }));
  }

  private static void tell(Drill drill) {
    Drill.Counts counts = drill.counts();
    if (counts.broken() > 0) {
      log.warn(
          "Drill {} is at its end: {} of {} attacks were NOT held",
          drill.id(),
          counts.broken(),
          counts.total());
    } else {
      log.info(
          "Drill {} is at its end: {} attacks were held, {} not run",
          drill.id(),
          counts.held(),
          counts.notRun());
    }
  }
}
