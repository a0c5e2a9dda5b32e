package dev.glovebox.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.support.RestClient;
import dev.glovebox.support.SharedGlovebox;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** As long as nothing executes CI jobs, nobody is left to wait for them. */
@Tag("docker")
final class RunsAreNotTakenTest {

  private static final Map<String, Object> RUN =
      Map.of(
          "project",
          "acme/app",
          "jobs",
          List.of(
              Map.of(
                  "name",
                  "test",
                  "image",
                  "alpine",
                  "steps",
                  List.of(Map.of("run", List.of("true"))))));

  @Test
  void runsArePlannedAndNotTaken() throws Exception {
    try (RestClient client = RestClient.of(SharedGlovebox.get())) {
      RestClient.Answer planned = client.post("/api/v1/runs?dry_run=true", RUN);
      assertThat(planned.status()).as("%s", planned.body()).isEqualTo(200);
      RestClient.Answer refused = client.post("/api/v1/runs", RUN);
      assertThat(refused.status()).isEqualTo(501);
      assertThat(refused.body().path("type").asString()).isEqualTo("/problems/runs-not-executed");
    }
  }
}
