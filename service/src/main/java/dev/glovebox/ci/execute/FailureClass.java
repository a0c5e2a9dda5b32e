package dev.glovebox.ci.execute;

/** Whose failure it was. */
public enum FailureClass {
  /** The script's: an exit code that is not 0. */
  SCRIPT,
  /** A limit of time, memory, processes, disk or artifacts. */
  LIMIT,
  /** Something that policy does not allow. */
  POLICY,
  /** The image could not be had. */
  IMAGE,
  /** Our own: tried again elsewhere. */
  INFRA,
  /** A service did not get ready, or ended. */
  SERVICE
}
