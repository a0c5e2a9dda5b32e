package dev.glovebox.submission;

import java.time.Duration;
import java.util.Optional;

/**
 * What of the runs is otherwise than usual, for callers whose clients are used to it.
 *
 * @param keptOutputBytes how much of each stream of a run is kept in the result, where the service
 *     keeps no more anyway; not negative
 * @param sourcesInFolder whether the sources lie in the folder in which the program is started, too
 * @param leftFilesBytes how much of the files that the last run leaves in that folder is kept, all
 *     of them together, positive; empty = they are not looked at
 * @param cpuExtra how much CPU time beyond its limit a run may take before it is ended, so that
 *     what it takes is seen; its verdict is a time limit all the same. Not negative; empty = a
 *     little
 */
public record RunExtras(
    int keptOutputBytes,
    boolean sourcesInFolder,
    Optional<Long> leftFilesBytes,
    Optional<Duration> cpuExtra) {
  public RunExtras {
    if (keptOutputBytes < 0) {
      throw new IllegalArgumentException("keptOutputBytes is negative: " + keptOutputBytes);
    }
    if (leftFilesBytes.filter(most -> most <= 0).isPresent()) {
      throw new IllegalArgumentException("leftFilesBytes is not positive: " + leftFilesBytes);
    }
    if (cpuExtra.filter(Duration::isNegative).isPresent()) {
      throw new IllegalArgumentException("cpuExtra is negative: " + cpuExtra);
    }
  }
}
