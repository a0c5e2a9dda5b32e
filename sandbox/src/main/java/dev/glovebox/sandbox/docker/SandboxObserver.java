package dev.glovebox.sandbox.docker;

import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.SandboxSpec;
import java.time.Duration;

/**
 * Is told what the pool does, for metrics. Called from many threads, so implementations are
 * thread-safe and quick.
 *
 * <p>Sums: every {@link #started} is followed by exactly one {@link #destroyed}; the number of
 * {@link #acquired} is that of all successful acquisitions; those with {@link Source#REUSED} need
 * no start of their own.
 */
public interface SandboxObserver {

  /** Does nothing. */
  SandboxObserver NONE = new SandboxObserver() {};

  /** Where a sandbox came from. */
  enum Source {
    /** It was started for this acquisition, which waited. */
    COLD,
    /** It was waiting, unused. */
    WARM,
    /** It had served the same tenant. */
    REUSED
  }

  /** Why a sandbox was destroyed. */
  enum End {
    /** It has served. */
    USED,
    /**
     * It should have been kept for its tenant, but something in its runs or their end spoke
     * against.
     */
    DOUBTFUL,
    /** It was idle for too long, or there were too many. */
    RETIRED,
    /** Its supervisor went away, or it was killed from outside. */
    LOST
  }

  /**
   * A sandbox has started.
   *
   * @param container from asking the engine to create it to the attached stream
   * @param ready from there to the supervisor's greeting
   */
  default void started(SandboxSpec spec, Duration container, Duration ready) {}

  /** A sandbox could not be started. */
  default void failed(SandboxSpec spec, SandboxException.Kind kind) {}

  /** A sandbox was handed out after this wait. */
  default void acquired(SandboxSpec spec, Source source, Duration waited) {}

  /** A sandbox's container is given up; its removal follows. */
  default void destroyed(SandboxSpec spec, End end) {}
}
