package dev.glovebox.judge;

/**
 * A checker, an interactor or a grader is broken: neither the submission's fault nor the machine's,
 * and trying again would not help. Ends the submission with an internal error and takes the
 * problem's version out of use.
 */
final class JuryFault extends RuntimeException {

  private final String evidence;

  /**
   * @param reason one sentence: which program did what
   * @param evidence what it said, made safe; may be empty
   */
  JuryFault(String reason, String evidence) {
    super(reason);
    this.evidence = evidence;
  }

  String reason() {
    return String.valueOf(getMessage());
  }

  String evidence() {
    return evidence;
  }
}
