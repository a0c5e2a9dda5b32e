package dev.glovebox.problem;

/** How the judge talks with a checker or an interactor. */
public enum CheckerProtocol {
  /**
   * Output validator of the Kattis/ICPC problem package formats: {@code input answer feedback/
   * arguments…}, the team's output on standard input, exit codes 42 and 43.
   */
  KATTIS,
  /** testlib: {@code input output answer}, exit codes 0 to 8 and from 50 on. */
  TESTLIB,
  /** The same, with {@code -appes}: the message is in a report, as XML. */
  TESTLIB_APPES,
  /** CMS: {@code input answer output}, the outcome from 0 to 1 on standard output. */
  CMS
}
