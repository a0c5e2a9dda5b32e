package dev.glovebox.sandbox.docker;

import java.util.List;

/**
 * What a sweep did.
 *
 * @param removed ids of containers that nobody owned any more
 * @param retired idle sandboxes given up because of their age or because they were dead
 * @param pending containers whose removal has failed so far and is tried again
 */
public record Swept(List<String> removed, int retired, int pending) {

  public Swept {
    removed = List.copyOf(removed);
  }
}
