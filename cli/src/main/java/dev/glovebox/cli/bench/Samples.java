package dev.glovebox.cli.bench;

import java.util.Arrays;
import java.util.Collection;

/**
 * Measured values of one kind, sorted. Microseconds, unless a scenario says otherwise.
 *
 * @param sorted at least one value
 */
record Samples(long[] sorted) {

  Samples {
    if (sorted.length == 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    sorted = sorted.clone();
    Arrays.sort(sorted);
  }

  static Samples of(Collection<Long> values) {
    return new Samples(values.stream().mapToLong(Long::longValue).toArray());
  }

  double median() {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : (sorted[middle - 1] + (double) sorted[middle]) / 2;
  }

  /** The smallest value that at least this share of all values does not exceed. */
  long percentile(double share) {
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
  }
}
