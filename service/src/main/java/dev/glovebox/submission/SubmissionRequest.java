package dev.glovebox.submission;

import dev.glovebox.sandbox.IsolationTier;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A validated request to run a program. Immutable; stored as it is.
 *
 * @param language id in the language catalogue, or {@link #OUTPUTS}, or {@link #TRIALS}
 * @param sources at least one file, but none for {@link #TRIALS}
 * @param main name of the file to start from; empty = the first
 * @param compileOptions options for the compiler, each allowed by the language; empty optional =
 *     the language's default
 * @param arguments program arguments, of {@link #TRIALS} a {@link TrialShare}
 * @param tests at least one, but none where a problem brings them
 * @param limits of every run
 * @param tier isolation
 * @param priority band
 * @param stopAtFirstFailure whether tests after the first one that is not accepted are skipped;
 *     against a problem: those that by the rules of their groups change nothing any more
 * @param mergeStderr whether standard error goes to standard output in true order
 * @param drainOutput whether a program that passes its output limit runs on to its end, instead of
 *     being ended there
 * @param metadata the caller's own, returned as it came
 * @param idempotencyKey repeating a request with the same key returns the first submission
 * @param problem what it is judged against, in place of tests
 * @param overrides how it is judged otherwise than the problem says
 * @param particulars what only some front doors ask for
 */
public record SubmissionRequest(
    String language,
    List<SourceFile> sources,
    Optional<String> main,
    Optional<List<String>> compileOptions,
    List<String> arguments,
    List<TestCase> tests,
    ExecutionLimits limits,
    IsolationTier tier,
    Priority priority,
    boolean stopAtFirstFailure,
    boolean mergeStderr,
    boolean drainOutput,
    Map<String, String> metadata,
    Optional<String> idempotencyKey,
    Optional<ProblemRef> problem,
    Optional<Overrides> overrides,
    Particulars particulars) {

  /** In place of a language, where outputs are submitted and no program. */
  public static final String OUTPUTS = "outputs";

  /**
   * In place of a language, where nothing is submitted and the problem's own programs are tried:
   * its tests are the checker's cases, then the inputs. Only the service itself asks for it.
   */
  public static final String TRIALS = "trials";

  /** Without anything particular. */
  public SubmissionRequest(
      String language,
      List<SourceFile> sources,
      Optional<String> main,
      Optional<List<String>> compileOptions,
      List<String> arguments,
      List<TestCase> tests,
      ExecutionLimits limits,
      IsolationTier tier,
      Priority priority,
      boolean stopAtFirstFailure,
      boolean mergeStderr,
      boolean drainOutput,
      Map<String, String> metadata,
      Optional<String> idempotencyKey,
      Optional<ProblemRef> problem,
      Optional<Overrides> overrides) {
    this(
        language,
        sources,
        main,
        compileOptions,
        arguments,
        tests,
        limits,
        tier,
        priority,
        stopAtFirstFailure,
        mergeStderr,
        drainOutput,
        metadata,
        idempotencyKey,
        problem,
        overrides,
        Particulars.NONE);
  }

  /** With tests of its own. */
  public SubmissionRequest(
      String language,
      List<SourceFile> sources,
      Optional<String> main,
      Optional<List<String>> compileOptions,
      List<String> arguments,
      List<TestCase> tests,
      ExecutionLimits limits,
      IsolationTier tier,
      Priority priority,
      boolean stopAtFirstFailure,
      boolean mergeStderr,
      boolean drainOutput,
      Map<String, String> metadata,
      Optional<String> idempotencyKey) {
    this(
        language,
        sources,
        main,
        compileOptions,
        arguments,
        tests,
        limits,
        tier,
        priority,
        stopAtFirstFailure,
        mergeStderr,
        drainOutput,
        metadata,
        idempotencyKey,
        Optional.empty(),
        Optional.empty());
  }

  /** The same with particulars. */
  public SubmissionRequest with(Particulars asked) {
    return new SubmissionRequest(
        language,
        sources,
        main,
        compileOptions,
        arguments,
        tests,
        limits,
        tier,
        priority,
        stopAtFirstFailure,
        mergeStderr,
        drainOutput,
        metadata,
        idempotencyKey,
        problem,
        overrides,
        asked);
  }

  /** How many tests it is judged by, its own or the problem's. */
  public int testCount() {
    return problem.map(ProblemRef::tests).orElse(tests.size());
  }
}
