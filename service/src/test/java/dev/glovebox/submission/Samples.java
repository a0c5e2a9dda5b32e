package dev.glovebox.submission;

import dev.glovebox.sandbox.IsolationTier;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Requests and results for tests. */
final class Samples {

  private Samples() {}

  static SubmissionRequest request() {
    return request("python", Priority.NORMAL, Optional.empty());
  }

  static SubmissionRequest request(String language, Priority priority, Optional<String> key) {
    return new SubmissionRequest(
        language,
        List.of(new SourceFile("main.py", bytes("print('hello')"))),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(new TestCase("", bytes(""), Optional.empty(), new Comparison.TrimLines())),
        new ExecutionLimits(
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            256L << 20,
            64,
            1L << 20,
            1L << 20,
            Optional.empty()),
        IsolationTier.CONTAINER,
        priority,
        false,
        false,
        false,
        Map.of(),
        key);
  }

  /** With tests of that many bytes each, as much for the input as for the expected output. */
  static SubmissionRequest large(int tests, int bytes) {
    SubmissionRequest small = request();
    return new SubmissionRequest(
        small.language(),
        small.sources(),
        small.main(),
        small.compileOptions(),
        small.arguments(),
        java.util.Collections.nCopies(
            tests,
            new TestCase(
                "large",
                new byte[bytes / 2],
                Optional.of(new byte[bytes / 2]),
                new Comparison.Exact())),
        small.limits(),
        small.tier(),
        small.priority(),
        small.stopAtFirstFailure(),
        small.mergeStderr(),
        small.drainOutput(),
        small.metadata(),
        small.idempotencyKey());
  }

  static SubmissionRequest againstProblem() {
    SubmissionRequest plain = request();
    return new SubmissionRequest(
        plain.language(),
        plain.sources(),
        plain.main(),
        plain.compileOptions(),
        plain.arguments(),
        List.of(),
        plain.limits(),
        plain.tier(),
        plain.priority(),
        true,
        false,
        true,
        plain.metadata(),
        plain.idempotencyKey(),
        Optional.of(new ProblemRef("sums", "a".repeat(64), 3)),
        Optional.of(new Overrides(Optional.of(Duration.ofSeconds(4)), true)));
  }

  static SubmissionRequest particular() {
    return request()
        .with(
            new Particulars(
                Optional.of(
                    new Particulars.CompileBounds(Duration.ofSeconds(3), Duration.ofSeconds(4), 5)),
                true,
                false,
                Optional.of(new UUID(1, 2))));
  }

  /** With everything that only submissions against a problem have. */
  static SubmissionResult scored() {
    TestResult plain = result(Verdict.WRONG_ANSWER).tests().getFirst();
    return new SubmissionResult(
        Verdict.WRONG_ANSWER,
        "",
        Optional.empty(),
        List.of(
            new TestResult(
                1,
                Verdict.WRONG_ANSWER,
                plain.run(),
                "",
                Optional.of(
                    new TestResult.OfProblem(
                        "secret/1",
                        "secret",
                        Optional.of(new BigDecimal("33.333333333")),
                        "odd \u0000 text",
                        "try again",
                        2,
                        Optional.of(
                            new TestResult.OtherRun(
                                Verdict.TIME_LIMIT,
                                Duration.ofMillis(2100),
                                Duration.ofMillis(2200)))))),
            new TestResult(
                2,
                Verdict.SKIPPED,
                Optional.empty(),
                "",
                Optional.of(
                    new TestResult.OfProblem(
                        "secret/2", "secret", Optional.empty(), "", "", 0, Optional.empty())))),
        Optional.empty(),
        "test-worker",
        Optional.of(new BigDecimal("33.333333333")),
        List.of(
            new GroupResult(
                "secret", Verdict.WRONG_ANSWER, Optional.of(new BigDecimal("33.333333333")), ""),
            new GroupResult("", Verdict.SKIPPED, Optional.empty(), "odd \u0000 text")));
  }

  static SubmissionRequest keyed(String key) {
    return request("python", Priority.NORMAL, Optional.of(key));
  }

  static SubmissionResult result(Verdict verdict) {
    return new SubmissionResult(
        verdict,
        "",
        Optional.empty(),
        List.of(
            new TestResult(
                1,
                verdict,
                Optional.of(
                    new TestResult.Measured(
                        Duration.ofNanos(12_345_678),
                        Duration.ofMillis(20),
                        9L << 20,
                        Optional.of(11L << 20),
                        Optional.of(0),
                        Optional.empty(),
                        Optional.empty(),
                        new CapturedOutput(new byte[] {0, -1, 104, 105}, 4, new byte[32]),
                        new CapturedOutput(new byte[0], 0, new byte[32]),
                        Optional.of(new OutputOrder(new byte[] {4})),
                        List.of(new LeftFile("odd \u0000 \udfff", new byte[] {1, 0})))),
                "odd \u0000 text \udfff"),
            new TestResult(2, Verdict.SKIPPED, Optional.empty(), "")),
        Optional.empty(),
        "test-worker");
  }

  /** Any request, with everything that is hard to store. */
  static SubmissionRequest random(RandomGenerator random) {
    return new SubmissionRequest(
        text(random),
        list(random, 1, () -> new SourceFile(text(random), randomBytes(random))),
        maybe(random, () -> text(random)),
        maybe(random, () -> list(random, 0, () -> text(random))),
        list(random, 0, () -> text(random)),
        list(
            random,
            1,
            () ->
                new TestCase(
                    text(random),
                    randomBytes(random),
                    maybe(random, () -> randomBytes(random)),
                    comparison(random))),
        new ExecutionLimits(
            Duration.ofNanos(random.nextLong(1, Long.MAX_VALUE)),
            Duration.ofNanos(random.nextLong(1, 1_000_000_000)),
            random.nextLong(),
            random.nextInt(),
            random.nextLong(),
            random.nextLong(),
            maybe(random, random::nextLong)),
        IsolationTier.values()[random.nextInt(IsolationTier.values().length)],
        Priority.values()[random.nextInt(Priority.values().length)],
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean(),
        metadata(random),
        maybe(random, () -> text(random)),
        maybe(random, () -> new ProblemRef(text(random), text(random), random.nextInt(1, 9))),
        maybe(
            random,
            () ->
                new Overrides(
                    maybe(random, () -> Duration.ofNanos(random.nextLong(1, Long.MAX_VALUE))),
                    random.nextBoolean())));
  }

  static String text(RandomGenerator random) {
    String alphabet = "ab\u0000\u0001\ud83d\ude00\ud800\udc00\n\"\\{}é\uffff ";
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(8);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] randomBytes(RandomGenerator random) {
    byte[] bytes = new byte[random.nextInt(20)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static Comparison comparison(RandomGenerator random) {
    return switch (random.nextInt(4)) {
      case 0 -> new Comparison.Exact();
      case 1 -> new Comparison.TrimLines();
      case 2 -> new Comparison.Tokens();
      default ->
          new Comparison.Kattis(
              random.nextBoolean(),
              random.nextBoolean(),
              maybe(random, () -> BigDecimal.valueOf(random.nextLong(), random.nextInt(-9, 30))),
              maybe(random, () -> new BigDecimal("1E-6")));
    };
  }

  private static Map<String, String> metadata(RandomGenerator random) {
    Map<String, String> metadata = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      metadata.put(text(random), text(random));
    }
    return metadata;
  }

  private static <T> Optional<T> maybe(
      RandomGenerator random, java.util.function.Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
  }

  private static <T> List<T> list(
      RandomGenerator random, int atLeast, java.util.function.Supplier<T> value) {
    List<T> list = new ArrayList<>();
    for (int i = atLeast + random.nextInt(3); i > 0; i--) {
      list.add(value.get());
    }
    return list;
  }
}
