package dev.glovebox.worker;

import dev.glovebox.queue.Broadcast;
import dev.glovebox.queue.Equipment;
import dev.glovebox.queue.EquipmentFault;
import dev.glovebox.queue.FairShare;
import dev.glovebox.queue.InfrastructureFault;
import dev.glovebox.queue.JobHandler;
import dev.glovebox.queue.JobQueue;
import dev.glovebox.queue.Lease;
import dev.glovebox.queue.LeaseLost;
import dev.glovebox.queue.Listening;
import dev.glovebox.queue.LocalWorker;
import dev.glovebox.queue.QueueDepth;
import dev.glovebox.queue.RunUntilStopped;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Works: claims as many jobs as it has free slots, runs each on a virtual thread, keeps the leases.
 *
 * <p>Invariant: a slot is free, or set aside (by a claim under way or a {@link Slot}), or has a
 * running job; {@code free} changes under {@code lock} only. {@code mayWait} is false only when the
 * last claim found less than it asked for and nobody told of new work since: only then may work be
 * handed over past the queue.
 */
public final class Worker implements LocalWorker {

  private static final Logger log = LoggerFactory.getLogger(Worker.class);

  private final WorkerIdentity identity;
  private final WorkerSettings settings;
  private final JobQueue queue;
  private final QueueDepth depth;
  private final WorkerRow row;
  private final Equipment equipment;
  private final Map<String, JobHandler> handlers;
  private final MeterRegistry meters;
  private final FairShare share = new FairShare();
  private final ConcurrentMap<Long, RunningJob> running = new ConcurrentHashMap<>();
  private final List<RunUntilStopped> loops;
  private final RunUntilStopped claims;
  private final RunUntilStopped heartbeats;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition slotFreed = lock.newCondition();
  private final int slots;
  private int free;
  private boolean mayWait = true;
  private boolean draining;
  private boolean paused;

  /** What the queue side offers. */
  public record QueueSide(JobQueue queue, QueueDepth depth, Listening listening, WorkerRow row) {}

  public Worker(
      WorkerIdentity identity,
      WorkerSettings settings,
      int slots,
      QueueSide queueSide,
      Equipment equipment,
      List<JobHandler> handlers,
      MeterRegistry meters) {
    this.identity = identity;
    this.settings = settings;
    this.queue = queueSide.queue();
    this.depth = queueSide.depth();
    this.row = queueSide.row();
    this.equipment = equipment;
    this.handlers =
        handlers.stream().collect(Collectors.toMap(JobHandler::kind, Function.identity()));
    this.meters = meters;
    this.slots = slots;
    this.free = slots;
    this.claims = new RunUntilStopped("claim", this::claimOnce, settings.poll(), meters);
    this.heartbeats =
        new RunUntilStopped("heartbeat", this::heartbeat, settings.heartbeat(), meters);
    this.loops =
        List.of(
            claims, heartbeats, new RunUntilStopped("reap", this::reap, settings.reap(), meters));
    queueSide.listening().on(Broadcast.JOB_READY, _ -> workWaits());
    queueSide
        .listening()
        .on(Broadcast.JOB_CANCEL, ids -> ids.forEach(id -> cancelRequested(Long.parseLong(id))));
    queueSide.listening().onConnected(this::workWaits);
    equipment.onChange(this::equipmentChanged);
    List<Tag> kinds =
        List.of(Tag.of("kinds", String.join(",", new TreeSet<>(this.handlers.keySet()))));
    meters.gauge("glovebox.worker.slots", kinds, this, w -> w.slots);
    meters.gaugeMapSize("glovebox.worker.running", kinds, running);
  }

  /** Registers, puts back what earlier lives of this worker held, and begins to claim. */
  public void start() {
    row.register(identity, slots);
    heartbeat(); // learns whether it may work before it claims
    reap();
    loops.forEach(RunUntilStopped::start);
    log.info("Worker {} works with {} slots on {}", identity.id(), slots, handlers.keySet());
  }

  /** From now on takes no new work. What runs goes on. */
  public void stopClaiming() {
    lock.lock();
    try {
      draining = true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes no new work, lets what runs go on for the time of grace, gives back the rest (the attempt
   * does not count) and ends.
   */
  public void drain() {
    stopClaiming();
    claims.close();
    row.drains(identity);
    boolean idle = awaitIdle(settings.grace());
    if (!idle) {
      giveBackRunning();
    }
    loops.forEach(RunUntilStopped::close);
    row.remove(identity);
    log.info("Worker {} has ended", identity.id());
  }

  @Override
  public Optional<Slot> reserve(String kind) {
    lock.lock();
    try {
      if (takesNothing() || mayWait || free == 0 || !handlers.containsKey(kind)) {
        return Optional.empty();
      }
      free--;
      return Optional.of(new ReservedSlot());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void workWaits() {
    lock.lock();
    try {
      mayWait = true;
    } finally {
      lock.unlock();
    }
    claims.wake();
  }

  @Override
  public void cancelRequested(long job) {
    RunningJob there = running.get(job);
    if (there != null) {
      there.stop();
    }
  }

  /** How many jobs run now. */
  public int runningJobs() {
    return running.size();
  }

  /**
   * One claim for all free slots.
   *
   * @return whether there may be more to claim at once
   */
  public boolean claimOnce() {
    int wanted = setAside();
    if (wanted == 0) {
      return false;
    }
    List<JobQueue.Claimed> claimed = List.of();
    boolean known = false;
    try {
      claimed = queue.claim(handlers.keySet(), identity.id(), wanted, share);
      known = true;
    } finally {
      // After a failure it is not known whether something waits: the next claim will tell.
      settle(wanted - claimed.size(), !known || claimed.size() == wanted);
    }
    for (JobQueue.Claimed one : claimed) {
      meters.counter("glovebox.jobs.claimed", "kind", one.lease().kind()).increment();
      depth.changed(one.lease().tenant(), -1);
      run(one.lease(), one.cancelRequested());
    }
    return !claimed.isEmpty() && claimed.size() == wanted;
  }

  /** Prolongs all leases and tells handlers whose lease is lost or whose end was asked for. */
  public boolean heartbeat() {
    obey(row.heartbeat(identity, running.size(), isDraining(), equipment.outage()));
    List<RunningJob> mine = new ArrayList<>(running.values());
    if (mine.isEmpty()) {
      return false;
    }
    Map<Long, Boolean> held =
        queue.renew(identity.id(), mine.stream().map(RunningJob::lease).toList());
    for (RunningJob job : mine) {
      Boolean cancelRequested = held.get(job.lease().job());
      if (cancelRequested == null) {
        leaseLost(job);
      } else if (cancelRequested) {
        job.stop();
      }
    }
    return false;
  }

  /** Puts back what silent workers held; gives up what was tried often enough. */
  public boolean reap() {
    int back = queue.reap(identity.name(), identity.id());
    if (back > 0) {
      meters.counter("glovebox.jobs.reaped").increment(back);
      log.warn("{} jobs of silent workers were put back and will be tried again", back);
      workWaits();
    }
    for (Lease lease : queue.takeOverExhausted(handlers.keySet(), identity.name(), identity.id())) {
      giveUp(lease);
    }
    row.forgetSilent();
    return false;
  }

  /** Takes no new work while an operator wants none taken; what runs goes on. */
  private void obey(boolean takeNone) {
    boolean again;
    lock.lock();
    try {
      again = paused && !takeNone;
      if (paused != takeNone) {
        log.info(
            "Worker {} {}", identity.id(), takeNone ? "takes no work, by order" : "works again");
      }
      paused = takeNone;
    } finally {
      lock.unlock();
    }
    if (again) {
      workWaits();
    }
  }

  /** Tells at once that it takes no work any more, or takes what has waited for that. */
  private void equipmentChanged() {
    heartbeats.wake();
    if (equipment.outage().isEmpty()) {
      workWaits();
    }
  }

  /** To be asked under the lock. */
  private boolean takesNothing() {
    return draining || paused || equipment.outage().isPresent();
  }

  private boolean isDraining() {
    lock.lock();
    try {
      return draining;
    } finally {
      lock.unlock();
    }
  }

  private int setAside() {
    lock.lock();
    try {
      int wanted = takesNothing() ? 0 : Math.min(free, JobQueue.LARGEST_CLAIM);
      free -= wanted;
      if (wanted > 0) {
        mayWait = false;
      }
      return wanted;
    } finally {
      lock.unlock();
    }
  }

  private void settle(int unused, boolean more) {
    lock.lock();
    try {
      free += unused;
      // Somebody may have told of new work while the claim was under way: that stays true.
      mayWait |= more;
      slotFreed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run(Lease lease, boolean cancelRequested) {
    RunningJob job = new RunningJob(lease);
    if (cancelRequested) {
      job.stop();
    }
    running.put(lease.job(), job);
    Thread.ofVirtual().name("job-" + lease.job()).start(() -> work(job));
  }

  /** The one place where whatever a handler throws ends. */
  private void work(RunningJob job) {
    Lease lease = job.lease();
    MDC.put("jobId", Long.toString(lease.job()));
    MDC.put("submissionId", lease.subject().toString());
    MDC.put("attempt", Integer.toString(lease.attempt()));
    MDC.put("runner", identity.id());
    Equipment.Period period = equipment.begin();
    try {
      handler(lease).handle(lease, job);
    } catch (LeaseLost e) {
      leaseLost(job);
    } catch (EquipmentFault e) {
      if (period.disturbed()) {
        giveBack(job, e);
      } else {
        failed(lease, e.code(), e);
      }
    } catch (InfrastructureFault e) {
      failed(lease, e.code(), e);
    } catch (Throwable e) {
      failed(lease, "unexpected", e);
    } finally {
      running.remove(lease.job(), job);
      freeSlot();
      MDC.clear();
    }
  }

  /**
   * Nothing could have been done here: as if it had not been begun. A job that finds the engine out
   * of order again and again may be what brings that about: then its attempts count.
   */
  private void giveBack(RunningJob job, EquipmentFault why) {
    Lease lease = job.lease();
    try {
      if (!queue.giveBackInOutage(lease, why.code() + ": " + why.getMessage())) {
        failed(lease, why.code(), why);
        return;
      }
      meters.counter("glovebox.jobs.given.back", "kind", lease.kind()).increment();
      log.warn(
          "Job {} was given back and keeps its place, for there are no sandboxes here: {}",
          lease.job(),
          why.getMessage());
      // Without a place to do it here, it waits for another worker, or for the end of the outage.
      workWaits();
    } catch (RuntimeException e) {
      e.addSuppressed(why);
      log.error(
          "Job {} could not be given back; it is tried again when its lease runs out",
          lease.job(),
          e);
    }
  }

  private void failed(Lease lease, String code, Throwable why) {
    meters.counter("glovebox.attempts.failed", "code", code).increment();
    try {
      boolean again = queue.fail(lease, code, String.valueOf(why));
      log.error(
          "Job {} failed in attempt {}; {}",
          lease.job(),
          lease.attempt(),
          again ? "it will be tried again" : "it is given up",
          why);
      if (again) {
        workWaits();
      } else {
        giveUp(lease);
      }
    } catch (LeaseLost e) {
      log.warn("Job {} failed, but somebody else has it by now", lease.job(), why);
    } catch (RuntimeException e) {
      e.addSuppressed(why);
      log.error(
          "Job {} failed, and that could not be noted; it is tried again when its lease runs out",
          lease.job(),
          e);
    }
  }

  private void giveUp(Lease lease) {
    meters.counter("glovebox.jobs.given.up", "kind", lease.kind()).increment();
    try {
      handler(lease).giveUp(lease, queue.evidence(lease.job()));
    } catch (LeaseLost e) {
      log.warn("Job {} was to be given up, but somebody else has it by now", lease.job());
    } catch (RuntimeException e) {
      log.error(
          "Giving up job {} failed; it is given up again when its lease runs out", lease.job(), e);
    }
  }

  private void leaseLost(RunningJob job) {
    if (running.remove(job.lease().job(), job)) {
      meters.counter("glovebox.leases.lost").increment();
      log.warn(
          "Job {} lost its lease; it is stopped here and its result is void", job.lease().job());
      job.stop();
    }
  }

  private JobHandler handler(Lease lease) {
    JobHandler handler = handlers.get(lease.kind());
    if (handler == null) {
      throw new InfrastructureFault("no_handler", "no handler for jobs of kind " + lease.kind());
    }
    return handler;
  }

  private void freeSlot() {
    boolean claim;
    lock.lock();
    try {
      free++;
      slotFreed.signalAll();
      claim = mayWait;
    } finally {
      lock.unlock();
    }
    // What waits although a claim found nothing was held back by its tenant's cap, perhaps by the
    // job that has just ended.
    if (claim || depth.total() > 0) {
      claims.wake();
    }
  }

  private boolean awaitIdle(Duration atMost) {
    long left = atMost.toNanos();
    lock.lock();
    try {
      while (free < slots) {
        if (left <= 0) {
          return false;
        }
        left = slotFreed.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void giveBackRunning() {
    List<RunningJob> left = new ArrayList<>(running.values());
    int given =
        queue.giveBack(
            identity.id(), left.stream().map(RunningJob::lease).toList(), "the worker was stopped");
    log.warn("{} jobs did not end in the time of grace and were given back", given);
    left.forEach(RunningJob::stop);
  }

  private final class ReservedSlot implements Slot {

    private final AtomicBoolean used = new AtomicBoolean();

    @Override
    public String owner() {
      return identity.id();
    }

    @Override
    public void start(Lease lease) {
      useOnce();
      meters.counter("glovebox.jobs.handed.over", "kind", lease.kind()).increment();
      run(lease, false);
    }

    @Override
    public void release() {
      useOnce();
      freeSlot();
    }

    private void useOnce() {
      if (!used.compareAndSet(false, true)) {
        throw new IllegalStateException("a reserved slot is used or released once");
      }
    }
  }
}
