package dev.glovebox.operation;

import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What an operation of a kind does. A step may be repeated when a process ends in the middle of it:
 * doing it again must do no harm.
 */
sealed interface Deed {

  /** How many at most in one step. */
  int step();

  /** Done with the step. */
  @FunctionalInterface
  interface Act {
    Came with(Operation operation, List<Item> items);
  }

  /** In one step, at once. */
  record AtOnce(int step, Act act) implements Deed {}

  /**
   * In pieces of work that take their time: each is begun, and asked for until it has ended.
   *
   * @param begin begins one; all items are of one tenant. Done again with the same id it changes
   *     nothing
   * @param ask looks at one; names no item while it goes on
   * @param leave gives one up, so that nothing of it goes on
   */
  record InPieces(int step, Begin begin, Ask ask, Leave leave) implements Deed {

    @FunctionalInterface
    interface Begin {
      void piece(Operation operation, UUID id, UUID tenant, List<Item> items);
    }

    @FunctionalInterface
    interface Ask {
      Came piece(Piece piece);
    }

    @FunctionalInterface
    interface Leave {
      Came piece(Piece piece, String why);
    }

    /**
     * A piece that is under way.
     *
     * @param items reads what is in it: for pieces that have ended, for it may be much
     */
    record Piece(UUID id, UUID tenant, Supplier<List<Item>> items) {}
  }
}
