package dev.glovebox.judge0;

/** A request that can't be read at all. */
final class BadRequest extends RuntimeException {
  BadRequest(Throwable cause) {
    super(cause);
  }
}
