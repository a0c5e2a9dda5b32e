package dev.glovebox.queue;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What each tenant has had from this worker: stride scheduling. Every job taken moves its tenant's
 * mark on by 100/weight; who is furthest behind goes first. A tenant that was away starts where the
 * others are, so that absence earns nothing.
 *
 * <p>Kept in memory, one per worker: fair on every worker is fair on all of them, and no row is
 * fought over. A restart forgets it, which costs a few claims of unfairness.
 */
public final class FairShare {

  private static final int MOST_REMEMBERED = 1024;

  private final Map<UUID, Double> marks = new HashMap<>();
  private double floor;

  /** All marks as they are now, and the one of tenants that are not among them. */
  synchronized Marks marks() {
    UUID[] tenants = marks.keySet().toArray(UUID[]::new);
    Double[] values = new Double[tenants.length];
    for (int i = 0; i < tenants.length; i++) {
      values[i] = markOf(tenants[i]);
    }
    return new Marks(tenants, values, floor);
  }

  /** Notes that a job of this tenant was taken. */
  synchronized void took(UUID tenant, int weight) {
    double before = markOf(tenant);
    marks.put(tenant, before + 100.0 / weight);
    floor = before;
    if (marks.size() > MOST_REMEMBERED) {
      marks.values().removeIf(mark -> mark <= floor);
    }
  }

  private double markOf(UUID tenant) {
    return Math.max(marks.getOrDefault(tenant, floor), floor);
  }

  record Marks(UUID[] tenants, Double[] values, double floor) {}
}
