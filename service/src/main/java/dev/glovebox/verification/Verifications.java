package dev.glovebox.verification;

import dev.glovebox.problem.ProblemStore;
import dev.glovebox.problem.ProblemVersion;
import dev.glovebox.problem.Problems;
import dev.glovebox.queue.RunUntilStopped;
import dev.glovebox.verification.VerificationRows.Taken;
import dev.glovebox.verification.VerificationStatus.State;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The verifications of all tenants: begins them, shows them, and takes over those whose process
 * fell silent. Each runs on a virtual thread that mostly waits for its submissions.
 */
public final class Verifications implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Verifications.class);
  private static final Duration ROUND = Duration.ofSeconds(5);
  private static final int MOST_SHOWN = 50;

  private final VerificationRows rows;
  private final Problems problems;
  private final ProblemStore store;
  private final SubmissionsAsJudge.Collaborators judges;
  private final Duration mostTime;
  private final Supplier<UUID> ids;
  private final String owner;
  private final ConcurrentMap<UUID, Work> running = new ConcurrentHashMap<>();
  private final RunUntilStopped rounds;
  private volatile boolean closed;

  /**
   * @param mostTime CPU time that a run of an accepted solution may take while the limit is not
   *     known
   * @param owner unique name of this process
   */
  Verifications(
      VerificationRows rows,
      Problems problems,
      ProblemStore store,
      SubmissionsAsJudge.Collaborators judges,
      Duration mostTime,
      Supplier<UUID> ids,
      String owner,
      MeterRegistry meters) {
    this.rows = rows;
    this.problems = problems;
    this.store = store;
    this.judges = judges;
    this.mostTime = mostTime;
    this.ids = ids;
    this.owner = owner;
    this.rounds = new RunUntilStopped("verifications", this::round, ROUND, meters);
    meters.gaugeMapSize("glovebox.verifications.running", List.of(), running);
  }

  void start() {
    rounds.start();
  }

  /**
   * Begins to verify a version; when this returns, it is durable.
   *
   * @param derives whether the time limit follows from the solutions although the package gives
   *     one. Only the report then says so: the package's limit stays in force
   */
  public VerificationStatus begin(UUID tenant, ProblemVersion version, boolean derives) {
    VerificationStatus begun =
        rows.insert(
            ids.get(),
            tenant,
            version.problem(),
            version.version(),
            derives,
            nothingYet(version),
            owner);
    run(new Taken(begun.id(), tenant, version.problem(), version.version(), derives));
    return begun;
  }

  /** One of a problem's verifications. */
  public Optional<VerificationStatus> find(UUID tenant, String problem, UUID id) {
    return rows.find(tenant, problem, id);
  }

  /** The newest verifications of a problem, at most fifty. */
  public List<VerificationStatus> newest(UUID tenant, String problem) {
    return rows.newest(tenant, problem, MOST_SHOWN);
  }

  /**
   * Ends one: what waits of it never begins, what runs of it is interrupted. One that is at its end
   * stays as it is.
   *
   * @return what is left of it; empty when there is no such verification
   */
  public Optional<VerificationStatus> cancel(UUID tenant, String problem, UUID id) {
    if (rows.cancel(tenant, problem, id)) {
      log.info("Verification {} of {} is canceled", id, problem);
      Optional.ofNullable(running.get(id)).ifPresent(Work::end);
      cancelSubmissions(tenant, id);
    }
    return rows.find(tenant, problem, id);
  }

  /** Ends all of a problem, as when it is deleted. */
  public void cancelAll(UUID tenant, String problem) {
    rows.running(tenant, problem).forEach(id -> cancel(tenant, problem, id));
  }

  /** Those that run here are taken over by another process, or by this one when it is back. */
  @Override
  public void close() {
    closed = true;
    rounds.close();
    running.values().forEach(work -> work.thread().interrupt());
  }

  /**
   * What goes on here for a verification.
   *
   * @param ended whether the verification is not this process's any more. Told by a flag, not by an
   *     interrupt, which would break the connection of a statement under way
   */
  private record Work(Thread thread, AtomicBoolean ended) {
    void end() {
      ended.set(true);
    }
  }

  private boolean round() {
    Map<UUID, Work> before = Map.copyOf(running);
    Set<UUID> held = rows.prolong(owner);
    before.forEach((id, work) -> {
      if (!held.contains(id)) {
        // Another process has canceled it, or has taken it over.
        work.end();
      }
    });
    rows.takeOver(owner).forEach(this::run);
    return false;
  }

  private void run(Taken taken) {
    var ended = new AtomicBoolean();
    Thread thread =
        Thread.ofVirtual()
            .name("verification-" + taken.id())
            .unstarted(() -> work(taken, ended::get));
    if (running.putIfAbsent(taken.id(), new Work(thread, ended)) == null) {
      thread.start();
    }
  }

  private void work(Taken taken, BooleanSupplier ended) {
    VerificationReport last = VerificationReport.nothing(0);
    try {
      ProblemVersion version =
          problems
              .find(taken.tenant(), taken.problem(), Optional.of(taken.version()))
              .orElseThrow(() -> new IllegalStateException("the problem was deleted"));
      last = nothingYet(version);
      VerificationReport report =
          new Verifier(
                  version.definition(),
                  new SubmissionsAsJudge(judges, taken.id(), taken.tenant(), version, ended),
                  mostTime,
                  taken.derives(),
                  progress -> rows.progress(taken.id(), owner, progress))
              .verify();
      rows.finish(
          taken.id(), owner, State.DONE, "", report, () -> putLimitInForce(taken, version, report));
    } catch (CancellationException e) {
      log.info("Verification {} is at its end or goes on elsewhere", taken.id());
      if (isCanceled(taken)) {
        // One may have been submitted after the others were canceled.
        cancelSubmissions(taken.tenant(), taken.id());
      }
    } catch (InterruptedException e) {
      log.info("Verification {} is left to whoever takes it over", taken.id());
    } catch (RuntimeException e) {
      if (closed) {
        log.info("Verification {} is left to whoever takes it over", taken.id(), e);
      } else {
        log.error("Verification {} of {} failed", taken.id(), taken.problem(), e);
        rows.finish(
            taken.id(), owner, State.FAILED, String.valueOf(e.getMessage()), last, () -> {});
      }
    } finally {
      running.remove(taken.id());
    }
  }

  private void putLimitInForce(Taken taken, ProblemVersion version, VerificationReport report) {
    report
        .timeLimit()
        .filter(limit -> limit.derived() && limit.given().isEmpty())
        .ifPresent(derived -> store.deriveTimeLimit(taken.tenant(), version, derived.limit()));
  }

  private boolean isCanceled(Taken taken) {
    return rows.find(taken.tenant(), taken.problem(), taken.id())
        .filter(status -> status.state() == State.CANCELED)
        .isPresent();
  }

  private void cancelSubmissions(UUID tenant, UUID verification) {
    rows.unfinished(tenant, verification)
        .forEach(submission -> judges.intake().cancel(tenant, submission));
  }

  private static VerificationReport nothingYet(ProblemVersion version) {
    return VerificationReport.nothing(version.definition().solutions().size());
  }
}
