package dev.glovebox.api;

import dev.glovebox.submission.BulkCancel;
import dev.glovebox.submission.BulkPriority;
import dev.glovebox.submission.Priority;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Notes what was asked for; says that three waited and one ran, or that two were moved. */
final class FakeBulkCancel implements BulkCancel, BulkPriority {

  final List<Filter> asked = new ArrayList<>();
  final List<String> reasons = new ArrayList<>();

  @Override
  public long count(Filter filter) {
    return 4;
  }

  @Override
  public Cancelled cancel(Filter filter, String reason) {
    asked.add(filter);
    reasons.add(reason);
    return new Cancelled(3, 1);
  }

  @Override
  public Set<UUID> cancel(Collection<UUID> submissions, String reason) {
    return Set.copyOf(submissions);
  }

  @Override
  public int move(Filter filter, Priority to) {
    asked.add(filter);
    reasons.add("to " + to);
    return 2;
  }

  @Override
  public Set<UUID> move(Collection<UUID> submissions, Priority to) {
    return Set.copyOf(submissions);
  }
}
