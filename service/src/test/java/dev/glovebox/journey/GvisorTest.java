package dev.glovebox.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.support.RestClient;
import dev.glovebox.support.SharedGlovebox;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * The second tier judges like the first. The engine must offer runsc: {@code build/engine
 * --with-gvisor}.
 */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GvisorTest {

  private final RestClient client = RestClient.of(SharedGlovebox.get());

  @AfterAll
  void close() {
    client.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "python | print(6 * 7) | AC",
        "c      | int puts(const char*); int main(void) { puts(\"42\"); } | AC",
        "c      | int main(void) { return 3; } | RTE",
        "python | while True: pass | TLE",
        "python | a = bytearray(300 << 20); a[::4096] = b'x' * len(a[::4096]); print(42) | MLE"
      })
  void aProgramIsJudgedAsInAContainer(String language, String source, String verdict)
      throws Exception {
    JsonNode result =
        client.judge(
            Map.of(
                "language",
                language,
                "source",
                source,
                "isolation",
                "gvisor",
                "limits",
                Map.of(
                    "cpuTime",
                    verdict.equals("TLE") ? 1 : 15,
                    "wallTime",
                    60,
                    "memory",
                    "256MiB")));
    assertThat(result.path("verdict").path("code").asString()).as("%s", result).isEqualTo(verdict);
    assertThat(result.path("sandbox").path("tier").asString()).isEqualTo("gvisor");
  }

  @Test
  void theKernelIsNotTheHosts() throws Exception {
    JsonNode result =
        client.judge(
            Map.of(
                "language", "python",
                "source", "import os; print(os.uname().release)",
                "isolation", "gvisor"));
    assertThat(result.path("tests").path(0).path("stdout").path("text").asString())
        .isNotBlank()
        .doesNotContain(System.getProperty("os.version"));
  }
}
