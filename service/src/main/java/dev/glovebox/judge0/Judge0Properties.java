package dev.glovebox.judge0;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The front door for clients of Judge0. Defaults are those of the original.
 *
 * @param port at whose root it is too; none = only under {@code /judge0}
 * @param extraPort at whose root it is for clients of Judge0 Extra CE, whose languages have other
 *     numbers; none = only under {@code /judge0-extra}
 * @param anonymousKey the API key in whose name requests run that bring none; none = they are
 *     refused
 * @param authnHeaders headers or query parameters that may hold the API key, beside {@code
 *     Authorization}
 * @param authzHeaders headers or query parameters that must hold an API key with the scope admin,
 *     to list and to delete
 * @param origins whose pages may call it from a browser; {@code *} = all
 * @param refusedOrigins whose pages may not, although the others may
 * @param allowedAddresses from where requests may come, such as {@code 10.1.0.0/16}; none = from
 *     everywhere
 * @param refusedAddresses from where they may not come
 * @param docsAsHomepage whether the page of {@code /docs} is at the root too
 * @param version what it says it is; clients know 1.13.1 and 1.14.0
 * @param implicitBase64 whether texts are base64 where a request does not say
 * @param wrapBase64 whether base64 in answers has a line break after every 60 characters and at the
 *     end
 * @param maintenance the text that refuses submissions; none = they are accepted
 * @param submissionCache how long an answer about an unfinished submission may be repeated
 * @param maxWait how long {@code wait=true} waits at most
 * @param faithful where the original differs from its own documentation
 * @param features what clients may use
 * @param limits of submissions
 */
@ConfigurationProperties("glovebox.judge0")
record Judge0Properties(
    @Nullable Integer port,
    @Nullable Integer extraPort,
    @Nullable String anonymousKey,
    @DefaultValue("X-Auth-Token") List<String> authnHeaders,
    @DefaultValue("X-Auth-User") List<String> authzHeaders,
    @DefaultValue("*") List<String> origins,
    @DefaultValue List<String> refusedOrigins,
    @DefaultValue List<String> allowedAddresses,
    @DefaultValue List<String> refusedAddresses,
    @DefaultValue("false") boolean docsAsHomepage,
    @DefaultValue("1.13.1") String version,
    @DefaultValue("false") boolean implicitBase64,
    @DefaultValue("true") boolean wrapBase64,
    @Nullable String maintenance,
    @DefaultValue("1s") Duration submissionCache,
    @DefaultValue("10m") Duration maxWait,
    @DefaultValue Faithful faithful,
    @DefaultValue Features features,
    @DefaultValue Limits limits) {

  Judge0Properties {
    authnHeaders = List.copyOf(authnHeaders);
    authzHeaders = List.copyOf(authzHeaders);
    origins = List.copyOf(origins);
    refusedOrigins = List.copyOf(refusedOrigins);
    allowedAddresses = List.copyOf(allowedAddresses);
    refusedAddresses = List.copyOf(refusedAddresses);
    checkPort("port", port);
    checkPort("extra-port", extraPort);
    if (!maxWait.isPositive() || submissionCache.isNegative()) {
      throw new IllegalArgumentException(
          "glovebox.judge0: max-wait must be positive, submission-cache not negative");
    }
  }

  private static void checkPort(String name, @Nullable Integer port) {
    if (port != null && (port < 1 || port > 65535)) {
      throw new IllegalArgumentException(
          "glovebox.judge0.%s must be between 1 and 65535".formatted(name));
    }
  }

  OptionalInt ownExtraPort() {
    return extraPort == null ? OptionalInt.empty() : OptionalInt.of(extraPort);
  }

  OptionalInt ownPort() {
    return port == null ? OptionalInt.empty() : OptionalInt.of(port);
  }

  /**
   * Where the original differs from its own documentation.
   *
   * @param signals whether a program that a signal ends is reported as a shell reports it: status
   *     11 with exit code 128 and the signal's number
   * @param ascii whether texts with anything but ASCII are refused unless in base64
   * @param emptyExpectedOutput whether an empty expected output differs from no output
   */
  record Faithful(
      @DefaultValue("false") boolean signals,
      @DefaultValue("false") boolean ascii,
      @DefaultValue("false") boolean emptyExpectedOutput) {}

  /**
   * What clients may use.
   *
   * @param waitResult {@code wait=true}
   * @param compilerOptions options for compilers
   * @param compilerOptionsFor languages that take them, by the beginnings of their names; empty =
   *     all
   * @param commandLineArguments arguments of programs
   * @param submissionDelete deleting
   * @param callbacks being called back
   * @param additionalFiles files beside the source
   * @param batches many submissions in one request
   * @param perProcessTime asking for a time limit per process
   * @param perProcessMemory asking for a memory limit per process
   */
  record Features(
      @DefaultValue("true") boolean waitResult,
      @DefaultValue("true") boolean compilerOptions,
      @DefaultValue List<String> compilerOptionsFor,
      @DefaultValue("true") boolean commandLineArguments,
      @DefaultValue("false") boolean submissionDelete,
      @DefaultValue("true") boolean callbacks,
      @DefaultValue("true") boolean additionalFiles,
      @DefaultValue("true") boolean batches,
      @DefaultValue("true") boolean perProcessTime,
      @DefaultValue("true") boolean perProcessMemory) {
    Features {
      compilerOptionsFor = List.copyOf(compilerOptionsFor);
    }
  }

  /**
   * Limits of submissions. Times in seconds, sizes in KB of 1024 bytes.
   *
   * @param cpuTime CPU time of a run
   * @param maxCpuTime the most that a request may ask for
   * @param cpuExtraTime CPU time by which a run may pass its limit before it is ended
   * @param maxCpuExtraTime the most that a request may ask for
   * @param wallTime elapsed time of a run
   * @param maxWallTime the most that a request may ask for
   * @param memory memory of a run
   * @param maxMemory the most that a request may ask for
   * @param stack stack of the main thread
   * @param maxStack the most that a request may ask for
   * @param processes processes and threads of a run
   * @param maxProcesses the most that a request may ask for
   * @param fileSize largest file, and largest output
   * @param maxFileSize the most that a request may ask for
   * @param numberOfRuns how often a program is run
   * @param maxNumberOfRuns the most that a request may ask for
   * @param maxExtractSize largest additional file
   * @param maxBatch most submissions in a batch
   * @param leftFiles how much is kept of the files that a program leaves, for {@code
   *     post_execution_filesystem}; 0 = nothing, and the attribute is unknown as in 1.13.1
   */
  record Limits(
      @DefaultValue("5.0") double cpuTime,
      @DefaultValue("15.0") double maxCpuTime,
      @DefaultValue("1.0") double cpuExtraTime,
      @DefaultValue("5.0") double maxCpuExtraTime,
      @DefaultValue("10.0") double wallTime,
      @DefaultValue("20.0") double maxWallTime,
      @DefaultValue("128000") int memory,
      @DefaultValue("512000") int maxMemory,
      @DefaultValue("64000") int stack,
      @DefaultValue("128000") int maxStack,
      @DefaultValue("60") int processes,
      @DefaultValue("120") int maxProcesses,
      @DefaultValue("1024") int fileSize,
      @DefaultValue("4096") int maxFileSize,
      @DefaultValue("1") int numberOfRuns,
      @DefaultValue("20") int maxNumberOfRuns,
      @DefaultValue("10240") int maxExtractSize,
      @DefaultValue("20") int maxBatch,
      @DefaultValue("4096") int leftFiles) {
    Limits {
      if (leftFiles < 0) {
        throw new IllegalArgumentException("glovebox.judge0.limits.left-files is negative");
      }
    }
  }
}
