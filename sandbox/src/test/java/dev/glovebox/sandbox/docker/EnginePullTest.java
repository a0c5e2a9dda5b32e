package dev.glovebox.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.sandbox.job.Pulled.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words of engines and registries, as they were seen. */
final class EnginePullTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "manifest for acme/app:9 not found: manifest unknown: manifest unknown | NOT_FOUND",
        "no matching manifest for linux/s390x in the manifest list entries | NOT_FOUND",
        "pull access denied for acme/app, repository does not exist or may require 'docker login' | NOT_FOUND",
        "Head \"https://r.example/v2/a/manifests/1\": no basic auth credentials | DENIED",
        "unauthorized: authentication required | DENIED",
        "error pulling image configuration: toomanyrequests: You have reached your pull rate limit | RATE_LIMITED",
        "received unexpected HTTP status: 429 Too Many Requests | RATE_LIMITED",
        "Get \"https://r.example/v2/\": dial tcp: lookup r.example: no such host | UNAVAILABLE",
        "Get \"https://r.example/v2/\": net/http: TLS handshake timeout | UNAVAILABLE",
        "received unexpected HTTP status: 503 Service Unavailable | UNAVAILABLE",
        "unexpected EOF | UNAVAILABLE",
      })
  void whyAnImageWasNotFetched(String message, Reason reason) {
    assertThat(EnginePull.reason(message, false)).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({"true, DENIED", "false, NOT_FOUND"})
  void anImageThatMayExistIsDeniedToWhoHasALogin(boolean loggedIn, Reason reason) {
    assertThat(
            EnginePull.reason(
                "pull access denied for acme/app, repository does not exist or may require 'docker login'",
                loggedIn))
        .isEqualTo(reason);
  }
}
