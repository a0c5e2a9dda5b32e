package dev.glovebox.sandbox.docker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** All slots. A slot is taken by one sandbox and comes back when its container is gone. */
final class Slots {

  private final DockerSettings.Uids uids;
  private final PriorityQueue<Slot> free =
      new PriorityQueue<>(Comparator.comparingInt((Slot slot) -> slot.index));
  private int count;

  Slots(DockerSettings.Uids uids) {
    this.uids = uids;
  }

  /** The free slot with the lowest number, whose holder is the likeliest to be there. */
  synchronized Slot take() {
    Slot slot = free.poll();
    if (slot == null) {
      slot =
          new Slot(count, Math.addExact(uids.first(), Math.multiplyExact(count, uids.perSlot())));
      count++;
    }
    return slot;
  }

  /** A slot whose sandbox is gone. */
  synchronized void free(Slot slot) {
    slot.freed();
    free.add(slot);
  }

  /** A slot that was only looked at. */
  synchronized void putBack(Slot slot) {
    free.add(slot);
  }

  /** Takes all that are free, to look after their holders. */
  synchronized List<Slot> takeFree() {
    List<Slot> all = new ArrayList<>(free);
    free.clear();
    return all;
  }
}
