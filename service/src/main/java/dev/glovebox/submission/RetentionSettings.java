package dev.glovebox.submission;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long what is done is kept. The same in every process that shares a database.
 *
 * @param submissions how long after its end a submission is deleted with its result, at least an
 *     hour; 0 = never
 */
@Validated
@ConfigurationProperties("glovebox.retention")
record RetentionSettings(@DefaultValue("30d") @NotNull Duration submissions) {

  private static final Duration SHORTEST = Duration.ofHours(1);

  /** A number without a unit would be milliseconds, and everything would be gone. */
  @AssertTrue(
      message =
          "glovebox.retention.submissions must be 0 (keep for ever) or at least an hour, with its unit: 30d, 12h")
  boolean isSubmissionsUsable() {
    return submissions.isZero() || submissions.compareTo(SHORTEST) >= 0;
  }
}
