package dev.glovebox.drill;

import dev.glovebox.sandbox.SandboxFacts;
import dev.glovebox.submission.SubmissionResult;
import dev.glovebox.submission.TestResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What came of a submission.
 *
 * @param verdict code of the submission's verdict
 * @param compileOutput empty when nothing was compiled
 * @param tests in order; empty when compilation failed
 * @param container the engine's id of the container it ran in; empty when none is named
 */
public record Seen(
    String verdict, String compileOutput, List<Test> tests, Optional<String> container) {

  private static final int MOST_TOLD = 8;

  /**
   * What was seen of one test.
   *
   * @param verdict its code
   * @param limit which limit fired
   * @param exitCode when it ended by itself
   * @param signal when it was ended by one
   * @param stdout standard output, as far as it is kept
   * @param stderr standard error, as far as it is kept
   */
  public record Test(
      String verdict,
      Optional<String> limit,
      Optional<Integer> exitCode,
      Optional<Integer> signal,
      byte[] stdout,
      byte[] stderr) {

    private static final byte[] NOTHING = new byte[0];

    static Test of(TestResult result) {
      Optional<TestResult.Measured> run = result.run();
      return new Test(
          result.verdict().code(),
          run.flatMap(TestResult.Measured::limit).map(Enum::name),
          run.flatMap(TestResult.Measured::exitCode),
          run.flatMap(TestResult.Measured::signal),
          run.map(measured -> measured.stdout().prefix()).orElse(NOTHING),
          run.map(measured -> measured.stderr().prefix()).orElse(NOTHING));
    }

    /** Standard output as text; what is no text is replaced. */
    public String stdoutText() {
      return new String(stdout, StandardCharsets.UTF_8);
    }

    /** Standard error as text; what is no text is replaced. */
    public String stderrText() {
      return new String(stderr, StandardCharsets.UTF_8);
    }

    private String text() {
      var parts = new ArrayList<String>();
      limit.ifPresent(name -> parts.add("limit " + name));
      exitCode.ifPresent(code -> parts.add("exit code " + code));
      signal.ifPresent(number -> parts.add("signal " + number));
      return parts.isEmpty() ? verdict : "%s (%s)".formatted(verdict, String.join(", ", parts));
    }
  }

  /** Of a stored result. */
  public static Seen of(SubmissionResult result) {
    return new Seen(
        result.verdict().code(),
        result
            .compile()
            .map(compile -> new String(compile.output().prefix(), StandardCharsets.UTF_8))
            .orElse(""),
        result.tests().stream().map(Test::of).toList(),
        result.sandbox().map(SandboxFacts::sandbox));
  }

  /** A few words on it; no output. */
  public String text() {
    if (tests.isEmpty()) {
      return verdict;
    }
    String first =
        tests.stream().limit(MOST_TOLD).map(Test::text).collect(Collectors.joining(", "));
    return tests.size() > MOST_TOLD
        ? "%s and %d more tests".formatted(first, tests.size() - MOST_TOLD)
        : first;
  }
}
