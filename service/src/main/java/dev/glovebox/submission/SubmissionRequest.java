package dev.glovebox.submission;

import dev.glovebox.sandbox.IsolationTier;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A validated request to run a program. Immutable; stored as it is.
 *
 * @param language id in the language catalogue
 * @param sources at least one file
 * @param main name of the file to start from; empty = the first
 * @param compileOptions options for the compiler, each allowed by the language; empty optional =
 *     the language's default
 * @param arguments program arguments
 * @param tests at least one
 * @param limits of every run
 * @param tier isolation
 * @param priority band
 * @param stopAtFirstFailure whether tests after the first one that is not accepted are skipped
 * @param mergeStderr whether standard error goes to standard output in true order
 * @param drainOutput whether a program that passes its output limit runs on to its end, instead of
 *     being ended there
 * @param metadata the caller's own, returned as it came
 * @param idempotencyKey repeating a request with the same key returns the first submission
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
    Optional<String> idempotencyKey) {}
