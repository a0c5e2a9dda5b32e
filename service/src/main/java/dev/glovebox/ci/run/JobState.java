package dev.glovebox.ci.run;

import java.util.Locale;

/** Where a job, or an attempt of it, is. Those at their end never change; a retry is a new try. */
public enum JobState {
  /** Waits for other jobs. */
  CREATED,
  /** Waits until somebody plays it. */
  MANUAL,
  /** Waits for its time. */
  SCHEDULED,
  /** Waits for its resource group, or for its run's turn. */
  WAITING_RESOURCE,
  /** Waits for a worker. */
  QUEUED,
  /** A worker has it: image, source, caches. */
  PREPARING,
  RUNNING,
  /** After-script, caches and artifacts. */
  FINISHING,
  /** Its end is asked for; something of it may still run. */
  CANCELING,
  SUCCESS,
  FAILED,
  CANCELED,
  SKIPPED;

  /** The name in the database and in answers. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static JobState of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }

  /** Whether it is at its end. */
  public boolean ended() {
    return compareTo(SUCCESS) >= 0;
  }

  /** Whether a worker has it. */
  boolean atWork() {
    return compareTo(PREPARING) >= 0 && compareTo(CANCELING) <= 0;
  }

  /** Whether a worker has it or may take it. */
  boolean active() {
    return this == QUEUED || atWork();
  }
}
