package dev.glovebox.verification;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the jury's solutions are judged where their package says nothing.
 *
 * @param timeLimit CPU time that a run of an accepted solution may take while the time limit is not
 *     known
 * @param processes processes and threads of a run
 * @param output standard output, and separately standard error
 * @param fileSize largest file
 */
@ConfigurationProperties("glovebox.verification")
record VerificationSettings(
    @DefaultValue("60s") Duration timeLimit,
    @DefaultValue("64") int processes,
    @DefaultValue("8MB") DataSize output,
    @DefaultValue("64MB") DataSize fileSize) {}
