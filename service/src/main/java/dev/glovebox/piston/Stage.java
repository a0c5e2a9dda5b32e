package dev.glovebox.piston;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What came of compiling or running, with the original's keys in its order. What is unknown is
 * null.
 *
 * @param signal name of the signal that ended it
 * @param stdout standard output
 * @param stderr standard error
 * @param code exit code, when it ended by itself
 * @param output both in the order in which they were written
 * @param memory bytes
 * @param message why it failed, for people
 * @param status why it failed, two letters: RE, SG, TO, OL, EL or XX
 * @param cpuTime milliseconds
 * @param wallTime milliseconds
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record Stage(
    @Nullable String signal,
    String stdout,
    String stderr,
    @Nullable Integer code,
    String output,
    @Nullable Long memory,
    @Nullable String message,
    @Nullable String status,
    @JsonProperty("cpu_time") @Nullable Long cpuTime,
    @JsonProperty("wall_time") @Nullable Long wallTime) {}
