package dev.glovebox.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What came of some items; one that is named nowhere is still to be done.
 *
 * @param done with which it was done
 * @param leftOut with which nothing was to be done any more
 * @param failed with which it could not be done
 */
record Came(List<Item> done, List<Noted> leftOut, List<Noted> failed) {

  static final Came NOTHING = new Came(List.of(), List.of(), List.of());

  /** An item and why. */
  record Noted(Item item, String note) {}

  /**
   * Where some were dealt with together.
   *
   * @param touched subjects with which it was done
   * @param note why the others were not
   */
  static Came of(List<Item> items, Set<UUID> touched, String note) {
    var done = new ArrayList<Item>();
    var leftOut = new ArrayList<Noted>();
    for (Item item : items) {
      if (touched.contains(item.subject())) {
        done.add(item);
      } else {
        leftOut.add(new Noted(item, note));
      }
    }
    return new Came(done, leftOut, List.of());
  }

  /** All of them, for one reason. */
  static Came failed(List<Item> items, String note) {
    return new Came(
        List.of(), List.of(), items.stream().map(item -> new Noted(item, note)).toList());
  }

  /** With none of them, for one reason. */
  static Came leftOut(List<Item> items, String note) {
    return new Came(
        List.of(), items.stream().map(item -> new Noted(item, note)).toList(), List.of());
  }

  /** With all of them. */
  static Came done(List<Item> items) {
    return new Came(items, List.of(), List.of());
  }

  Map<String, List<Noted>> remainders() {
    return Map.of("LEFT_OUT", leftOut, "FAILED", failed);
  }
}
