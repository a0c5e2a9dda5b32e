package dev.glovebox.ci.report;

/** A file that is no report of tests; the message tells what is wrong and where. */
public final class MalformedReport extends Exception {

  private final int line;

  /**
   * @param line from 1, 0 where it is not known
   */
  MalformedReport(String message, int line) {
    super(message);
    this.line = line;
  }

  public int line() {
    return line;
  }
}
