package dev.glovebox.dashboard;

/** There is no such thing, or whoever asks must not see it, which is the same. */
final class NotThere extends RuntimeException {
  private static final long serialVersionUID = 1;

  NotThere() {
    super("not there");
  }
}
