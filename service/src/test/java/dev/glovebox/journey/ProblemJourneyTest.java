package dev.glovebox.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.glovebox.support.RestClient;
import dev.glovebox.support.SharedGlovebox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** A contest director's way: upload, verify, judge, correct, judge again. */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProblemJourneyTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  private static final String RIGHT = "a, b = map(int, input().split())\nprint(a + b)\n";
  private static final String WRONG = "a, b = map(int, input().split())\nprint(a - b)\n";
  private static final String SLOW = "while True:\n    pass\n";
  private static final String TWO_NUMBERS =
      "import sys\nassert len([int(x) for x in sys.stdin.read().split()]) == 2\nsys.exit(42)\n";
  private static final String CRASHING =
      "a, b = map(int, input().split())\nprint(a + b if b != 3 else 1 // 0)\n";

  private final RestClient client = RestClient.of(SharedGlovebox.get());

  @AfterAll
  void close() {
    client.close();
  }

  @Test
  void aPackageIsVerifiedAndItsTimeLimitDerived() throws Exception {
    put(
        "journey-sum",
        sum(
            Map.of(
                "data/valid_output/1.in", "1 2",
                "data/valid_output/1.ans", "3",
                "data/valid_output/1.out", " 3\n\n",
                "data/invalid_output/1.in", "1 2",
                "data/invalid_output/1.ans", "3",
                "data/invalid_output/1.out", "3 3",
                "input_validators/two.py", TWO_NUMBERS,
                "data/invalid_input/1.in", "1\n")));

    JsonNode report = verified("journey-sum");

    assertThat(report.path("passed").asBoolean()).as("%s", report.toPrettyString()).isTrue();
    assertThat(report.at("/timeLimit/derived").asBoolean()).isTrue();
    assertThat(report.at("/timeLimit/limit").asDouble()).isGreaterThanOrEqualTo(1);
    assertThat(report.path("solutions").valueStream())
        .extracting(s -> s.path("path").asString() + " " + s.at("/verdict/code").asString())
        .containsExactlyInAnyOrder(
            "accepted/right.py AC",
            "wrong_answer/wrong.py WA",
            "time_limit_exceeded/slow.py TLE",
            "run_time_error/crashing.py RTE");
    assertThat(report.path("checkerCases").valueStream())
        .extracting(c -> c.path("path").asString() + " " + c.at("/verdict/code").asString())
        .containsExactly("valid_output/1 AC", "invalid_output/1 WA");
    assertThat(report.path("inputs").valueStream())
        .extracting(c -> c.path("path").asString() + " " + c.at("/verdict/code").asString())
        .containsExactly("invalid_input/1 WA");
    assertThat(report.path("inputsTried").asInt()).isEqualTo(6);
  }

  @Test
  void aTimeLimitIsDerivedAlthoughThePackageGivesOne() throws Exception {
    put("journey-other-hardware", sum(Map.of(".timelimit", "10")));

    JsonNode report = ended(begun("journey-other-hardware", "?deriveLimits=true"));

    assertThat(report.path("passed").asBoolean()).as("%s", report.toPrettyString()).isTrue();
    assertThat(report.at("/timeLimit/derived").asBoolean()).isTrue();
    assertThat(report.at("/timeLimit/given").asDouble()).isEqualTo(10);
    assertThat(report.at("/timeLimit/limit").asDouble()).isLessThan(10);
    assertThat(
            client
                .post("/api/v1/problems/journey-other-hardware/verify?deriveLimits=1", "")
                .status())
        .isEqualTo(400);
  }

  @Test
  void aBrokenPromiseIsNamed() throws Exception {
    put("journey-liar", sum(Map.of("submissions/accepted/liar.py", WRONG)));

    JsonNode report = verified("journey-liar");

    assertThat(report.path("passed").asBoolean()).isFalse();
    assertThat(report.path("solutions").valueStream().filter(s -> !s.path("kept").asBoolean()))
        .singleElement()
        .satisfies(s -> {
          assertThat(s.path("path").asString()).isEqualTo("accepted/liar.py");
          assertThat(s.at("/broken/0").asString()).isEqualTo("it promises AC and got WA");
        });
  }

  @Test
  void aVerificationIsCanceledWithAllThatRunsAndWaitsOfIt() throws Exception {
    put("journey-endless", endless());
    String path = begun("journey-endless");

    RestClient.Answer canceled = client.post(path + "/cancel", Map.of());
    RestClient.Answer again = client.post(path + "/cancel", Map.of());

    assertThat(canceled.body().path("state").asString()).isEqualTo("canceled");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(canceled.body());
    nothingIsLeftToJudge();
    assertThat(client.get(path).body()).isEqualTo(canceled.body());
  }

  @Test
  void deletingAProblemCancelsItsVerifications() throws Exception {
    put("journey-deleted", endless());
    String path = begun("journey-deleted");

    assertThat(client.delete("/api/v1/problems/journey-deleted").status()).isEqualTo(204);

    assertThat(client.get(path).body().path("state").asString()).isEqualTo("canceled");
    nothingIsLeftToJudge();
  }

  /** Without a limit each run may take a minute: longer than a test waits for what is cancelled. */
  private static Map<String, String> endless() {
    var files = new LinkedHashMap<String, String>();
    for (int i = 0; i < 6; i++) {
      files.put("submissions/accepted/slow%d.py".formatted(i), SLOW + "# " + i);
    }
    return sum(files);
  }

  private void nothingIsLeftToJudge() {
    await("nothing runs or waits")
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            client
                .text("/actuator/prometheus")
                .lines()
                .filter(line ->
                    line.matches(
                        "glovebox_(verifications_running|worker_running|queue_depth)[ {].*"))
                .allMatch(line -> line.endsWith(" 0.0")));
  }

  @Test
  void correctedTestsAreJudgedAgain() throws Exception {
    put("journey-again", sum(Map.of("data/secret/2.ans", "6\n", ".timelimit", "10")));
    JsonNode before = client.judge(submission("journey-again", RIGHT));
    assertThat(before.at("/verdict/code").asString()).as("%s", before).isEqualTo("WA");
    put("journey-again", sum(Map.of(".timelimit", "10")));

    String rejudging =
        client
            .post(
                "/api/v1/rejudgings",
                Map.of("problem", "journey-again", "reason", "2.ans was wrong"))
            .body()
            .path("id")
            .asString();
    await("everything is judged again")
        .atMost(LONG)
        .until(() -> read(rejudging).path("state").asString().equals("ready"));
    JsonNode preview = read(rejudging);
    assertThat(preview.path("matrix")).as("%s", preview).hasSize(1);
    assertThat(preview.at("/matrix/0/from").asString()).isEqualTo("WA");
    assertThat(preview.at("/matrix/0/to").asString()).isEqualTo("AC");
    assertThat(client.post("/api/v1/rejudgings/" + rejudging + "/apply", Map.of()).status())
        .isEqualTo(200);

    JsonNode after = client.get("/api/v1/submissions/" + before.path("id").asString()).body();
    assertThat(after.at("/verdict/code").asString()).as("%s", after).isEqualTo("AC");
    assertThat(after.path("tests").valueStream())
        .allSatisfy(test -> assertThat(test.at("/verdict/code").asString()).isEqualTo("AC"));
  }

  private JsonNode read(String rejudging) throws Exception {
    return client.get("/api/v1/rejudgings/" + rejudging).body();
  }

  private void put(String id, Map<String, String> files) throws Exception {
    RestClient.Answer answer = client.put("/api/v1/problems/" + id, "application/zip", zip(files));
    assertThat(answer.status()).as("%s", answer.body()).isIn(200, 201);
  }

  private String begun(String id) throws Exception {
    return begun(id, "");
  }

  private String begun(String id, String query) throws Exception {
    RestClient.Answer begun = client.post("/api/v1/problems/" + id + "/verify" + query, Map.of());
    assertThat(begun.status()).as("%s", begun.body()).isEqualTo(202);
    return "/api/v1/problems/%s/verifications/%s".formatted(id, begun.body().path("id").asString());
  }

  private JsonNode verified(String id) throws Exception {
    return ended(begun(id));
  }

  private JsonNode ended(String path) throws Exception {
    await("the verification is done")
        .atMost(LONG)
        .until(() -> !client.get(path).body().path("state").asString().equals("running"));
    return client.get(path).body();
  }

  private static Map<String, Object> submission(String problem, String source) {
    return Map.of("language", "python", "source", source, "problem", problem);
  }

  private static Map<String, String> sum(Map<String, String> changes) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("problem.yaml", "name: Sum\n");
    files.put("data/sample/1.in", "1 2\n");
    files.put("data/sample/1.ans", "3\n");
    files.put("data/secret/2.in", "2 3\n");
    files.put("data/secret/2.ans", "5\n");
    files.put("data/secret/3.in", "1000000 1\n");
    files.put("data/secret/3.ans", "1000001\n");
    files.put("submissions/accepted/right.py", RIGHT);
    files.put("submissions/wrong_answer/wrong.py", WRONG);
    files.put("submissions/time_limit_exceeded/slow.py", SLOW);
    files.put("submissions/run_time_error/crashing.py", CRASHING);
    files.putAll(changes);
    return files;
  }

  private static byte[] zip(Map<String, String> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> file : List.copyOf(files.entrySet())) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(UTF_8));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
