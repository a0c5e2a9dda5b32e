package dev.glovebox.sandbox.docker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/**
 * How busy the cores are that sandboxes are pinned to. A core of one's own measures better than a
 * share of all, which the kernel grants in steps of 100 ms. Thread-safe.
 */
final class Cores {

  private final List<Integer> chosen;
  private final IntSupplier engineCores;
  private final Map<Integer, Core> cores = new HashMap<>();
  private volatile List<Integer> numbers = List.of();

  private static final class Core {
    private int present;
    private int leased;
  }

  /**
   * @param chosen numbers of the cores to use; none = all that the engine has
   * @param engineCores asks the engine how many it has, once, when the first sandbox is started
   */
  Cores(List<Integer> chosen, IntSupplier engineCores) {
    this.chosen = List.copyOf(chosen);
    this.engineCores = engineCores;
  }

  /** How many there are; 0 as long as the engine was not asked. */
  int count() {
    return numbers.size();
  }

  /** The core for another sandbox: where the fewest are. */
  int assign() {
    List<Integer> all = numbers();
    synchronized (cores) {
      int best = all.getFirst();
      for (int number : all) {
        if (core(number).present < core(best).present) {
          best = number;
        }
      }
      core(best).present++;
      return best;
    }
  }

  /** A sandbox on this core is no more. */
  void unassign(int number) {
    synchronized (cores) {
      core(number).present--;
    }
  }

  /** A sandbox on this core has work. */
  void lease(int number) {
    synchronized (cores) {
      core(number).leased++;
    }
  }

  void release(int number) {
    synchronized (cores) {
      core(number).leased--;
    }
  }

  /** How many sandboxes on this core have work. */
  int load(int number) {
    synchronized (cores) {
      return core(number).leased;
    }
  }

  private Core core(int number) {
    return cores.computeIfAbsent(number, _ -> new Core());
  }

  private List<Integer> numbers() {
    List<Integer> known = numbers;
    if (known.isEmpty()) {
      known =
          chosen.isEmpty() ? IntStream.range(0, engineCores.getAsInt()).boxed().toList() : chosen;
      numbers = known;
    }
    return known;
  }
}
