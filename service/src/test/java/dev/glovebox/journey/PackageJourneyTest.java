package dev.glovebox.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.support.RestClient;
import dev.glovebox.support.RestClient.Answer;
import dev.glovebox.support.SharedGlovebox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
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

/** The way of a problem, from its package to verdicts and scores, seen from outside. */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PackageJourneyTest {

  private static final String ADD = "a, b = map(int, input().split())\nprint(a + b)\n";

  private final RestClient client = RestClient.of(SharedGlovebox.get());

  @AfterAll
  void close() {
    client.close();
  }

  /** A package as files. */
  private static final class Files {
    private final Map<String, String> files = new LinkedHashMap<>();

    Files with(String path, String content) {
      files.put(path, content);
      return this;
    }

    Files test(String path, String input, String answer) {
      return with("data/" + path + ".in", input).with("data/" + path + ".ans", answer);
    }

    byte[] zip() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
        for (Map.Entry<String, String> file : files.entrySet()) {
          zip.putNextEntry(new ZipEntry(file.getKey()));
          zip.write(file.getValue().getBytes(UTF_8));
        }
      }
      return bytes.toByteArray();
    }
  }

  private static Files sums() {
    return new Files()
        .with("problem.yaml", "name: Sums\nlimits:\n  time_limit: 3\n")
        .with("problem_statement/problem.tex", "\\problemname{Sums}")
        .with("submissions/accepted/add.py", ADD)
        .test("sample/1", "1 2\n", "3\n")
        .test("secret/1", "20 22\n", "42\n")
        .test("secret/2", "-5 5\n", "0\n");
  }

  private JsonNode upload(String id, Files files) throws Exception {
    Answer answer = client.put("/api/v1/problems/" + id, "application/zip", files.zip());
    assertThat(answer.status()).as(answer.body().toString()).isIn(200, 201);
    return answer.body();
  }

  private JsonNode judge(String problem, String source) throws Exception {
    return judge(problem, source, Map.of());
  }

  private JsonNode judge(String problem, String source, Map<String, Object> more) throws Exception {
    Map<String, Object> body = new HashMap<>(more);
    body.putAll(Map.of("language", "python", "source", source, "problem", problem));
    return client.judge(body);
  }

  private static List<String> codes(JsonNode result) {
    return result
        .path("tests")
        .valueStream()
        .map(test ->
            test.path("name").asString() + " " + test.path("verdict").path("code").asString())
        .toList();
  }

  private static String code(JsonNode result) {
    return result.path("verdict").path("code").asString();
  }

  @Test
  void aSubmissionIsJudgedAgainstTheProblemsTests() throws Exception {
    JsonNode version = upload("journey-sums", sums());
    JsonNode right = judge("journey-sums", ADD);
    assertThat(code(right)).as(right.toString()).isEqualTo("AC");
    assertThat(codes(right)).containsExactly("sample/1 AC", "secret/1 AC", "secret/2 AC");
    assertThat(right.path("problem").path("version").asString())
        .isEqualTo(version.path("version").asString());
    assertThat(right.path("limits").path("cpuTime").asInt()).isEqualTo(3);
    assertThat(right.has("score")).isFalse();

    JsonNode wrong = judge("journey-sums", "print(3)");
    assertThat(code(wrong)).isEqualTo("WA");
    assertThat(codes(wrong)).containsExactly("sample/1 AC", "secret/1 WA", "secret/2 SK");
    JsonNode all = judge("journey-sums", "print(3)", Map.of("stopAtFirstFailure", false));
    assertThat(codes(all)).containsExactly("sample/1 AC", "secret/1 WA", "secret/2 WA");
    // What was typed into a hidden test is nowhere in the answer.
    assertThat(all.toString()).doesNotContain("20 22");
  }

  @Test
  void aNewVersionDoesNotChangeWhatWasPinned() throws Exception {
    String first = upload("journey-pinned", sums()).path("version").asString();
    String second =
        upload("journey-pinned", sums().test("secret/3", "1 1\n", "2\n"))
            .path("version")
            .asString();
    assertThat(second).isNotEqualTo(first);
    JsonNode newest = judge("journey-pinned", ADD);
    assertThat(newest.path("tests").size()).isEqualTo(4);
    JsonNode older =
        client.judge(
            Map.of(
                "language",
                "python",
                "source",
                ADD,
                "problem",
                Map.of("id", "journey-pinned", "version", first)));
    assertThat(older.path("tests").size()).isEqualTo(3);
  }

  @Test
  void groupsAreScoredAsThePackageSays() throws Exception {
    upload(
        "journey-scored",
        new Files()
            .with("problem.yaml", "name: Scored\ntype: scoring\nlimits:\n  time_limit: 3\n")
            .with("problem_statement/problem.tex", "\\problemname{Scored}")
            .with(
                "data/testdata.yaml",
                "on_reject: continue\ngrader_flags: first_error accept_if_any_accepted\nrange: 0 100\n")
            .with("data/secret/testdata.yaml", "on_reject: continue\nrange: 0 100\n")
            .with(
                "data/secret/easy/testdata.yaml",
                "on_reject: break\naccept_score: 30\ngrader_flags: min\nrange: 0 30\n")
            .with(
                "data/secret/hard/testdata.yaml",
                "on_reject: break\naccept_score: 70\ngrader_flags: min\nrange: 0 70\n")
            .with("data/sample/testdata.yaml", "accept_score: 0\nrange: 0 0\n")
            .with("submissions/accepted/add.py", ADD)
            .test("sample/1", "1 2\n", "3\n")
            .test("secret/easy/1", "1 1\n", "2\n")
            .test("secret/easy/2", "2 2\n", "4\n")
            .test("secret/hard/1", "1000 1000\n", "2000\n")
            .test("secret/hard/2", "5 5\n", "10\n"));
    JsonNode full = judge("journey-scored", ADD);
    assertThat(full.path("score").decimalValue()).as(full.toString()).isEqualByComparingTo("100");
    JsonNode some =
        judge("journey-scored", "a, b = map(int, input().split())\nprint(a + b if a < 100 else 0)");
    assertThat(some.path("score").decimalValue()).as(some.toString()).isEqualByComparingTo("30");
    assertThat(codes(some)).contains("secret/hard/1 WA", "secret/hard/2 SK");
    assertThat(some.path("groups").valueStream().map(g -> g.path("path").asString()).toList())
        .contains("sample", "secret/easy", "secret/hard", "secret", "");
  }

  @Test
  void aCheckerOfThePackageDecides() throws Exception {
    upload(
        "journey-checked",
        sums()
            .with("problem.yaml", "name: Checked\nvalidation: custom\nlimits:\n  time_limit: 3\n")
            .with(
                "output_validators/check/check.cpp",
                """
                #include <fstream>
                #include <iostream>
                int main(int, char* argv[]) {
                  long a, b, sum;
                  std::ifstream(argv[1]) >> a >> b;
                  std::ofstream message(std::string(argv[3]) + "teammessage.txt");
                  if (std::cin >> sum && sum == a + b) return 42;
                  message << "that is not the sum";
                  return 43;
                }
                """));
    assertThat(code(judge("journey-checked", ADD + "print('and more')"))).isEqualTo("AC");
    JsonNode wrong = judge("journey-checked", "print(3)");
    assertThat(code(wrong)).isEqualTo("WA");
    assertThat(wrong.path("tests").path(1).path("teamMessage").asString())
        .isEqualTo("that is not the sum");
  }

  @Test
  void aBrokenCheckerTakesItsVersionOutOfUseUntilItIsReleased() throws Exception {
    Files files =
        sums()
            .with("problem.yaml", "name: Broken\nvalidation: custom\nlimits:\n  time_limit: 3\n")
            .with("output_validators/check/check.py", "raise SystemExit('\\x1b[31mno')\n");
    String version = upload("journey-broken", files).path("version").asString();
    JsonNode result = judge("journey-broken", ADD);
    assertThat(code(result)).isEqualTo("JE");
    assertThat(result.path("attempt").asInt()).isEqualTo(1);

    Map<String, Object> body =
        Map.of("language", "python", "source", ADD, "problem", "journey-broken");
    Answer refused = client.post("/api/v1/submissions", body);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.body().path("type").asString()).isEqualTo("/problems/problem-quarantined");
    assertThat(refused.body().path("detail").asString()).contains("exit code 1");
    Answer released =
        client.post("/api/v1/problems/journey-broken/versions/" + version + "/release", Map.of());
    assertThat(released.status()).isEqualTo(204);
    assertThat(client.post("/api/v1/submissions", body).status()).isEqualTo(201);
  }
}
