package dev.glovebox.ci.store;

/** Something that is not taken into the store; the message tells why. */
public final class StoreRefused extends Exception {

  /** Why, for programs. */
  public enum Reason {
    NOT_AN_ARCHIVE,
    /** The tenant's part of the store is full. */
    FULL,
    /** It is at its end. */
    OVER
  }

  private final Reason reason;

  StoreRefused(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
