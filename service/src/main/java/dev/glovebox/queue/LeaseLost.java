package dev.glovebox.queue;

/** Somebody else has the job by now; what was done under the old lease is void. */
public final class LeaseLost extends RuntimeException {
  public LeaseLost(Lease lease) {
    super("job %d: epoch %d is no longer the current one".formatted(lease.job(), lease.epoch()));
  }
}
