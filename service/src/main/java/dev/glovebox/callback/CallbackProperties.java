package dev.glovebox.callback;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Calls to others when a submission is done.
 *
 * @param tries how often one is tried; network errors and answers of 500 and more are tried again
 * @param timeout how long connecting may take, and each wait for the answer
 * @param pause between two tries
 * @param allowed networks that may be called although they are not public, such as {@code
 *     10.1.0.0/16}
 * @param secret the key of the signature in {@code X-Glovebox-Signature}; none = nothing is signed
 */
@ConfigurationProperties("glovebox.callback")
public record CallbackProperties(
    @DefaultValue("3") int tries,
    @DefaultValue("5s") Duration timeout,
    @DefaultValue("2s") Duration pause,
    @DefaultValue List<String> allowed,
    @Nullable String secret) {
  public CallbackProperties {
    allowed = List.copyOf(allowed);
    if (tries < 1 || !timeout.isPositive() || pause.isNegative()) {
      throw new IllegalArgumentException(
          "glovebox.callback: tries and timeout must be positive, pause not negative");
    }
  }

  /** Never shows the secret. */
  @Override
  public String toString() {
    return "CallbackProperties[tries=%d, timeout=%s, pause=%s, allowed=%s]"
        .formatted(tries, timeout, pause, allowed);
  }
}
