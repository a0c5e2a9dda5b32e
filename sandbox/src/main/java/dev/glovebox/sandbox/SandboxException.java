package dev.glovebox.sandbox;

/**
 * A sandbox could not do its work: the engine's fault or ours, and the work should be tried again
 * in another sandbox. Only {@link Kind#OUT_OF_MEMORY} is what a program can bring about.
 */
public final class SandboxException extends RuntimeException {

  private final Kind kind;

  public SandboxException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public SandboxException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What kind of fault it was, for counting. */
  public Kind kind() {
    return kind;
  }

  /** Kinds of faults. */
  public enum Kind {
    /** The engine does not answer, or refuses. */
    ENGINE,
    /** The image is not there (any more). */
    IMAGE_MISSING,
    /** The engine has no runtime for this tier. */
    TIER_UNAVAILABLE,
    /** The supervisor or its container went away in the middle of something. */
    LOST,
    /** The supervisor said something that the protocol does not allow. */
    PROTOCOL,
    /** A run did not end in its time although the supervisor should have ended it. */
    OVERDUE,
    /**
     * The sandbox has no room left within its memory limit: the supervisor itself was ended for
     * want of memory, or what is in the sandbox already takes more than the limit it was to get.
     */
    OUT_OF_MEMORY,
    /** The files under {@code /box/app} are more than can be fetched. */
    TOO_LARGE;

    /**
     * Whether an engine that is down, or hangs, shows like this. It may still have been the image's
     * or the program's doing: {@link dev.glovebox.sandbox.docker.DockerSandboxes#probe} tells.
     */
    public boolean mayBeEngines() {
      return switch (this) {
        case ENGINE, LOST, PROTOCOL, OVERDUE -> true;
        case IMAGE_MISSING, TIER_UNAVAILABLE, OUT_OF_MEMORY, TOO_LARGE -> false;
      };
    }
  }
}
