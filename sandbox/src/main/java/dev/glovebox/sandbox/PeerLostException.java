package dev.glovebox.sandbox;

/**
 * The sandbox of a peer, where it has one of its own, could not do its work: never the program's
 * doing. The cause is what its sandbox said.
 */
public final class PeerLostException extends RuntimeException {

  private final SandboxException.Kind kind;

  PeerLostException(SandboxException cause) {
    super("the peer's sandbox: " + cause.getMessage(), cause);
    this.kind = cause.kind();
  }

  /** What kind of fault it was. */
  public SandboxException.Kind kind() {
    return kind;
  }
}
