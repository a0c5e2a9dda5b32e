package dev.glovebox.api;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a request, so that it is told all at once. */
final class Faults {

  private static final int MOST = 100;

  private final List<Fault> list = new ArrayList<>();

  void add(String field, String rule, String message) {
    if (list.size() < MOST) {
      list.add(new Fault(Shown.text(field, 200), rule, Shown.text(message, 500)));
    }
  }

  boolean isEmpty() {
    return list.isEmpty();
  }

  /**
   * Ends reading.
   *
   * @throws RequestRefused when there is any
   */
  void check() {
    if (!list.isEmpty()) {
      throw RequestRefused.invalid(list);
    }
  }
}
