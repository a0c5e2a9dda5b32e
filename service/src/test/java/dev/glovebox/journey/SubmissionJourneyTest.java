package dev.glovebox.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.glovebox.support.GloveboxProcess;
import dev.glovebox.support.RestClient;
import dev.glovebox.support.SharedGlovebox;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** The way of one submission, as docs/architecture.md tells it, seen from outside. */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SubmissionJourneyTest {

  private static final String SUM =
      "#include <iostream>\nint main() { long a, b; std::cin >> a >> b; std::cout << a + b; }\n";
  private static final String SPIN = "while True: pass\n";

  private final RestClient client = RestClient.of(SharedGlovebox.get());

  @AfterAll
  void close() {
    client.close();
  }

  @Test
  void aProgramIsCompiledOnceAndJudgedOnEveryTest() throws Exception {
    JsonNode result =
        client.judge(
            Map.of(
                "language",
                "cpp",
                "source",
                SUM,
                "tests",
                List.of(
                    Map.of("input", "1 2\n", "expected", "3"),
                    Map.of("input", "2 2\n", "expected", "5"),
                    Map.of("input", "4 5\n", "expected", "9")),
                "metadata",
                Map.of("user", "7")));
    assertThat(result.path("verdict").path("code").asString()).isEqualTo("WA");
    assertThat(result.path("compile").path("succeeded").asBoolean()).isTrue();
    assertThat(codes(result)).containsExactly("AC", "WA", "AC");
    assertThat(result.path("metadata").path("user").asString()).isEqualTo("7");
    assertThat(result.path("sandbox").path("image").asString()).startsWith("sha256:");
    assertThat(result.path("sandbox").path("seccompSha256").asString()).hasSize(64);
    assertThat(result.toString()).doesNotContain("\"expected\"");
  }

  @Test
  void afterTheFirstFailureTheRestIsSkippedIfSoAsked() throws Exception {
    JsonNode result =
        client.judge(
            Map.of(
                "language",
                "python",
                "source",
                "print(input())",
                "stopAtFirstFailure",
                true,
                "tests",
                List.of(
                    Map.of("input", "1", "expected", "1"),
                    Map.of("input", "2", "expected", "1"),
                    Map.of("input", "1", "expected", "1"))));
    assertThat(codes(result)).containsExactly("AC", "WA", "SK");
  }

  @Test
  void theNextTestSeesNothingOfTheOneBefore() throws Exception {
    String program =
        """
        import os
        left = os.listdir('.') + os.listdir('/tmp')
        open('mine', 'w').write('x'); open('/tmp/mine', 'w').write('x')
        if os.fork() == 0:
            os.setsid()
            while True: pass
        others = [p for p in os.listdir('/proc') if p.isdigit() and int(p) not in (1, os.getpid())]
        print(left, len(others) <= 1, os.getuid())
        """;
    JsonNode result =
        client.judge(
            Map.of(
                "language",
                "python",
                "source",
                program,
                "tests",
                List.of(Map.of("input", ""), Map.of("input", ""))));
    assertThat(codes(result)).containsExactly("AC", "AC");
    String first = result.path("tests").path(0).path("stdout").path("text").asString();
    String second = result.path("tests").path(1).path("stdout").path("text").asString();
    assertThat(first).startsWith("[] True ");
    assertThat(second).startsWith("[] True ").isNotEqualTo(first);
  }

  @Test
  void aRunningSubmissionIsCancelled() throws Exception {
    String id = submit(SPIN);
    await().until(() -> state(id).equals("running"));
    assertThat(client.post("/api/v1/submissions/" + id + "/cancel", Map.of()).status())
        .isEqualTo(202);
    await("its end").atMost(Duration.ofSeconds(10)).until(() -> state(id).equals("done"));
    assertThat(get(id).path("verdict").path("code").asString()).isEqualTo("CAN");
  }

  @Test
  void eventsTellTheWholeStoryAndResume() throws Exception {
    String id =
        client
            .judge(
                Map.of(
                    "language", "python",
                    "source", "print(1)",
                    "tests", List.of(Map.of("input", ""), Map.of("input", ""))))
            .path("id")
            .asString();
    try (Stream<String> lines = client.lines("/api/v1/submissions/" + id + "/events")) {
      assertThat(lines.filter(line -> line.startsWith("event:")).toList().getLast())
          .contains("done");
    }
  }

  @Test
  void aBatchIsListedNewestFirstPageByPage() throws Exception {
    List<Map<String, Object>> programs =
        IntStream.range(0, 5)
            .mapToObj(i -> Map.<String, Object>of("language", "bash", "source", "echo " + i))
            .toList();
    RestClient.Answer accepted =
        client.post("/api/v1/submissions/batch", Map.of("submissions", programs));
    assertThat(accepted.status()).isEqualTo(201);
    RestClient.Answer page = client.get("/api/v1/submissions?language=bash&limit=2");
    assertThat(page.body().path("submissions")).hasSize(2);
    assertThat(page.body().path("next").asString()).isNotBlank();
  }

  @Test
  void cpuTimeOfTheWholeTreeCounts() throws Exception {
    String program =
        """
        import os, time, resource, signal
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        for _ in range(2):
            if os.fork() == 0:
                end = time.process_time() + 0.4
                while time.process_time() < end: pass
                os._exit(0)
        try:
            while True: os.wait()
        except ChildProcessError: pass
        """;
    JsonNode test =
        client.judge(Map.of("language", "python", "source", program)).path("tests").path(0);
    assertThat(test.path("verdict").path("code").asString()).isEqualTo("AC");
    assertThat(test.path("cpuTimeMicros").asLong()).isGreaterThan(800_000);
  }

  @Test
  void noSandboxIsLeftWhenItsSubmissionIsDone() throws Exception {
    String container =
        client
            .judge(Map.of("language", "python", "source", "print(1)"))
            .path("sandbox")
            .path("container")
            .asString();
    GloveboxProcess service = SharedGlovebox.get();
    await("its removal")
        .atMost(Duration.ofSeconds(30))
        .until(() -> !Containers.of(service.worker()).contains(container));
  }

  private String submit(String source) throws Exception {
    RestClient.Answer accepted =
        client.post(
            "/api/v1/submissions",
            Map.of("language", "python", "source", source, "limits", Map.of("cpuTime", 20)));
    assertThat(accepted.status()).isEqualTo(201);
    return accepted.body().path("id").asString();
  }

  private JsonNode get(String id) throws Exception {
    return client.get("/api/v1/submissions/" + id).body();
  }

  private String state(String id) throws Exception {
    return get(id).path("state").asString();
  }

  private static List<String> codes(JsonNode result) {
    return result
        .path("tests")
        .valueStream()
        .map(test -> test.path("verdict").path("code").asString())
        .toList();
  }
}
