package dev.glovebox.submission;

/**
 * An idempotency key came again with a request that asks for something else. Nothing was stored: of
 * a batch, no submission at all.
 */
public final class IdempotencyConflict extends RuntimeException {

  public IdempotencyConflict() {
    super("a submission with this key exists, and it asked for something else");
  }

  /**
   * Lets a repeated request pass.
   *
   * @throws IdempotencyConflict when it asks for something else than the earlier one
   */
  public static void check(SubmissionRequest now, SubmissionRequest earlier) {
    if (!StoredJson.same(now, earlier)) {
      throw new IdempotencyConflict();
    }
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this; // an answer, not a defect
  }
}
