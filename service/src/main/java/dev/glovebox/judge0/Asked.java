package dev.glovebox.judge0;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What was asked for, in Judge0's words, less the texts. Stored as JSON under these names; whoever
 * changes it keeps what is stored readable.
 *
 * @param languageId key of the language, see {@link Flavour}
 * @param source whether there was a source
 * @param stdin whether there was an input, if only an empty one
 * @param expectedOutput whether there was an expected output, if only an empty one
 * @param emptyExpectedOutput whether it was an empty one
 * @param additionalFiles whether there were additional files
 * @param numberOfRuns how often the program is run
 * @param cpuTimeLimit in seconds
 * @param cpuExtraTime in seconds
 * @param wallTimeLimit in seconds
 * @param memoryLimit in KB
 * @param stackLimit in KB
 * @param processes and threads
 * @param perProcessTime whether a limit per process was asked for
 * @param perProcessMemory whether a limit per process was asked for
 * @param maxFileSize in KB
 * @param compilerOptions as they came
 * @param commandLineArguments as they came
 * @param redirectStderr whether standard error goes to standard output
 * @param callbackUrl who is called back
 */
record Asked(
    int languageId,
    boolean source,
    boolean stdin,
    boolean expectedOutput,
    boolean emptyExpectedOutput,
    boolean additionalFiles,
    int numberOfRuns,
    BigDecimal cpuTimeLimit,
    BigDecimal cpuExtraTime,
    BigDecimal wallTimeLimit,
    int memoryLimit,
    int stackLimit,
    int processes,
    boolean perProcessTime,
    boolean perProcessMemory,
    int maxFileSize,
    Optional<String> compilerOptions,
    Optional<String> commandLineArguments,
    boolean redirectStderr,
    Optional<String> callbackUrl) {}
