package dev.glovebox.operation;

import dev.glovebox.account.AuditLog;
import dev.glovebox.operation.Operation.Kind;
import dev.glovebox.operation.Operation.Remainder;
import dev.glovebox.queue.RunUntilStopped;
import dev.glovebox.queue.WakeUp;
import dev.glovebox.submission.Priority;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Operations over a filter: begins them, shows them, stops them, and takes over one whose process
 * fell silent. Each runs on a virtual thread, step after step; what a step did is noted when it is
 * done, so that another process goes on where this one ended.
 */
public final class Operations implements AutoCloseable {

  /** So many are kept. */
  public static final int KEPT = 200;

  private static final Duration ROUND = Duration.ofSeconds(2);
  private static final int MOST_REMAINDERS = 100;

  private final Parts parts;
  private final OperationRows rows;
  private final TransactionOperations transaction;
  private final AuditLog audit;
  private final String owner;
  private final Supplier<UUID> ids;
  private final ConcurrentMap<UUID, Running> running = new ConcurrentHashMap<>();
  private final RunUntilStopped rounds;
  private volatile boolean closed;

  /** One that runs in this process. */
  private record Running(Thread thread, WakeUp news) {}

  /**
   * What they are made with.
   *
   * @param owner unique name of this process
   */
  record Parts(
      OperationRows rows,
      TransactionOperations transaction,
      Function<Kind, Deed> deeds,
      AuditLog audit,
      String owner) {}

  Operations(Parts parts, Supplier<UUID> ids, MeterRegistry meters) {
    this.parts = parts;
    this.rows = parts.rows();
    this.transaction = parts.transaction();
    this.audit = parts.audit();
    this.owner = parts.owner();
    this.ids = ids;
    this.rounds = new RunUntilStopped("operations", this::round, ROUND, meters);
    meters.gaugeMapSize("glovebox.operations.running", List.of(), running);
  }

  void start() {
    rounds.start();
  }

  /**
   * What is to be done.
   *
   * @param priority to which it moves; present exactly for {@link Kind#PRIORITY}
   * @param reason 1 to 500 characters
   */
  public record Request(
      Kind kind, Selection selection, Optional<Priority> priority, String reason) {

    public Request {
      if (priority.isPresent() != (kind == Kind.PRIORITY)) {
        throw new IllegalArgumentException("a priority is for operations that move");
      }
    }
  }

  /** With how many it would be done at this moment. */
  public long count(Kind kind, Selection selection) {
    return rows.count(kind, selection);
  }

  /**
   * Begins an operation with what the filter selects at this moment; when this returns, it is
   * durable.
   *
   * @param by who begins it
   */
  public Operation begin(Request asked, String by) {
    UUID id = ids.get();
    transaction.executeWithoutResult(_ -> {
      long total = rows.insert(id, asked, by, owner);
      rows.forgetOld(KEPT);
      audit.write(
          by,
          "began an operation: " + lower(asked.kind()),
          "%d of %s (%s)".formatted(total, asked.selection().words(), id),
          asked.reason());
    });
    run(id);
    return rows.find(id).orElseThrow();
  }

  public Optional<Operation> find(UUID id) {
    return rows.find(id);
  }

  /** The newest, at most {@link #KEPT}. */
  public List<Operation> newest() {
    return rows.newest(KEPT);
  }

  /** Those with which it was not done, the failed ones first; at most a hundred. */
  public List<Remainder> remainders(UUID id) {
    return rows.remainders(id, MOST_REMAINDERS);
  }

  /**
   * Lets it end after the step that is under way. What was done stays so.
   *
   * @return whether it ran, and nobody has stopped it before
   */
  public boolean stop(UUID id, String by) {
    boolean stopped =
        Boolean.TRUE.equals(
            transaction.execute(_ -> {
              if (!rows.stop(id, by)) {
                return false;
              }
              audit.write(by, "stopped an operation", id.toString(), "");
              return true;
            }));
    Optional.ofNullable(running.get(id)).ifPresent(here -> here.news().ring());
    return stopped;
  }

  /** One that runs here is taken over by another process, or by this one when it is back. */
  @Override
  public void close() {
    closed = true;
    rounds.close();
    running.values().forEach(here -> here.thread().interrupt());
  }

  private boolean round() {
    Set<UUID> here = Set.copyOf(running.keySet());
    Set<UUID> ours = rows.prolong(here, owner);
    here.stream().filter(id -> !ours.contains(id)).forEach(this::interrupt);
    rows.takeOver(owner).forEach(this::run);
    return false;
  }

  private void interrupt(UUID id) {
    running.computeIfPresent(
        id,
        (_, here) -> {
          here.thread().interrupt();
          return here;
        });
  }

  private void run(UUID id) {
    WakeUp news = new WakeUp();
    Thread thread = Thread.ofVirtual().name("operation-" + id).unstarted(() -> work(id, news));
    if (running.putIfAbsent(id, new Running(thread, news)) == null) {
      thread.start();
    }
  }

  private void work(UUID id, WakeUp news) {
    try {
      new OperationRun(parts, id, () -> closed, news).run();
    } finally {
      running.remove(id);
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
