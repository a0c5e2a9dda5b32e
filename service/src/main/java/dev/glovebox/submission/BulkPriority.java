package dev.glovebox.submission;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/**
 * Moves what a filter selects to another priority band, however much that is, at once. Only what
 * waits moves: what runs has its place, and so has what is tried again later. Thread-safe.
 */
public interface BulkPriority {

  /**
   * Moves. A submission keeps the time that it has waited.
   *
   * @param filter whether it runs is of no importance
   * @return how many waited, and are in that band now
   */
  int move(BulkCancel.Filter filter, Priority to);

  /**
   * Moves these, as far as they wait.
   *
   * @param submissions ids
   * @return those that are in that band now
   */
  Set<UUID> move(Collection<UUID> submissions, Priority to);
}
