package dev.glovebox.api;

import dev.glovebox.submission.BulkCancel;
import java.util.ArrayList;
import java.util.List;

/** Notes what was asked for; says that three waited and one ran. */
final class FakeBulkCancel implements BulkCancel {

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
}
