package dev.glovebox.ci.run;

import java.util.Locale;

/** Where a run is: computed from its jobs. */
public enum RunState {
  /** No job has begun. */
  PENDING,
  /** Waits for its turn in its concurrency group. */
  WAITING,
  RUNNING,
  /** Waits until somebody plays a manual job. */
  BLOCKED,
  SUCCESS,
  FAILED,
  CANCELED;

  /** The name in the database and in answers. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static RunState of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }

  /** Whether it is at its end, until somebody retries a job of it. */
  public boolean ended() {
    return compareTo(SUCCESS) >= 0;
  }
}
