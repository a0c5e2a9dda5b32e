package dev.glovebox.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Prints the logs of jobs that run side by side, whole lines one after another. Thread-safe.
 *
 * <p>What programs wrote to standard output goes there, everything else to standard error. A
 * terminal is shown colours and nothing else that it would obey; a file or pipe gets the bytes.
 */
final class LogPrinter {

  /**
   * Where lines go.
   *
   * @param terminal whether it obeys control sequences
   */
  record Channel(PrintStream stream, boolean terminal) {

    /** Standard output of this process. */
    static Channel out() {
      return new Channel(System.out, Terminal.isTerminal(1));
    }

    /** Its standard error. */
    static Channel err() {
      return new Channel(System.err, Terminal.isTerminal(2));
    }
  }

  private final Channel out;
  private final Channel err;
  private final boolean raw;
  private final boolean named;

  /**
   * @param raw whether everything passes as it came
   * @param named whether each line begins with its job's name
   */
  LogPrinter(Channel out, Channel err, boolean raw, boolean named) {
    this.out = out;
    this.err = err;
    this.raw = raw;
    this.named = named;
  }

  /** Output of one attempt of a job. */
  JobPrinter job(String name) {
    return new JobPrinter(
        new JobPrinter.Lines(this, out, name), new JobPrinter.Lines(this, err, name));
  }

  /** A line of this command itself. */
  synchronized void say(String text) {
    err.stream.println(Terminal.harmless(text).strip());
    err.stream.flush();
  }

  boolean raw() {
    return raw;
  }

  /** Whether bytes may pass before their line is whole. */
  boolean passing() {
    return raw && !named;
  }

  synchronized void pass(Channel to, byte[] bytes) {
    to.stream.write(bytes, 0, bytes.length);
    to.stream.flush();
  }

  synchronized void line(Channel to, String job, byte[] line) {
    if (named) {
      to.stream.print("[" + Terminal.harmless(job) + "] ");
    }
    to.stream.write(line, 0, line.length);
    to.stream.write('\n');
    to.stream.flush();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
