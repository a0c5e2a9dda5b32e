package dev.glovebox.rejudging;

import dev.glovebox.language.Language;
import dev.glovebox.language.Languages;
import dev.glovebox.problem.GrantedLimits;
import dev.glovebox.problem.ProblemVersion;
import dev.glovebox.problem.Problems;
import dev.glovebox.queue.RunUntilStopped;
import dev.glovebox.rejudging.Rejudging.Judging;
import dev.glovebox.rejudging.Rejudging.Preview;
import dev.glovebox.rejudging.Rejudging.State;
import dev.glovebox.rejudging.RejudgingRows.Item;
import dev.glovebox.submission.ExecutionLimits;
import dev.glovebox.submission.IdempotencyConflict;
import dev.glovebox.submission.Overrides;
import dev.glovebox.submission.Priority;
import dev.glovebox.submission.ProblemRef;
import dev.glovebox.submission.QueueFull;
import dev.glovebox.submission.Submission;
import dev.glovebox.submission.SubmissionId;
import dev.glovebox.submission.SubmissionIntake;
import dev.glovebox.submission.SubmissionRequest;
import dev.glovebox.submission.SubmissionStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The rejudgings of all tenants.
 *
 * <p>Trials are submitted a few at a time, in the lowest priority band, and never many at once:
 * what is submitted meanwhile goes first. Tenants take turns; of one whose work is not begun for
 * now, nothing is submitted. A trial is judged against the newest version of its problem.
 */
public final class Rejudgings implements AutoCloseable {

  /** Most changed submissions that a preview names. */
  public static final int MOST_SHOWN = 500;

  private static final Logger log = LoggerFactory.getLogger(Rejudgings.class);
  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final int MOST_LISTED = 50;
  private static final int MOST_WAITING = 32;

  private final RejudgingRows rows;
  private final TransactionOperations transaction;
  private final SubmissionIntake intake;
  private final SubmissionStore submissions;
  private final Problems problems;
  private final Languages languages;
  private final Supplier<UUID> ids;
  private final RunUntilStopped rounds;

  Rejudgings(
      RejudgingRows rows,
      TransactionOperations transaction,
      SubmissionIntake intake,
      SubmissionStore submissions,
      Problems problems,
      Languages languages,
      Supplier<UUID> ids,
      MeterRegistry meters) {
    this.rows = rows;
    this.transaction = transaction;
    this.intake = intake;
    this.submissions = submissions;
    this.problems = problems;
    this.languages = languages;
    this.ids = ids;
    this.rounds = new RunUntilStopped("rejudgings", this::submitSome, ROUND, meters);
  }

  void start() {
    rounds.start();
  }

  @Override
  public void close() {
    rounds.close();
  }

  /**
   * Begins to judge again what the request selects at this moment.
   *
   * @param filter the request as the caller wrote it, JSON
   */
  public Rejudging begin(UUID tenant, RejudgingRequest request, String filter) {
    UUID id = ids.get();
    transaction.executeWithoutResult(_ -> {
      rows.insert(id, tenant, request, filter);
      rows.select(id, tenant, request);
    });
    rounds.wake();
    return rows.find(tenant, id).orElseThrow();
  }

  /**
   * The same under an id of the caller's; when there is such a rejudging, nothing changes. For
   * callers who can't know whether they have begun it before.
   */
  public void beginOnce(UUID id, UUID tenant, RejudgingRequest request, String filter) {
    transaction.executeWithoutResult(_ -> {
      if (rows.find(tenant, id).isEmpty()) {
        rows.insert(id, tenant, request, filter);
        rows.select(id, tenant, request);
      }
    });
    rounds.wake();
  }

  /** Submissions that have got new results by an applied rejudging. */
  public Set<UUID> replaced(UUID id) {
    return rows.replaced(id);
  }

  /** How many judgings the request would select at this moment, all rounds together. */
  public long count(UUID tenant, RejudgingRequest request) {
    return rows.count(tenant, request);
  }

  public Optional<Rejudging> find(UUID tenant, UUID id) {
    return rows.find(tenant, id);
  }

  /** The newest ones, at most fifty. */
  public List<Rejudging> newest(UUID tenant) {
    return rows.newest(tenant, MOST_LISTED);
  }

  /** What would change, as far as it is judged; of an ended one, what did or would have. */
  public Preview preview(Rejudging rejudging) {
    return rows.preview(rejudging.id(), MOST_SHOWN);
  }

  /**
   * Replaces the results by those of the first round, all in one transaction. Trials that were
   * cancelled or ended in an internal error replace nothing.
   *
   * @return whether it was ready
   */
  public boolean apply(UUID tenant, UUID id) {
    return Boolean.TRUE.equals(
        transaction.execute(_ -> {
          if (!rows.end(tenant, id, State.APPLIED)) {
            return false;
          }
          Rejudging now = rows.find(tenant, id).orElseThrow();
          if (now.judged() + now.failed() < now.total()) {
            throw new NotReady();
          }
          int replaced = rows.keepFormer(id);
          rows.removeFormer(id);
          rows.putTrials(id);
          log.info("Rejudging {} was applied: {} results were replaced", id, replaced);
          return true;
        }));
  }

  /**
   * Ends it without effect and cancels what still runs.
   *
   * @return whether it was open
   */
  public boolean discard(UUID tenant, UUID id) {
    if (!rows.end(tenant, id, State.DISCARDED)) {
      return false;
    }
    rows.unfinished(id).forEach(trial -> intake.cancel(tenant, trial));
    return true;
  }

  /** Every judging of a submission, the present one first. */
  public List<Judging> judgings(UUID tenant, SubmissionId submission) {
    return rows.judgings(tenant, submission);
  }

  /** Some trials are still being judged. */
  public static final class NotReady extends RuntimeException {
    NotReady() {
      super("some submissions are still being judged again");
    }
  }

  private boolean submitSome() {
    int room = MOST_WAITING - rows.waiting();
    if (room <= 0) {
      return false;
    }
    var full = new HashSet<UUID>();
    int submitted = 0;
    for (Item item : rows.toSubmit(room)) {
      if (full.contains(item.tenant())) {
        continue;
      }
      try {
        submit(item);
        submitted++;
      } catch (QueueFull e) {
        log.info("Rejudging {} waits: {}", item.rejudging(), e.getMessage());
        if (!e.tenantOnly()) {
          return false;
        }
        full.add(item.tenant());
      }
    }
    return submitted == room;
  }

  /**
   * Submits a trial. Outside of any transaction, for it may begin at once; its idempotency key
   * finds it again when this process ends before it is noted, or when another one does the same.
   *
   * @throws QueueFull when there is no room for it now
   */
  private void submit(Item item) {
    try {
      SubmissionRequest request = again(item, submissions.load(item.submission()));
      rows.submitted(item, intake.accept(item.tenant(), request).submission().id());
    } catch (IdempotencyConflict changed) {
      rows.failed(item, "its problem changed at the very moment when it was to be judged again");
    } catch (NoSuchElementException gone) {
      rows.failed(item, "it or its problem was deleted: " + gone.getMessage());
    }
  }

  private SubmissionRequest again(Item item, Submission submission) {
    SubmissionRequest before = submission.request();
    Optional<ProblemVersion> problem = before.problem().map(named -> newest(item.tenant(), named));
    return new SubmissionRequest(
        before.language(),
        before.sources(),
        before.main(),
        before.compileOptions(),
        before.arguments(),
        before.tests(),
        problem.map(version -> limits(item.tenant(), version, before)).orElse(before.limits()),
        before.tier(),
        Priority.LOW,
        before.stopAtFirstFailure(),
        before.mergeStderr(),
        before.drainOutput(),
        before.metadata(),
        Optional.of(
            "rejudging %s %s %d".formatted(item.rejudging(), item.submission(), item.round())),
        problem.map(Rejudgings::reference),
        Optional.of(new Overrides(Optional.empty(), false)));
  }

  private ProblemVersion newest(UUID tenant, ProblemRef problem) {
    return problems
        .find(tenant, problem.problem(), Optional.empty())
        .orElseThrow(() -> new NoSuchElementException("problem " + problem.problem()));
  }

  private ExecutionLimits limits(UUID tenant, ProblemVersion problem, SubmissionRequest before) {
    Optional<Duration> time = problems.timeLimit(tenant, problem);
    // Without a time limit of the problem's, that of the first judging stays as it was.
    BigDecimal factor =
        time.flatMap(_ -> languages.find(before.language()))
            .map(Language::timeFactor)
            .orElse(BigDecimal.ONE);
    return GrantedLimits.of(problem.definition().limits().withTime(time), before.limits(), factor);
  }

  private static ProblemRef reference(ProblemVersion version) {
    return new ProblemRef(
        version.problem(),
        version.version(),
        Math.toIntExact(version.definition().tests().tests().count()));
  }
}
