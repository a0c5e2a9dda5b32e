package dev.glovebox.sandbox.job;

/** What came of fetching an image. */
public sealed interface Pulled {

  /** It is here. */
  record Here(JobImage image) implements Pulled {}

  /**
   * It is not.
   *
   * @param message of the engine or the registry, escaped
   */
  record Failed(Reason reason, String message) implements Pulled {}

  /** It was broken off. */
  record BrokenOff() implements Pulled {}

  /** Why an image could not be fetched. */
  enum Reason {
    /** There is no such image, or none for this platform. */
    NOT_FOUND,
    /** The registry wants a login, or another one. */
    DENIED,
    /** The registry has had enough for now. */
    RATE_LIMITED,
    /** It has more bytes than an image may have. */
    TOO_LARGE,
    /** The registry can't be reached, or broke off: another time may be better. */
    UNAVAILABLE
  }
}
