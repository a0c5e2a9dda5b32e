package dev.glovebox.sandbox.docker;

import dev.glovebox.sandbox.job.JobOutput;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Takes the report of a job's PID 1, see {@code supervisor/src/job.c}, out of the end of standard
 * error. Its start is a secret that nothing else in the container knows.
 */
final class JobReport implements JobOutput {

  /** Ours is shorter; whoever found the secret out fills nothing. */
  private static final int LONGEST = 1024;

  private final byte[] mark;
  private final JobOutput output;
  private final ByteArrayOutputStream report = new ByteArrayOutputStream();
  private int matched;

  /**
   * @param secret what the report starts with, after a NUL
   */
  JobReport(String secret, JobOutput output) {
    this.mark = ('\0' + secret + ' ').getBytes(StandardCharsets.US_ASCII);
    this.output = output;
  }

  @Override
  public void write(boolean error, byte[] bytes, int offset, int length) {
    if (!error) {
      output.write(false, bytes, offset, length);
      return;
    }
    int from = offset;
    int end = offset + length;
    for (int at = offset; at < end; at++) {
      if (matched == mark.length) {
        report.write(bytes, at, Math.min(end - at, LONGEST - report.size()));
        return;
      }
      if (bytes[at] == mark[matched]) {
        if (matched == 0) {
          pass(bytes, from, at);
        }
        matched++;
        from = at + 1;
      } else if (matched > 0) {
        // The mark's first byte occurs nowhere else in it: no match can start inside another.
        output.write(true, mark, 0, matched);
        matched = 0;
        from = at;
        at--;
      }
    }
    if (matched == 0) {
      pass(bytes, from, end);
    }
  }

  private void pass(byte[] bytes, int from, int to) {
    if (to > from) {
      output.write(true, bytes, from, to - from);
    }
  }

  /** The numbers of the report by name, or empty where there was none. */
  Optional<Map<String, Long>> numbers() {
    if (matched < mark.length) {
      if (matched > 0) {
        output.write(true, mark, 0, matched);
      }
      return Optional.empty();
    }
    Map<String, Long> numbers = new HashMap<>();
    for (String word : report.toString(StandardCharsets.US_ASCII).strip().split(" ", -1)) {
      int equals = word.indexOf('=');
      if (equals > 0 && word.substring(equals + 1).matches("[0-9]{1,18}")) {
        numbers.put(word.substring(0, equals), Long.parseLong(word.substring(equals + 1)));
      }
    }
    return Optional.of(numbers);
  }
}
