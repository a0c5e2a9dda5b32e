package dev.glovebox.submission;

/**
 * What of the runs is otherwise than usual, for callers whose clients are used to it.
 *
 * @param keptOutputBytes how much of each stream of a run is kept in the result, where the service
 *     keeps no more anyway; not negative
 * @param sourcesInFolder whether the sources lie in the folder in which the program is started, too
 */
public record RunExtras(int keptOutputBytes, boolean sourcesInFolder) {
  public RunExtras {
    if (keptOutputBytes < 0) {
      throw new IllegalArgumentException("keptOutputBytes is negative: " + keptOutputBytes);
    }
  }
}
