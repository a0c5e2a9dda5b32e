package dev.glovebox.submission;

import java.time.Duration;
import java.util.Optional;

/**
 * How a submission is judged otherwise than its problem says. Only the service itself asks for it,
 * for example when it measures the jury's solutions; no request from outside can.
 *
 * @param timeLimit CPU time of one run, in place of the one of the limits, language factor
 *     included; the wall limit grows by as much
 * @param allTests whether every test is run, also those that can't change the result any more
 */
public record Overrides(Optional<Duration> timeLimit, boolean allTests) {}
