package dev.glovebox.ci.run;

/** What was asked of a run or a job can't be done; nothing has changed. */
public final class RunRefused extends RuntimeException {

  /** Why. */
  public enum Reason {
    /** The idempotency key belongs to another request. */
    KEY_REUSED,
    /** The concurrency group is full. */
    GROUP_FULL,
    /** The run or job is not in a state in which that can be done. */
    WRONG_STATE,
    /** Names in the plan contain what can't be stored. */
    NOT_STORABLE
  }

  private final Reason reason;

  RunRefused(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this; // an answer, not a defect
  }
}
