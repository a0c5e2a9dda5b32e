package dev.glovebox.ci.execute;

/** Asks an attempt to end early. */
public interface Cancellation {

  /** How hard an end is asked for. */
  enum Mode {
    NONE,
    /** TERM, the grace time, KILL; then the after-script and what is kept always. */
    GRACEFUL,
    /** KILL, and nothing more. */
    FORCE
  }

  /** What is asked for now; it never goes back. */
  Mode mode();

  /**
   * What to call, from another thread, each time the mode has risen; called at once where it has
   * risen before. Replaces the former one.
   */
  void onRise(Runnable listener);
}
