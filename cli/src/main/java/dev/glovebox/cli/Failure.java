package dev.glovebox.cli;

/** A command cannot do what it was asked. The message is one or a few sentences for people. */
public final class Failure extends RuntimeException {

  private final transient ExitStatus status;

  public Failure(ExitStatus status, String message) {
    super(message);
    this.status = status;
  }

  public Failure(ExitStatus status, String message, Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  /** What the process ends with. */
  public ExitStatus status() {
    return status;
  }
}
