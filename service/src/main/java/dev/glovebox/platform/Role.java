package dev.glovebox.platform;

/** What a process of the service does. One process may do everything. */
public enum Role {
  /** Answers REST requests. */
  API,
  /** Runs submissions. */
  WORKER
}
