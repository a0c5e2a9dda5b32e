package dev.glovebox.drill;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What must be seen of a test or of a whole submission. An internal error is never among it.
 *
 * @param verdicts allowed codes; empty = any
 * @param limits which limit may have fired; empty = any or none
 * @param exitCode the one it must end with
 * @param signal the one it must be ended by
 * @param stdout patterns on standard output
 * @param stderr patterns on standard error
 * @param compile patterns on the compiler's output
 * @param stdoutBytes the whole of standard output
 * @param forbidden patterns that no stream may show
 */
public record Expectation(
    Set<String> verdicts,
    Set<String> limits,
    Optional<Integer> exitCode,
    Optional<Integer> signal,
    Patterns stdout,
    Patterns stderr,
    Patterns compile,
    Optional<byte[]> stdoutBytes,
    List<Pattern> forbidden) {

  private static final Set<String> OUR_FAULTS = Set.of("JE", "CAN", "");

  /**
   * @param contains each must be found
   * @param lacks none may be found
   */
  public record Patterns(List<Pattern> contains, List<Pattern> lacks) {

    private List<String> texts(String stream) {
      var texts = new ArrayList<String>();
      contains.forEach(pattern -> texts.add("%s shows /%s/".formatted(stream, pattern)));
      lacks.forEach(pattern -> texts.add("%s lacks /%s/".formatted(stream, pattern)));
      return texts;
    }

    private List<String> complaints(String stream, String text) {
      var complaints = new ArrayList<String>();
      for (Pattern pattern : contains) {
        if (!pattern.matcher(text).find()) {
          complaints.add("%s lacks /%s/".formatted(stream, pattern));
        }
      }
      for (Pattern pattern : lacks) {
        if (pattern.matcher(text).find()) {
          complaints.add("%s shows /%s/".formatted(stream, pattern));
        }
      }
      return complaints;
    }
  }

  /** What is expected, in words. */
  public String text() {
    var parts = new ArrayList<String>();
    parts.add(verdicts.isEmpty() ? "any verdict but our own fault" : String.join(" or ", verdicts));
    if (!limits.isEmpty()) {
      parts.add("by the limit " + String.join(" or ", limits));
    }
    exitCode.ifPresent(code -> parts.add("exit code " + code));
    signal.ifPresent(number -> parts.add("signal " + number));
    stdoutBytes.ifPresent(bytes -> parts.add("exactly %d bytes of output".formatted(bytes.length)));
    parts.addAll(stdout.texts("standard output"));
    parts.addAll(stderr.texts("standard error"));
    parts.addAll(compile.texts("the compiler's output"));
    forbidden.forEach(pattern -> parts.add("no stream shows /%s/".formatted(pattern)));
    return String.join("; ", parts);
  }

  /** What is wrong with the submission as a whole; empty = nothing. */
  public List<String> complaints(Seen seen) {
    var complaints = new ArrayList<>(verdict("the verdict", seen.verdict()));
    complaints.addAll(compile.complaints("the compiler's output", seen.compileOutput()));
    return complaints;
  }

  /** What is wrong with one test; empty = nothing. */
  public List<String> complaints(Seen.Test test) {
    var complaints = new ArrayList<>(verdict("its verdict", test.verdict()));
    if (!limits.isEmpty() && test.limit().filter(limits::contains).isEmpty()) {
      complaints.add("the limit that fired is %s, not of %s".formatted(test.limit(), limits));
    }
    if (exitCode.isPresent() && !exitCode.equals(test.exitCode())) {
      complaints.add("the exit code is %s, not %s".formatted(test.exitCode(), exitCode));
    }
    if (signal.isPresent() && !signal.equals(test.signal())) {
      complaints.add("the signal is %s, not %s".formatted(test.signal(), signal));
    }
    if (stdoutBytes.isPresent() && !Arrays.equals(stdoutBytes.get(), test.stdout())) {
      complaints.add(
          "the output is not the bytes expected but %s"
              .formatted(Base64.getEncoder().encodeToString(test.stdout())));
    }
    complaints.addAll(stdout.complaints("standard output", test.stdoutText()));
    complaints.addAll(stderr.complaints("standard error", test.stderrText()));
    for (Pattern pattern : forbidden) {
      var found = pattern.matcher(test.stdoutText() + "\n" + test.stderrText());
      if (found.find()) {
        complaints.add("the program got through: " + line(found.start(), test));
      }
    }
    return complaints;
  }

  private List<String> verdict(String which, String code) {
    if (OUR_FAULTS.contains(code)) {
      return List.of("%s is our own fault: \"%s\"".formatted(which, code));
    }
    if (!verdicts.isEmpty() && !verdicts.contains(code)) {
      return List.of("%s is %s, not of %s".formatted(which, code, verdicts));
    }
    return List.of();
  }

  private static String line(int at, Seen.Test test) {
    String text = test.stdoutText() + "\n" + test.stderrText();
    int end = text.indexOf('\n', at);
    return text.substring(at, end < 0 ? text.length() : Math.min(end, at + 300));
  }
}
