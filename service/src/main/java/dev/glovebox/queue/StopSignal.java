package dev.glovebox.queue;

/** Tells a handler that its job was cancelled or its lease lost. */
public interface StopSignal {

  /** Whether to stop now. */
  boolean stopped();

  /**
   * What to call, from another thread and at most once, when the job is to stop; called at once
   * when it already is. Replaces the former one.
   */
  void onStop(Runnable interrupt);
}
