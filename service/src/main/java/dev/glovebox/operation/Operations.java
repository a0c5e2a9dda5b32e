package dev.glovebox.operation;

import dev.glovebox.account.AuditLog;
import dev.glovebox.operation.Operation.Kind;
import dev.glovebox.operation.Operation.Remainder;
import dev.glovebox.operation.Operation.State;
import dev.glovebox.queue.RunUntilStopped;
import dev.glovebox.submission.Priority;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Operations over a filter: begins them, shows them, stops them, and takes over one whose process
 * fell silent. Each runs on a virtual thread, step after step; what a step did is noted when it is
 * done, so that another process goes on where this one ended.
 */
public final class Operations implements AutoCloseable {

  /** So many are kept. */
  public static final int KEPT = 200;

  private static final Logger log = LoggerFactory.getLogger(Operations.class);
  private static final Duration ROUND = Duration.ofSeconds(2);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
  private static final int MOST_REMAINDERS = 100;

  private final OperationRows rows;
  private final TransactionOperations transaction;
  private final Function<Kind, Deed> deeds;
  private final AuditLog audit;
  private final String owner;
  private final Supplier<UUID> ids;
  private final ConcurrentMap<UUID, Thread> running = new ConcurrentHashMap<>();
  private final RunUntilStopped rounds;
  private volatile boolean closed;

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
    this.rows = parts.rows();
    this.transaction = parts.transaction();
    this.deeds = parts.deeds();
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
    return Boolean.TRUE.equals(
        transaction.execute(_ -> {
          if (!rows.stop(id, by)) {
            return false;
          }
          audit.write(by, "stopped an operation", id.toString(), "");
          return true;
        }));
  }

  /** One that runs here is taken over by another process, or by this one when it is back. */
  @Override
  public void close() {
    closed = true;
    rounds.close();
    running.values().forEach(Thread::interrupt);
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
        (_, thread) -> {
          thread.interrupt();
          return thread;
        });
  }

  private void run(UUID id) {
    Thread thread = Thread.ofVirtual().name("operation-" + id).unstarted(() -> work(id));
    if (running.putIfAbsent(id, thread) == null) {
      thread.start();
    }
  }

  private void work(UUID id) {
    try {
      Optional<Operation> now = rows.find(id);
      while (now.isPresent() && now.get().state() == State.RUNNING && step(now.get())) {
        if (Thread.interrupted()) {
          throw new InterruptedException("the operation is left");
        }
        now = rows.find(id);
      }
    } catch (InterruptedException e) {
      log.info("Operation {} is no longer this process's", id);
    } catch (RuntimeException e) {
      fail(id, e);
    } finally {
      running.remove(id);
    }
  }

  /**
   * One step.
   *
   * @return whether there may be more to do
   */
  private boolean step(Operation operation) throws InterruptedException {
    if (operation.stopBy().isPresent()) {
      end(operation.id(), State.STOPPED, "");
      return false;
    }
    Deed deed = deeds.apply(operation.kind());
    List<Item> items = rows.next(operation.id(), deed.step());
    return switch (deed) {
      case Deed.AtOnce(int _, Deed.Act act) ->
          items.isEmpty() ? ended(operation) : note(operation, act.with(operation, items));
      case Deed.InPieces pieces ->
          items.isEmpty() ? ask(operation, pieces) : begin(operation, pieces, items);
    };
  }

  /**
   * One piece is of one tenant. Its id is the operation's and its place, so that it is one only.
   */
  private boolean begin(Operation operation, Deed.InPieces pieces, List<Item> items) {
    UUID tenant = items.getFirst().tenant();
    List<Item> piece = items.stream().filter(item -> item.tenant().equals(tenant)).toList();
    String name = "%s %d".formatted(operation.id(), piece.getFirst().place());
    UUID work = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    pieces.begin().piece(operation, work, tenant, piece);
    rows.underWay(operation.id(), work, piece, owner);
    return true;
  }

  private boolean ask(Operation operation, Deed.InPieces pieces) throws InterruptedException {
    Map<UUID, List<Item>> under =
        rows.pieces(operation.id()).stream()
            .collect(
                Collectors.groupingBy(
                    OperationRows.InPiece::work,
                    LinkedHashMap::new,
                    Collectors.mapping(OperationRows.InPiece::item, Collectors.toList())));
    if (under.isEmpty()) {
      return ended(operation);
    }
    for (Map.Entry<UUID, List<Item>> one : under.entrySet()) {
      UUID tenant = one.getValue().getFirst().tenant();
      Came came = pieces.ask().piece(operation, one.getKey(), tenant, one.getValue());
      if (!came.equals(Came.NOTHING) && !note(operation, came)) {
        return false;
      }
    }
    Thread.sleep(LOOK_AGAIN);
    return true;
  }

  private boolean note(Operation operation, Came came) {
    return Boolean.TRUE.equals(transaction.execute(_ -> rows.note(operation.id(), came, owner)));
  }

  private boolean ended(Operation operation) {
    end(operation.id(), State.DONE, "");
    return false;
  }

  private boolean end(UUID id, State state, String message) {
    return Boolean.TRUE.equals(transaction.execute(_ -> rows.end(id, state, message, owner)));
  }

  private void fail(UUID id, RuntimeException why) {
    if (closed) {
      log.info("Operation {} is left to whoever takes it over", id, why);
      return;
    }
    try {
      if (end(id, State.FAILED, "a fault of the service; its log says more")) {
        log.error("Operation {} has failed", id, why);
      } else {
        log.info("Operation {} is no longer this process's", id, why);
      }
    } catch (RuntimeException again) {
      log.error("Operation {} is taken over once its lease is over", id, again);
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
