package dev.glovebox.sandbox.docker;

import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.SandboxLease;
import dev.glovebox.sandbox.SandboxSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The idle sandboxes of one kind, and who waits for one. Guarded by the pool's lock. */
final class Shelf {

  /** Somebody who waits for a sandbox. */
  static final class Waiter {
    final CompletableFuture<DockerSandbox> answer = new CompletableFuture<>();
    final SandboxLease lease;

    /** One that its tenant has just given back is being cleaned for it, so none is started. */
    boolean cleaning;

    Waiter(SandboxLease lease, boolean cleaning) {
      this.lease = lease;
      this.cleaning = cleaning;
    }
  }

  final SandboxSpec spec;

  /** Unused ones, oldest first. */
  private final Deque<DockerSandbox> fresh = new ArrayDeque<>();

  /** Used ones by tenant, the last used first. */
  private final Map<String, Deque<DockerSandbox>> kept = new HashMap<>();

  final Deque<Waiter> waiting = new ArrayDeque<>();

  /** How many are being cleaned for each tenant. */
  private final Map<String, Integer> cleaning = new HashMap<>();

  /** How many are being started. */
  int starting;

  /** How many unused ones there should be. */
  int target;

  /** Whether to keep some even when nobody asks. */
  boolean warm;

  /** Nobody found this shelf empty since the last sweep. */
  boolean calm = true;

  int failures;

  /** The last failure was one that waiting does not cure. */
  boolean hopeless;

  /** In {@link System#nanoTime} terms; meaningful while {@link #failures} is not 0. */
  long retryNanos;

  @Nullable SandboxException lastFailure;

  Shelf(SandboxSpec spec) {
    this.spec = spec;
  }

  void put(DockerSandbox sandbox) {
    fresh.addLast(sandbox);
  }

  void keep(DockerSandbox sandbox, String tenant) {
    kept.computeIfAbsent(tenant, _ -> new ArrayDeque<>()).addFirst(sandbox);
  }

  /** One is being cleaned for this tenant. */
  void cleaningBegins(String tenant) {
    cleaning.merge(tenant, 1, Integer::sum);
  }

  /**
   * It is clean, or will never be.
   *
   * @return who gets it when it is clean
   */
  @Nullable Waiter cleaningEnds(String tenant, boolean clean) {
    cleaning.computeIfPresent(tenant, (_, count) -> count == 1 ? null : count - 1);
    for (Iterator<Waiter> each = waiting.iterator(); each.hasNext(); ) {
      Waiter waiter = each.next();
      if (waiter.lease.reuse() && waiter.lease.tenant().equals(tenant)) {
        if (clean) {
          each.remove();
          return waiter;
        }
        if (waiter.cleaning) {
          waiter.cleaning = false;
          return null;
        }
      }
    }
    return null;
  }

  /** Whether more are being cleaned for this tenant than are waited for. */
  boolean soonClean(String tenant) {
    long expected =
        waiting.stream()
            .filter(waiter -> waiter.cleaning && waiter.lease.tenant().equals(tenant))
            .count();
    return cleaning.getOrDefault(tenant, 0) > expected;
  }

  /** Who gets a new one: whoever waits for the longest, and not for one that is being cleaned. */
  @Nullable Waiter pollWaiter() {
    for (Iterator<Waiter> each = waiting.iterator(); each.hasNext(); ) {
      Waiter waiter = each.next();
      if (!waiter.cleaning) {
        each.remove();
        return waiter;
      }
    }
    return null;
  }

  /** How many wait for one to be started. */
  int wanted() {
    int sum = 0;
    for (Waiter waiter : waiting) {
      sum += waiter.cleaning ? 0 : 1;
    }
    return sum;
  }

  int idle() {
    return fresh.size();
  }

  int all() {
    int sum = fresh.size();
    for (Deque<DockerSandbox> ofTenant : kept.values()) {
      sum += ofTenant.size();
    }
    return sum;
  }

  @Nullable DockerSandbox takeKept(String tenant, ToIntFunction<DockerSandbox> cost) {
    Deque<DockerSandbox> ofTenant = kept.get(tenant);
    if (ofTenant == null) {
      return null;
    }
    DockerSandbox taken = takeCheapest(ofTenant, cost);
    if (ofTenant.isEmpty()) {
      kept.remove(tenant);
    }
    return taken;
  }

  @Nullable DockerSandbox takeFresh(ToIntFunction<DockerSandbox> cost) {
    return takeCheapest(fresh, cost);
  }

  /** Takes out what matches. */
  List<DockerSandbox> takeAll(Predicate<DockerSandbox> which) {
    List<DockerSandbox> taken = new ArrayList<>();
    takeMatching(fresh, which, taken);
    for (Deque<DockerSandbox> ofTenant : kept.values()) {
      takeMatching(ofTenant, which, taken);
    }
    kept.values().removeIf(Deque::isEmpty);
    return taken;
  }

  /** The one that has been idle for the longest, a used one where there is one. */
  @Nullable DockerSandbox takeStalest() {
    DockerSandbox stalest = null;
    for (Deque<DockerSandbox> ofTenant : kept.values()) {
      for (DockerSandbox sandbox : ofTenant) {
        if (stalest == null || sandbox.idleFor().compareTo(stalest.idleFor()) > 0) {
          stalest = sandbox;
        }
      }
    }
    if (stalest == null) {
      return fresh.pollFirst();
    }
    DockerSandbox chosen = stalest;
    var _ = takeAll(sandbox -> sandbox == chosen);
    return chosen;
  }

  private static void takeMatching(
      Deque<DockerSandbox> from, Predicate<DockerSandbox> which, List<DockerSandbox> into) {
    for (Iterator<DockerSandbox> each = from.iterator(); each.hasNext(); ) {
      DockerSandbox sandbox = each.next();
      if (which.test(sandbox)) {
        each.remove();
        into.add(sandbox);
      }
    }
  }

  private static @Nullable DockerSandbox takeCheapest(
      Deque<DockerSandbox> from, ToIntFunction<DockerSandbox> cost) {
    DockerSandbox best = null;
    int bestCost = Integer.MAX_VALUE;
    for (DockerSandbox sandbox : from) {
      int its = cost.applyAsInt(sandbox);
      if (its < bestCost) {
        best = sandbox;
        bestCost = its;
      }
    }
    if (best != null) {
      from.remove(best);
    }
    return best;
  }
}
