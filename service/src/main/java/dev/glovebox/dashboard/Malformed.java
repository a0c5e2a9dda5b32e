package dev.glovebox.dashboard;

/** An address or a form says something that means nothing. */
final class Malformed extends RuntimeException {
  private static final long serialVersionUID = 1;

  Malformed(String parameter) {
    super(parameter + " has no valid value");
  }
}
