package dev.glovebox.submission;

/**
 * What the judge says of a test or of a whole submission. Codes are stable: they are stored and
 * sent.
 *
 * <p>{@link #INTERNAL_ERROR} is always our own fault, every other one the program's or its
 * author's.
 */
public enum Verdict {
  ACCEPTED("AC", "accepted"),
  WRONG_ANSWER("WA", "wrong answer"),
  PRESENTATION_ERROR("PE", "right but for its format"),
  NO_OUTPUT("NO", "no output"),
  TIME_LIMIT("TLE", "CPU time limit exceeded"),
  WALL_LIMIT("WTLE", "wall clock limit exceeded"),
  MEMORY_LIMIT("MLE", "memory limit exceeded"),
  OUTPUT_LIMIT("OLE", "output limit exceeded"),
  RUNTIME_ERROR("RTE", "runtime error"),
  SECURITY_VIOLATION("SV", "forbidden system call"),
  COMPILE_ERROR("CE", "compile error"),
  SKIPPED("SK", "not run, an earlier test decided"),
  CANCELLED("CAN", "cancelled"),
  INTERNAL_ERROR("JE", "the judge's own fault");

  private final String code;
  private final String text;

  Verdict(String code, String text) {
    this.code = code;
    this.text = text;
  }

  /** Short stable code, upper case. */
  public String code() {
    return code;
  }

  /** A few words for people. */
  public String text() {
    return text;
  }
}
