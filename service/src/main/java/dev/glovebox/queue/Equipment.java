package dev.glovebox.queue;

import java.time.Instant;
import java.util.Optional;

/**
 * What the handlers of a process work with beside the database. While it is out of order the worker
 * takes nothing, and what failed because of that is given back as if it had not been begun.
 */
public interface Equipment {

  /** Never fails. */
  Equipment SOUND =
      new Equipment() {
        @Override
        public Optional<Outage> outage() {
          return Optional.empty();
        }

        @Override
        public Period begin() {
          return () -> false;
        }

        @Override
        public void onChange(Runnable heard) {}
      };

  /**
   * That it is out of order.
   *
   * @param since when that was found
   * @param reason for operators, 1 to 1000 characters
   */
  record Outage(Instant since, String reason) {}

  /** The present outage; does not wait. */
  Optional<Outage> outage();

  /** The time of an attempt begins. */
  Period begin();

  /** Has this called, quickly and from any thread, whenever an outage begins or ends. */
  void onChange(Runnable heard);

  /** The time from {@link Equipment#begin} on. */
  @FunctionalInterface
  interface Period {
    /**
     * Whether an outage fell into it. Where none is known the equipment is tried out, which takes
     * seconds: to be asked only about what has failed.
     */
    boolean disturbed();
  }
}
