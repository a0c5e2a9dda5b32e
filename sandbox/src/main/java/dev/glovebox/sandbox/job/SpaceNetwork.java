package dev.glovebox.sandbox.job;

/** What the containers of an attempt reach. */
public enum SpaceNetwork {
  /** Nothing. */
  NONE,
  /** Each other, by name. */
  INTERNAL,
  /** Each other, and what the way out lets through, see {@link JobSpace#openWayOut}. */
  PROXIED
}
