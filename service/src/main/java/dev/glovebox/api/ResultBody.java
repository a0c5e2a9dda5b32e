package dev.glovebox.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glovebox.sandbox.SandboxFacts;
import dev.glovebox.submission.CapturedOutput;
import dev.glovebox.submission.CompileResult;
import dev.glovebox.submission.ExecutionLimits;
import dev.glovebox.submission.GroupResult;
import dev.glovebox.submission.Submission;
import dev.glovebox.submission.SubmissionOutline;
import dev.glovebox.submission.SubmissionResult;
import dev.glovebox.submission.SubmissionStatus;
import dev.glovebox.submission.SubmissionView;
import dev.glovebox.submission.TestResult;
import dev.glovebox.submission.Verdict;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A submission as the API shows it. What is unknown is left out. Sources, inputs and expected
 * outputs are never shown.
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record ResultBody(
    String id,
    String state,
    String language,
    Optional<ProblemBody> problem,
    Optional<VerdictBody> verdict,
    Optional<BigDecimal> score,
    Optional<CompileBody> compile,
    Optional<List<GroupBody>> groups,
    Optional<List<TestBody>> tests,
    LimitsBody limits,
    Optional<SandboxBody> sandbox,
    Optional<String> worker,
    int attempt,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    Map<String, String> metadata) {

  static ResultBody of(SubmissionStatus status) {
    SubmissionOutline submission = status.submission();
    Optional<SubmissionResult> result = status.result();
    return new ResultBody(
        submission.id().toString(),
        code(status.state()),
        submission.language(),
        submission.problem().map(p -> new ProblemBody(p.problem(), p.version())),
        result.map(r -> VerdictBody.of(r.verdict(), r.message())),
        result.flatMap(SubmissionResult::score).map(ResultBody::points),
        result.flatMap(SubmissionResult::compile).map(CompileBody::of),
        result
            .map(SubmissionResult::groups)
            .filter(groups -> !groups.isEmpty())
            .map(groups -> groups.stream().map(GroupBody::of).toList()),
        result.map(r -> tests(r.tests(), submission.testNames())),
        LimitsBody.of(submission.limits()),
        result.flatMap(SubmissionResult::sandbox).map(SandboxBody::of),
        result.map(SubmissionResult::worker),
        status.attempt(),
        submission.createdAt(),
        status.startedAt(),
        status.finishedAt(),
        submission.metadata());
  }

  /** A submission that was just accepted and of which nothing else is known. */
  static ResultBody accepted(Submission submission) {
    return of(
        new SubmissionStatus(
            SubmissionOutline.of(submission),
            SubmissionView.State.QUEUED,
            new dev.glovebox.submission.Progress.Queued(),
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  static String code(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static long micros(Duration duration) {
    return duration.toNanos() / 1000;
  }

  private static List<TestBody> tests(List<TestResult> results, List<String> names) {
    var tests = new ArrayList<TestBody>(results.size());
    for (TestResult result : results) {
      int index = result.number() - 1;
      String given = index >= 0 && index < names.size() ? names.get(index) : "";
      String name = result.ofProblem().map(TestResult.OfProblem::path).orElse(given);
      tests.add(TestBody.of(result, name));
    }
    return tests;
  }

  /** As people write it: no exponent, no zeros at the end. */
  private static BigDecimal points(BigDecimal score) {
    BigDecimal stripped = score.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /**
   * @param version the one that was the newest when the submission was accepted, or was asked for
   */
  record ProblemBody(String id, String version) {}

  /**
   * @param path empty for the root, which is the last
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record GroupBody(
      String path, VerdictBody verdict, Optional<BigDecimal> score, Optional<String> message) {
    static GroupBody of(GroupResult group) {
      return new GroupBody(
          group.path(),
          VerdictBody.of(group.verdict(), ""),
          group.score().map(ResultBody::points),
          text(group.message()));
    }
  }

  /** A run that did not count: near the time limit a test is run once more. */
  record OtherRunBody(VerdictBody verdict, long cpuTimeMicros, long wallTimeMicros) {
    static OtherRunBody of(TestResult.OtherRun run) {
      return new OtherRunBody(
          VerdictBody.of(run.verdict(), ""), micros(run.cpu()), micros(run.wall()));
    }
  }

  private static Optional<String> text(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(wellFormed(text));
  }

  /**
   * @param code short, upper case
   * @param name in full
   * @param message for people
   */
  record VerdictBody(String code, String name, String message) {
    static VerdictBody of(Verdict verdict, String message) {
      return new VerdictBody(
          verdict.code(),
          ResultBody.code(verdict),
          message.isEmpty() ? verdict.text() : wellFormed(message));
    }
  }

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record TestBody(
      int number,
      String name,
      Optional<String> group,
      VerdictBody verdict,
      Optional<BigDecimal> score,
      Optional<String> judgeMessage,
      Optional<String> teamMessage,
      Optional<Integer> passes,
      Optional<OtherRunBody> otherRun,
      Optional<Long> cpuTimeMicros,
      Optional<Long> wallTimeMicros,
      Optional<Long> memoryBytes,
      Optional<Long> cgroupMemoryBytes,
      Optional<Integer> exitCode,
      Optional<Integer> signal,
      Optional<String> limit,
      Optional<OutputBody> stdout,
      Optional<OutputBody> stderr) {

    static TestBody of(TestResult result, String name) {
      Optional<TestResult.Measured> run = result.run();
      Optional<TestResult.OfProblem> problem = result.ofProblem();
      return new TestBody(
          result.number(),
          name.isEmpty() ? Integer.toString(result.number()) : name,
          problem.map(TestResult.OfProblem::group),
          VerdictBody.of(result.verdict(), result.message()),
          problem.flatMap(TestResult.OfProblem::score).map(ResultBody::points),
          problem.flatMap(p -> text(p.judgeMessage())),
          problem.flatMap(p -> text(p.teamMessage())),
          problem.map(TestResult.OfProblem::passes).filter(passes -> passes > 1),
          problem.flatMap(TestResult.OfProblem::otherRun).map(OtherRunBody::of),
          run.map(r -> micros(r.cpu())),
          run.map(r -> micros(r.wall())),
          run.map(TestResult.Measured::memoryBytes),
          run.flatMap(TestResult.Measured::cgroupMemoryBytes),
          run.flatMap(TestResult.Measured::exitCode),
          run.flatMap(TestResult.Measured::signal),
          run.flatMap(TestResult.Measured::limit).map(ResultBody::code),
          run.map(r -> OutputBody.of(r.stdout())),
          run.map(r -> OutputBody.of(r.stderr())));
    }
  }

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record CompileBody(
      boolean succeeded,
      boolean cached,
      long cpuTimeMicros,
      long wallTimeMicros,
      long memoryBytes,
      Optional<Integer> exitCode,
      OutputBody output,
      String message) {

    static CompileBody of(CompileResult result) {
      return new CompileBody(
          result.succeeded(),
          result.cached(),
          micros(result.cpu()),
          micros(result.wall()),
          result.memoryBytes(),
          result.exitCode(),
          OutputBody.of(result.output()),
          wellFormed(result.message()));
    }
  }

  /**
   * What was written to a stream: text when it is UTF-8, else Base64.
   *
   * @param bytes how much was written in all
   * @param sha256 of everything up to the output limit, hexadecimal
   * @param truncated whether there was more than is shown
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record OutputBody(
      Optional<String> text,
      Optional<byte[]> base64,
      long bytes,
      String sha256,
      boolean truncated) {

    private static final int LONGEST_CHARACTER = 4;

    static OutputBody of(CapturedOutput output) {
      Optional<String> text = decode(output.prefix(), output.truncated());
      return new OutputBody(
          text,
          text.isPresent() ? Optional.empty() : Optional.of(output.prefix()),
          output.totalBytes(),
          HexFormat.of().formatHex(output.sha256()),
          output.truncated());
    }

    /** A cut may go through a character; its remains are left out then. */
    private static Optional<String> decode(byte[] bytes, boolean cut) {
      for (int left = 0; left < (cut ? LONGEST_CHARACTER : 1) && left <= bytes.length; left++) {
        Optional<String> text = decode(bytes, bytes.length - left);
        if (text.isPresent()) {
          return text;
        }
      }
      return Optional.empty();
    }

    private static Optional<String> decode(byte[] bytes, int length) {
      try {
        return Optional.of(
            StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes, 0, length))
                .toString());
      } catch (CharacterCodingException e) {
        return Optional.empty(); // an answer to the question, not a failure
      }
    }
  }

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record LimitsBody(
      BigDecimal cpuTime,
      BigDecimal wallTime,
      long memory,
      int processes,
      long output,
      long fileSize,
      Optional<Long> stack) {

    static LimitsBody of(ExecutionLimits limits) {
      return new LimitsBody(
          Seconds.of(limits.cpu()),
          Seconds.of(limits.wall()),
          limits.memoryBytes(),
          limits.processes(),
          limits.outputBytes(),
          limits.fileSizeBytes(),
          limits.stackBytes());
    }
  }

  record SandboxBody(
      String container,
      String image,
      String tier,
      String runtime,
      String seccompProfile,
      String seccompSha256,
      ContainerLimitsBody limits,
      String cpus,
      int cgroupVersion) {

    static SandboxBody of(SandboxFacts facts) {
      return new SandboxBody(
          facts.sandbox(),
          facts.image(),
          facts.tier().code(),
          facts.runtime(),
          facts.seccompProfile(),
          facts.seccompSha256(),
          new ContainerLimitsBody(facts.limits().memoryBytes(), facts.limits().processes()),
          facts.cpus(),
          facts.cgroupVersion());
    }
  }

  record ContainerLimitsBody(long memoryBytes, int processes) {}

  /** Messages may quote outputs; half a surrogate pair can't be written as UTF-8. */
  private static String wellFormed(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
