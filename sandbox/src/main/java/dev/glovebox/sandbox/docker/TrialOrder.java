package dev.glovebox.sandbox.docker;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;

/**
 * Which of several images is tried first: the one that worked last, then those nothing bad is known
 * of, and those that failed at the end, the one that failed longest ago first. An image that starts
 * and never greets takes all the time that there is for an answer; as the first each time, it would
 * make the engine look ill for ever. Used by one thread at a time.
 */
final class TrialOrder {

  private String worked = "";
  private final SequencedSet<String> failed = new LinkedHashSet<>();

  List<String> of(List<String> images) {
    List<String> order = new ArrayList<>(images.size());
    if (images.contains(worked)) {
      order.add(worked);
    }
    images.stream().filter(i -> !i.equals(worked) && !failed.contains(i)).forEach(order::add);
    failed.stream().filter(images::contains).forEach(order::add);
    failed.retainAll(Set.copyOf(images));
    return order;
  }

  void worked(String image) {
    worked = image;
    failed.remove(image);
  }

  void failed(String image) {
    if (image.equals(worked)) {
      worked = "";
    }
    failed.remove(image);
    failed.addLast(image);
  }
}
