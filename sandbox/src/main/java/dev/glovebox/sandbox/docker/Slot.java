package dev.glovebox.sandbox.docker;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A place for one sandbox at a time: a range of user ids that no other slot has, and a holder that
 * keeps an empty network namespace for it. Joining one is far quicker than setting one up.
 *
 * <p>Belongs to whoever took it from {@link Slots}; not thread-safe.
 */
final class Slot {

  final int index;
  final int uidBase;
  @Nullable Holder holder;
  private long freedNanos = System.nanoTime();

  Slot(int index, int uidBase) {
    this.index = index;
    this.uidBase = uidBase;
  }

  void freed() {
    freedNanos = System.nanoTime();
  }

  Duration freeFor() {
    return Duration.ofNanos(System.nanoTime() - freedNanos);
  }

  /**
   * A container that does nothing but keep a namespace. It ends with its worker, for its supervisor
   * reads a stream that the worker holds.
   *
   * @param container its id
   * @param link its stream
   * @param startedNanos when it was started
   */
  record Holder(String container, SupervisorLink link, long startedNanos) {}
}
