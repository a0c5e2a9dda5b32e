package dev.glovebox.operation;

import dev.glovebox.operation.Operation.State;
import dev.glovebox.queue.WakeUp;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/**
 * An operation in the process that has it: step after step, until it has ended or is another
 * process's. A step that failed because the database was away is done again a few times; then the
 * operation is left until its lease is over and somebody takes it up again. Any other fault ends
 * it. Used by one thread.
 */
final class OperationRun {

  private static final Logger log = LoggerFactory.getLogger(OperationRun.class);
  private static final int TRIES = 5;
  private static final Duration FIRST_TRY_AGAIN = Duration.ofMillis(200);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Operations.Parts parts;
  private final OperationRows rows;
  private final UUID id;
  private final BooleanSupplier closed;
  private final WakeUp news;
  private Duration pause = LOOK_AGAIN;

  /**
   * @param closed whether this process is about to end
   * @param news rung when there is something to look at before the next look is due
   */
  OperationRun(Operations.Parts parts, UUID id, BooleanSupplier closed, WakeUp news) {
    this.parts = parts;
    this.rows = parts.rows();
    this.id = id;
    this.closed = closed;
    this.news = news;
  }

  void run() {
    try {
      while (patiently()) {
        if (Thread.interrupted()) {
          throw new InterruptedException("the operation is left");
        }
      }
    } catch (InterruptedException e) {
      log.info("Operation {} is no longer this process's", id);
    } catch (RuntimeException e) {
      if (closed.getAsBoolean() || passes(e)) {
        log.warn("Operation {} is left to whoever takes it over once its lease is over", id, e);
      } else {
        fail(e);
      }
    }
  }

  private boolean patiently() throws InterruptedException {
    Duration again = FIRST_TRY_AGAIN;
    for (int tries = 1; ; tries++) {
      try {
        return step();
      } catch (RuntimeException e) {
        if (!passes(e) || tries == TRIES || closed.getAsBoolean()) {
          throw e;
        }
        log.warn(
            "A step of operation {} is done again in {} ms ({})",
            id,
            again.toMillis(),
            e.getMessage());
      }
      news.await(again);
      again = again.multipliedBy(2);
    }
  }

  /** Whether the same may go well a moment later. */
  private static boolean passes(RuntimeException fault) {
    return switch (fault) {
      case DataAccessResourceFailureException _,
          TransientDataAccessException _,
          RecoverableDataAccessException _,
          CannotCreateTransactionException _ ->
          true;
      // At a commit nothing translates: 08 = the connection broke, 57P = the server ends or begins.
      case TransactionSystemException e ->
          e.getMostSpecificCause() instanceof SQLException cause
              && Optional.ofNullable(cause.getSQLState())
                  .filter(state -> state.startsWith("08") || state.startsWith("57P"))
                  .isPresent();
      default -> false;
    };
  }

  /**
   * One step.
   *
   * @return whether there may be more to do
   */
  private boolean step() throws InterruptedException {
    Optional<Operation> now = rows.find(id).filter(found -> found.state() == State.RUNNING);
    if (now.isEmpty()) {
      return false;
    }
    Operation operation = now.get();
    if (operation.stopBy().isPresent()) {
      if (ours()) {
        leavePieces(operation, "the operation was stopped");
        end(State.STOPPED, "");
      }
      return false;
    }
    Deed deed = parts.deeds().apply(operation.kind());
    List<Item> items = rows.next(id, deed.step());
    return switch (deed) {
      case Deed.AtOnce(int _, Deed.Act act) ->
          items.isEmpty() ? ended() : note(act.with(operation, items));
      case Deed.InPieces pieces -> items.isEmpty() ? ask(pieces) : begin(operation, pieces, items);
    };
  }

  /**
   * One piece is of one tenant. Its id is the operation's and its place, so that it is one only.
   */
  private boolean begin(Operation operation, Deed.InPieces pieces, List<Item> items) {
    UUID tenant = items.getFirst().tenant();
    List<Item> piece = items.stream().filter(item -> item.tenant().equals(tenant)).toList();
    String name = "%s %d".formatted(id, piece.getFirst().place());
    UUID work = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    // Together, so that nothing is judged again of which the operation does not know.
    return Boolean.TRUE.equals(
        parts
            .transaction()
            .execute(_ -> {
              if (!rows.underWay(id, work, piece, parts.owner())) {
                return false;
              }
              pieces.begin().piece(operation, work, tenant, piece);
              return true;
            }));
  }

  private boolean ask(Deed.InPieces pieces) throws InterruptedException {
    List<OperationRows.Piece> under = rows.pieces(id);
    if (under.isEmpty()) {
      return ended();
    }
    boolean nothing = true;
    for (OperationRows.Piece one : under) {
      Came came = ask(pieces, one);
      if (!came.equals(Came.NOTHING)) {
        nothing = false;
        if (!note(came)) {
          return false;
        }
      }
    }
    pause = nothing ? longer(pause) : LOOK_AGAIN;
    news.await(pause);
    return true;
  }

  private Came ask(Deed.InPieces pieces, OperationRows.Piece one) {
    Came came = pieces.ask().piece(piece(one));
    return came.equals(Came.NOTHING) && one.disabled()
        ? pieces.leave().piece(piece(one), "its tenant is disabled")
        : came;
  }

  private Deed.InPieces.Piece piece(OperationRows.Piece one) {
    return new Deed.InPieces.Piece(one.work(), one.tenant(), () -> rows.inPiece(id, one.work()));
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  /** Nothing goes on of an operation that has ended. */
  private void leavePieces(Operation operation, String why) {
    if (parts.deeds().apply(operation.kind()) instanceof Deed.InPieces pieces) {
      rows.pieces(id).forEach(one -> note(pieces.leave().piece(piece(one), why)));
    }
  }

  private boolean ours() {
    return rows.prolong(Set.of(id), parts.owner()).contains(id);
  }

  private boolean note(Came came) {
    return Boolean.TRUE.equals(
        parts.transaction().execute(_ -> rows.note(id, came, parts.owner())));
  }

  private boolean ended() {
    end(State.DONE, "");
    return false;
  }

  private void end(State state, String message) {
    parts.transaction().executeWithoutResult(_ -> rows.end(id, state, message, parts.owner()));
  }

  private void fail(RuntimeException why) {
    try {
      if (!ours()) {
        log.info("Operation {} is no longer this process's", id, why);
        return;
      }
      leavePiecesAfter(why);
      end(State.FAILED, "a fault of the service; its log says more");
      log.error("Operation {} has failed", id, why);
    } catch (RuntimeException again) {
      why.addSuppressed(again);
      log.error("Operation {} is taken over once its lease is over", id, why);
    }
  }

  /** What can't be left for good either does not keep it from ending. */
  private void leavePiecesAfter(RuntimeException why) {
    try {
      rows.find(id).ifPresent(operation -> leavePieces(operation, "the operation failed"));
    } catch (RuntimeException again) {
      if (passes(again)) {
        throw again;
      }
      why.addSuppressed(again);
    }
  }
}
