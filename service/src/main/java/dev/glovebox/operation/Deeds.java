package dev.glovebox.operation;

import dev.glovebox.ci.run.RunRefused;
import dev.glovebox.ci.run.Runs;
import dev.glovebox.operation.Deed.InPieces.Piece;
import dev.glovebox.operation.Operation.Kind;
import dev.glovebox.rejudging.Rejudging;
import dev.glovebox.rejudging.RejudgingRequest;
import dev.glovebox.rejudging.Rejudgings;
import dev.glovebox.submission.BulkCancel;
import dev.glovebox.submission.BulkPriority;
import dev.glovebox.submission.SubmissionId;
import dev.glovebox.submission.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What operations of each kind do, by the packages whose business it is. */
record Deeds(BulkCancel cancelling, BulkPriority moving, Runs runs, Rejudgings rejudgings) {

  /** Up to here it is one statement: nothing of it begins between two. */
  private static final int CANCELLED_AT_ONCE = 20_000;

  private static final int MOVED_AT_ONCE = 5_000;
  private static final int RETRIED_AT_ONCE = 20;

  Deed of(Kind kind) {
    return switch (kind) {
      case CANCEL -> new Deed.AtOnce(CANCELLED_AT_ONCE, this::cancel);
      case PRIORITY -> new Deed.AtOnce(MOVED_AT_ONCE, this::move);
      case RETRY -> new Deed.AtOnce(RETRIED_AT_ONCE, this::retry);
      case REQUEUE ->
          new Deed.InPieces(
              RejudgingRequest.MOST_SUBMISSIONS, this::judgeAgain, this::putResults, this::discard);
    };
  }

  private Came cancel(Operation operation, List<Item> items) {
    return Came.of(
        items, cancelling.cancel(subjects(items), operation.reason()), "it had ended before");
  }

  private Came move(Operation operation, List<Item> items) {
    return Came.of(
        items,
        moving.move(subjects(items), operation.priority().orElseThrow()),
        "it did not wait any more");
  }

  private Came retry(Operation operation, List<Item> items) {
    var done = new ArrayList<Item>();
    var leftOut = new ArrayList<Came.Noted>();
    for (Item job : items) {
      try {
        runs.retryJob(job.tenant(), job.subject());
        done.add(job);
      } catch (RunRefused refused) {
        leftOut.add(new Came.Noted(job, String.valueOf(refused.getMessage())));
      }
    }
    return new Came(done, leftOut, List.of());
  }

  private void judgeAgain(Operation operation, UUID id, UUID tenant, List<Item> items) {
    var request =
        new RejudgingRequest(
            operation.reason(),
            items.stream().map(item -> new SubmissionId(item.subject())).toList(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Set.of(Verdict.INTERNAL_ERROR),
            Optional.empty(),
            Optional.empty(),
            1);
    rejudgings.beginOnce(id, tenant, request, "{\"operation\":\"%s\"}".formatted(operation.id()));
  }

  /** Results that are internal errors again replace nothing. */
  private Came putResults(Piece piece) {
    UUID id = piece.id();
    Optional<Rejudging> rejudging = rejudgings.find(piece.tenant(), id);
    if (rejudging.isEmpty()) {
      return Came.failed(piece.items().get(), "its rejudging is gone");
    }
    return switch (rejudging.get().state()) {
      case RUNNING -> Came.NOTHING;
      case READY -> rejudgings.apply(piece.tenant(), id) ? applied(piece) : Came.NOTHING;
      case APPLIED -> applied(piece);
      case DISCARDED ->
          Came.failed(piece.items().get(), "its rejudging %s was discarded".formatted(id));
    };
  }

  /** One that was applied already stays so. */
  private Came discard(Piece piece, String why) {
    rejudgings.discard(piece.tenant(), piece.id());
    return rejudgings
        .find(piece.tenant(), piece.id())
        .filter(rejudging -> rejudging.state() == Rejudging.State.APPLIED)
        .map(_ -> applied(piece))
        .orElseGet(() -> Came.leftOut(piece.items().get(), why));
  }

  private Came applied(Piece piece) {
    Set<UUID> replaced = rejudgings.replaced(piece.id());
    var done = new ArrayList<Item>();
    var failed = new ArrayList<Came.Noted>();
    for (Item item : piece.items().get()) {
      if (replaced.contains(item.subject())) {
        done.add(item);
      } else {
        failed.add(new Came.Noted(item, "it could not be judged again; rejudging " + piece.id()));
      }
    }
    return new Came(done, List.of(), failed);
  }

  private static List<UUID> subjects(List<Item> items) {
    return items.stream().map(Item::subject).toList();
  }
}
