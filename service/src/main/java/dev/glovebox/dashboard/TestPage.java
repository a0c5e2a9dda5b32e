package dev.glovebox.dashboard;

import dev.glovebox.submission.CapturedOutput;
import dev.glovebox.submission.SubmissionView;
import dev.glovebox.submission.TestCase;
import dev.glovebox.submission.TestResult;
import dev.glovebox.submission.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One test as it is shown.
 *
 * @param submission it belongs to
 * @param result what came of it
 * @param name for people; empty = it has none
 * @param message why it ended so, made legible; may be empty
 * @param diff expected against got; empty where nothing was expected or nothing differs
 * @param streams what went in and came out
 */
record TestPage(
    UUID submission,
    TestResult result,
    String name,
    String message,
    List<LineDiff.Line> diff,
    List<Stream> streams) {

  /** Bytes of a stream that a page shows. */
  static final int MOST_SHOWN = 32 * 1024;

  /**
   * A stream.
   *
   * @param name for people
   * @param download last part of the address of all that was kept; empty = there is none
   * @param text made legible
   * @param bytes how many there were
   * @param truncated whether the text is not all there was
   */
  record Stream(
      String name, Optional<String> download, String text, long bytes, boolean truncated) {

    private static Stream given(String name, byte[] bytes) {
      return new Stream(
          name,
          Optional.empty(),
          Legible.of(bytes, MOST_SHOWN),
          bytes.length,
          bytes.length > MOST_SHOWN);
    }

    private static Stream written(String name, String download, CapturedOutput output) {
      return new Stream(
          name,
          Optional.of(download),
          Legible.of(output.prefix(), MOST_SHOWN),
          output.totalBytes(),
          output.totalBytes() > MOST_SHOWN);
    }
  }

  static TestPage of(SubmissionView view, TestResult result) {
    List<TestCase> cases = view.submission().request().tests();
    Optional<TestCase> test =
        result.number() <= cases.size()
            ? Optional.of(cases.get(result.number() - 1))
            : Optional.empty();
    var streams = new java.util.ArrayList<Stream>();
    test.ifPresent(asked -> streams.add(Stream.given("Input", asked.input())));
    test.flatMap(TestCase::expected)
        .ifPresent(expected -> streams.add(Stream.given("Expected output", expected)));
    result
        .run()
        .ifPresent(run -> {
          streams.add(Stream.written("Standard output", "stdout", run.stdout()));
          streams.add(Stream.written("Standard error", "stderr", run.stderr()));
        });
    return new TestPage(
        view.submission().id().value(),
        result,
        result
            .ofProblem()
            .map(of -> Legible.of(of.path()))
            .or(() -> test.map(asked -> Legible.of(asked.name())))
            .orElse(""),
        Legible.of(result.message()),
        diff(test, result),
        List.copyOf(streams));
  }

  /** The first test that went wrong, or the first of all. */
  static Optional<TestPage> worthShowing(SubmissionView view) {
    List<TestResult> tests = view.result().map(result -> result.tests()).orElse(List.of());
    return tests.stream()
        .filter(test -> test.verdict() != Verdict.ACCEPTED && test.verdict() != Verdict.SKIPPED)
        .findFirst()
        .or(() -> tests.stream().findFirst())
        .map(test -> of(view, test));
  }

  private static List<LineDiff.Line> diff(Optional<TestCase> test, TestResult result) {
    if (result.verdict() == Verdict.ACCEPTED
        || result.run().isEmpty()
        || test.flatMap(TestCase::expected).isEmpty()) {
      return List.of();
    }
    byte[] got = result.run().get().stdout().prefix();
    byte[] expected = test.flatMap(TestCase::expected).orElseThrow();
    return LineDiff.of(raw(expected), raw(got)).stream()
        .map(line -> new LineDiff.Line(line.side(), Legible.of(line.text())))
        .toList();
  }

  private static String raw(byte[] bytes) {
    return new String(bytes, 0, Math.min(bytes.length, MOST_SHOWN), StandardCharsets.UTF_8);
  }
}
