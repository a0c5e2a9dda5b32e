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
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
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
  private final ConcurrentMap<UUID, Thread> running = new ConcurrentHashMap<>();
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

  /** Begins to verify a version; when this returns, it is durable. */
  public VerificationStatus begin(UUID tenant, ProblemVersion version) {
    VerificationStatus begun =
        rows.insert(
            ids.get(), tenant, version.problem(), version.version(), nothingYet(version), owner);
    run(new Taken(begun.id(), tenant, version.problem(), version.version()));
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

  /** Those that run here are taken over by another process, or by this one when it is back. */
  @Override
  public void close() {
    closed = true;
    rounds.close();
    running.values().forEach(Thread::interrupt);
  }

  private boolean round() {
    rows.prolong(owner);
    rows.takeOver(owner).forEach(this::run);
    return false;
  }

  private void run(Taken taken) {
    Thread thread =
        Thread.ofVirtual().name("verification-" + taken.id()).unstarted(() -> work(taken));
    if (running.putIfAbsent(taken.id(), thread) == null) {
      thread.start();
    }
  }

  private void work(Taken taken) {
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
                  new SubmissionsAsJudge(judges, taken.id(), taken.tenant(), version),
                  mostTime,
                  progress -> rows.progress(taken.id(), owner, progress))
              .verify();
      report
          .timeLimit()
          .filter(VerificationReport.TimeLimitReport::derived)
          .ifPresent(derived -> store.deriveTimeLimit(taken.tenant(), version, derived.limit()));
      rows.finish(taken.id(), owner, State.DONE, "", report);
    } catch (InterruptedException e) {
      log.info("Verification {} is left to whoever takes it over", taken.id());
    } catch (RuntimeException e) {
      if (closed) {
        log.info("Verification {} is left to whoever takes it over", taken.id(), e);
      } else {
        log.error("Verification {} of {} failed", taken.id(), taken.problem(), e);
        rows.finish(taken.id(), owner, State.FAILED, String.valueOf(e.getMessage()), last);
      }
    } finally {
      running.remove(taken.id());
    }
  }

  private static VerificationReport nothingYet(ProblemVersion version) {
    return VerificationReport.nothing(version.definition().solutions().size());
  }
}
