package dev.glovebox.judge0;

/** There is nothing of this name here. */
final class NotFound extends RuntimeException {
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this; // an answer, not a defect
  }
}
