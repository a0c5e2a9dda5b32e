package dev.glovebox.judge;

import dev.glovebox.queue.Lease;
import dev.glovebox.queue.StopSignal;
import dev.glovebox.submission.Submission;
import dev.glovebox.submission.SubmissionId;
import dev.glovebox.submission.SubmissionRequest;
import dev.glovebox.submission.SubmissionResult;
import dev.glovebox.submission.SubmissionStore;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Judges a program in this process, now: by the judge that judges submissions and in the same
 * sandboxes, but past the queue, and nothing of it is stored. For what the service wants to know of
 * its own sandboxes. Thread-safe.
 */
public final class JudgeHere {

  /** In whose name it is judged; never a tenant that submits anything. */
  private static final UUID TENANT = new UUID(0, 0);

  private final Function<SubmissionStore, JudgeHandler> judges;
  private final Supplier<UUID> ids;

  JudgeHere(Function<SubmissionStore, JudgeHandler> judges, Supplier<UUID> ids) {
    this.judges = judges;
    this.ids = ids;
  }

  /**
   * Judges, in a sandbox of its own.
   *
   * @param request with tests of its own, against no problem
   * @param worker which judges
   * @throws dev.glovebox.queue.InfrastructureFault when no sandbox can be had
   */
  public SubmissionResult judge(SubmissionRequest request, String worker) {
    SubmissionId id = new SubmissionId(ids.get());
    var store = new PassingSubmission(new Submission(id, TENANT, request, Instant.EPOCH));
    judges
        .apply(store)
        .handle(
            new Lease(0, id.value(), JudgeHandler.KIND, TENANT, 1, worker, 1), new NeverStops());
    return store.result();
  }

  private static final class NeverStops implements StopSignal {
    @Override
    public boolean stopped() {
      return false;
    }

    @Override
    public void onStop(Runnable interrupt) {
      // nobody asks it to stop: its limits end it
    }
  }
}
