package dev.glovebox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.glovebox.submission.QueueFull;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every bad request gets a 4xx problem that names the field and the rule; nothing is stored. */
class RefusedRequestTest extends ApiTest {

  private static Arguments bad(String field, String rule, String members) {
    return Arguments.of(field, rule, "{\"language\":\"cpp\"," + members + "}");
  }

  static Stream<Arguments> badSubmissions() {
    String ok = "\"source\":\"x\"";
    return Stream.of(
        Arguments.of("language", "required", "{\"source\":\"x\"}"),
        Arguments.of("language", "required", "{\"source\":\"x\",\"language\":null}"),
        Arguments.of("language", "wrong-type", "{\"source\":\"x\",\"language\":7}"),
        Arguments.of("language", "not-allowed", "{\"source\":\"x\",\"language\":\"brainf\"}"),
        Arguments.of("language", "characters", "{\"source\":\"x\",\"language\":\"c\\u0000pp\"}"),
        Arguments.of("source", "required", "{\"language\":\"cpp\"}"),
        bad("image", "unknown-field", ok + ",\"image\":\"evil\""),
        bad("source", "wrong-type", "\"source\":[\"x\"]"),
        bad("source", "characters", "\"source\":\"\\ud800\""),
        bad("files", "exclusive", ok + ",\"files\":[{\"name\":\"a.cpp\",\"content\":\"\"}]"),
        bad("files", "wrong-type", "\"files\":{}"),
        bad("files", "required", "\"files\":[]"),
        bad("files", "not-allowed", "\"files\":[{\"name\":\"a.py\",\"content\":\"\"}]"),
        bad("files[0]", "wrong-type", "\"files\":[7]"),
        bad("files[0].name", "required", "\"files\":[{\"content\":\"\"}]"),
        bad("files[0].content", "required", "\"files\":[{\"name\":\"a.cpp\"}]"),
        bad(
            "files[0].mode",
            "unknown-field",
            "\"files\":[{\"name\":\"a.cpp\",\"content\":\"\",\"mode\":7}]"),
        bad(
            "files[0].contentBase64",
            "base64",
            "\"files\":[{\"name\":\"a.cpp\",\"contentBase64\":\"?\"}]"),
        bad(
            "files[0].contentBase64",
            "exclusive",
            "\"files\":[{\"name\":\"a.cpp\",\"content\":\"\",\"contentBase64\":\"\"}]"),
        bad(
            "files[1].name",
            "duplicate",
            "\"files\":[{\"name\":\"Main.cpp\",\"content\":\"\"},{\"name\":\"main.CPP\",\"content\":\"\"}]"),
        bad("main", "not-allowed", ok + ",\"main\":\"other.cpp\""),
        bad(
            "compileOptions[1]",
            "not-allowed",
            ok + ",\"compileOptions\":[\"-O2\",\"; rm -rf /\"]"),
        bad("compileOptions[0]", "not-allowed", ok + ",\"compileOptions\":[\"-O2\\n\"]"),
        bad("compileOptions", "wrong-type", ok + ",\"compileOptions\":\"-O2\""),
        bad("arguments[0]", "characters", ok + ",\"arguments\":[\"a\\u0000b\"]"),
        bad("arguments[0]", "wrong-type", ok + ",\"arguments\":[1]"),
        bad("stdin", "wrong-type", ok + ",\"stdin\":1"),
        bad("stdin", "exclusive", ok + ",\"stdin\":\"\",\"tests\":[{}]"),
        bad("stdinBase64", "base64", ok + ",\"stdinBase64\":\"a b\""),
        bad("tests", "required", ok + ",\"tests\":[]"),
        bad("tests[0].inputs", "unknown-field", ok + ",\"tests\":[{\"inputs\":\"\"}]"),
        bad("tests[0].name", "characters", ok + ",\"tests\":[{\"name\":\"\\u0000\"}]"),
        bad(
            "tests[0].comparison",
            "not-allowed",
            ok + ",\"tests\":[{\"expected\":\"\",\"comparison\":\"fuzzy\"}]"),
        bad("tests[0].comparison", "not-allowed", ok + ",\"tests\":[{\"comparison\":\"exact\"}]"),
        bad(
            "tests[0].comparison.type",
            "required",
            ok + ",\"tests\":[{\"expected\":\"\",\"comparison\":{}}]"),
        bad(
            "tests[0].comparison.caseSensitive",
            "not-allowed",
            ok
                + ",\"tests\":[{\"expected\":\"\",\"comparison\":{\"type\":\"exact\",\"caseSensitive\":true}}]"),
        bad(
            "tests[0].comparison.floatTolerance",
            "out-of-range",
            ok
                + ",\"tests\":[{\"expected\":\"\",\"comparison\":{\"type\":\"kattis\",\"floatTolerance\":-1}}]"),
        bad(
            "tests[0].comparison.floatTolerance",
            "out-of-range",
            ok
                + ",\"tests\":[{\"expected\":\"\",\"comparison\":{\"type\":\"kattis\",\"floatTolerance\":1e999999999}}]"),
        bad("comparison", "not-allowed", ok + ",\"comparison\":\"exact\""),
        bad("limits", "wrong-type", ok + ",\"limits\":1"),
        bad("limits.cpu", "unknown-field", ok + ",\"limits\":{\"cpu\":1}"),
        bad("limits.cpuTime", "wrong-type", ok + ",\"limits\":{\"cpuTime\":\"1\"}"),
        bad("limits.cpuTime", "out-of-range", ok + ",\"limits\":{\"cpuTime\":0}"),
        bad("limits.cpuTime", "out-of-range", ok + ",\"limits\":{\"cpuTime\":61}"),
        bad("limits.cpuTime", "wrong-type", ok + ",\"limits\":{\"cpuTime\":1e999999999}"),
        bad("limits.wallTime", "out-of-range", ok + ",\"limits\":{\"wallTime\":\"10m\"}"),
        bad("limits.memory", "out-of-range", ok + ",\"limits\":{\"memory\":\"15MiB\"}"),
        bad("limits.memory", "out-of-range", ok + ",\"limits\":{\"memory\":\"999999999999GiB\"}"),
        bad("limits.memory", "wrong-type", ok + ",\"limits\":{\"memory\":\"256 megs\"}"),
        bad("limits.processes", "out-of-range", ok + ",\"limits\":{\"processes\":0}"),
        bad("limits.processes", "wrong-type", ok + ",\"limits\":{\"processes\":1.5}"),
        bad("limits.output", "out-of-range", ok + ",\"limits\":{\"output\":-1}"),
        bad("limits.fileSize", "out-of-range", ok + ",\"limits\":{\"fileSize\":\"2GiB\"}"),
        bad("limits.stack", "out-of-range", ok + ",\"limits\":{\"stack\":1}"),
        bad("network", "not-allowed", ok + ",\"network\":\"host\""),
        bad("isolation", "not-allowed", ok + ",\"isolation\":\"none\""),
        bad("priority", "not-allowed", ok + ",\"priority\":\"urgent\""),
        bad("stopAtFirstFailure", "wrong-type", ok + ",\"stopAtFirstFailure\":\"true\""),
        bad("mergeStderr", "wrong-type", ok + ",\"mergeStderr\":0"),
        bad("onOutputLimit", "not-allowed", ok + ",\"onOutputLimit\":\"explode\""),
        bad("metadata", "wrong-type", ok + ",\"metadata\":[]"),
        bad("metadata.a", "wrong-type", ok + ",\"metadata\":{\"a\":1}"),
        bad("metadata.a", "characters", ok + ",\"metadata\":{\"a\":\"\\u0000\"}"),
        bad("metadata.a", "characters", ok + ",\"metadata\":{\"a\":\"\\udc00x\"}"),
        bad("metadata", "characters", ok + ",\"metadata\":{\"\\u0000\":\"\"}"),
        bad("idempotencyKey", "too-long", ok + ",\"idempotencyKey\":\"" + "k".repeat(201) + "\""),
        bad("idempotencyKey", "required", ok + ",\"idempotencyKey\":\" \""));
  }

  @ParameterizedTest
  @MethodSource("badSubmissions")
  void aBadSubmissionIsRefusedByFieldAndRule(String field, String rule, String body) {
    var response = post("/api/v1/submissions", body);
    assertProblem(response, 400, "invalid-request");
    assertThat(json(response).get("errors").valueStream())
        .as(response.body())
        .anyMatch(error ->
            error.get("field").stringValue().equals(field)
                && error.get("rule").stringValue().equals(rule)
                && !error.get("message").stringValue().isBlank());
    assertThat(submissions.views).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/etc/passwd",
        "../x.cpp",
        "a/../b.cpp",
        "./a.cpp",
        "a//b.cpp",
        "a/",
        "-o",
        "@args",
        "a/-o",
        "a/@args/b.cpp",
        "C:\\\\x.cpp",
        "a\\\\b.cpp",
        "a\\u0000.cpp",
        "a\\nb.cpp",
        "a\\u202eppc.x",
        ".stdin",
        "a/.git/x",
        " a.cpp",
        "{options}",
        "a/b/c/d/e/f/g/h/i.cpp",
        "\\ud800.cpp"
      })
  void anUnsafeFileNameIsRefused(String name) {
    var response =
        post(
            "/api/v1/submissions",
            "{\"language\":\"cpp\",\"files\":[{\"name\":\"ok.cpp\",\"content\":\"\"},{\"name\":\"%s\",\"content\":\"\"}]}"
                .formatted(name));
    assertProblem(response, 400, "invalid-request");
    assertThat(json(response).get("errors").valueStream().map(e -> e.get("field").stringValue()))
        .contains("files[1].name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"é.cpp|e\\u0301.cpp", "a|a/b.cpp", "a/b.cpp|A", "straße.cpp|STRASSE.cpp"})
  void aNameThatIsTheSameOnSomeFileSystemIsRefused(String names) {
    List<String> both = List.of(names.split("\\|"));
    var response =
        post(
            "/api/v1/submissions",
            "{\"language\":\"cpp\",\"files\":[{\"name\":\"%s\",\"content\":\"\"},{\"name\":\"%s\",\"content\":\"\"}]}"
                .formatted(both.get(0), both.get(1)));
    assertProblem(response, 400, "invalid-request");
    assertThat(response.body()).contains("duplicate");
  }

  @Test
  void allFaultsAreToldAtOnce() {
    var response =
        post(
            "/api/v1/submissions?wait=perhaps&colour=red",
            "{\"source\":1,\"limits\":{\"memory\":0},\"x\":1}");
    assertThat(json(response).get("errors").valueStream().map(e -> e.get("field").stringValue()))
        .containsExactlyInAnyOrder("wait", "colour", "language", "source", "limits.memory", "x");
  }

  @Test
  void aBatchIsRefusedAsAWholeWithTheFaultsOfAll() {
    var response =
        post(
            "/api/v1/submissions/batch",
            """
            {"submissions":[{"language":"cpp","source":""},{"language":"cpp"},{"source":"","language":"x"}]}\
            """);
    assertProblem(response, 400, "invalid-request");
    assertThat(json(response).get("errors").valueStream().map(e -> e.get("field").stringValue()))
        .containsExactly("submissions[1].source", "submissions[2].language");
    assertThat(submissions.views).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"a\":1,\"a\":2}",
        "{} {}",
        "nope",
        "{\"a\":NaN}",
        "{\"a\":\"\\x\"}",
        "{'a':1}",
        "{\"\\ud800\":1}"
      })
  void malformedJsonIsRefusedWithItsPlace(String body) {
    var response = post("/api/v1/submissions", body);
    if (body.isEmpty()) {
      assertProblem(response, 400, "invalid-request");
      return;
    }
    assertProblem(response, 400, "malformed-json");
    assertThat(json(response).get("detail").stringValue()).containsPattern("line 1, column \\d+");
  }

  @Test
  void invalidUtf8AndDeepNestingAreMalformed() {
    var invalid =
        send(
            request("/api/v1/submissions")
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofByteArray(
                        new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'})));
    assertProblem(invalid, 400, "malformed-json");
    assertProblem(post("/api/v1/submissions", "{\"a\":".repeat(2000)), 400, "malformed-json");
    assertProblem(post("/api/v1/submissions", "[]"), 400, "invalid-request");
  }

  @Test
  void aBodyIsCountedWhateverItsHeaderSays() {
    String large = "{\"language\":\"cpp\",\"source\":\"" + "x".repeat(300_000) + "\"}";
    assertProblem(post("/api/v1/submissions", large), 413, "too-large");
    var chunked =
        send(
            request("/api/v1/submissions")
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8)))));
    assertProblem(chunked, 413, "too-large");
    String small = "{\"language\":\"cpp\",\"source\":\"" + "x".repeat(100_000) + "\"}";
    assertThat(post("/api/v1/submissions", small).statusCode()).isEqualTo(201);
  }

  @Test
  void slowBodiesDoNotShutOthersOut() throws IOException {
    var held = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 8; i++) {
        held.add(announce(150_000));
      }
      String large = "{\"language\":\"cpp\",\"source\":\"" + "x".repeat(150_000) + "\"}";
      assertThat(post("/api/v1/submissions", large).statusCode()).isEqualTo(201);
    } finally {
      for (Socket socket : held) {
        socket.close();
      }
    }
  }

  @Test
  void aBodyThatNeverComesIsGivenUp() throws IOException {
    try (Socket silent = announce(1000)) {
      assertThat(answer(silent)).startsWith("HTTP/1.1 408").contains("/problems/request-timeout");
    }
  }

  @Test
  void aBodyThatTricklesIsGivenUp() throws IOException {
    try (Socket slow = announce(100_000)) {
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> {
            if (slow.getInputStream().available() == 0) {
              slow.getOutputStream().write(' ');
            }
            return slow.getInputStream().available() > 0;
          });
      assertThat(answer(slow)).startsWith("HTTP/1.1 408").contains("/problems/request-timeout");
    }
  }

  /** A connection that says it will send a body. */
  private Socket announce(int bytes) throws IOException {
    var socket = new Socket("127.0.0.1", port);
    String head =
        "POST /api/v1/submissions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(key, bytes);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** The answer up to its end; the server closes the connection after it. */
  private static String answer(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "state=waiting",
        "verdict=nice",
        "language=%00",
        "from=yesterday",
        "to=%2B1000000000-01-01T00:00:00Z",
        "limit=0",
        "limit=201",
        "limit=ten",
        "cursor=AAAA",
        "cursor=%00",
        "sort=asc",
        "limit=1&limit=2"
      })
  void aBadParameterIsNamed(String query) {
    var response = get("/api/v1/submissions?" + query);
    assertProblem(response, 400, "invalid-request");
    assertThat(json(response).get("errors").get(0).get("field").stringValue())
        .isEqualTo(query.substring(0, query.indexOf('=')));
  }

  @Test
  void methodsMediaTypesAndPathsAreRefusedAsProblems() {
    assertProblem(send(request("/api/v1/languages").DELETE()), 405, "method-not-allowed");
    assertProblem(
        send(request("/api/v1/submissions").header("Accept", "application/xml")),
        406,
        "not-acceptable");
    assertProblem(
        send(
            request("/api/v1/submissions")
                .header("Content-Type", "text/xml")
                .POST(HttpRequest.BodyPublishers.ofString("<a/>"))),
        415,
        "unsupported-media-type");
    assertProblem(get("/api/v1/nothing"), 404, "not-found");
    for (String id :
        List.of("7", "0-0-0-0-0", "00000000-0000-0000-0000-000000000000", "x%20--privileged")) {
      assertProblem(get("/api/v1/submissions/" + id), 404, "not-found");
      assertProblem(get("/api/v1/submissions/" + id + "/events"), 404, "not-found");
      assertProblem(post("/api/v1/submissions/" + id + "/cancel", ""), 404, "not-found");
    }
    assertProblem(get("/api/v1/submissions/%2e%2e%2f"), 400, "bad-request");
    assertProblem(get("/api//v1/submissions;a=b"), 400, "bad-request");
  }

  @Test
  void aRequestThatIsNotHttpIsAnsweredWithAProblem() throws IOException {
    try (var socket = new Socket("127.0.0.1", port)) {
      socket
          .getOutputStream()
          .write("GET /a\u0001b HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer)
          .startsWith("HTTP/1.1 400")
          .contains("application/problem+json")
          .contains("/problems/bad-request")
          .doesNotContain("Tomcat");
    }
  }

  @Test
  void aLanguageThatIsNotReadyIsRefusedForNow() {
    var response = post("/api/v1/submissions", "{\"language\":\"cobol\",\"source\":\"x\"}");
    assertProblem(response, 503, "language-not-ready");
    assertThat(response.headers().firstValue("Retry-After")).contains("5");
    assertThat(response.body()).contains("being built");
  }

  @Test
  void aFullQueueIsToldApartFromATenantsOwn() {
    submissions.full = Optional.of(new QueueFull(false, Duration.ofSeconds(7)));
    var all = post("/api/v1/submissions", "{\"language\":\"cpp\",\"source\":\"x\"}");
    assertProblem(all, 503, "queue-full");
    assertThat(all.headers().firstValue("Retry-After")).contains("7");
    submissions.full = Optional.of(new QueueFull(true, Duration.ofSeconds(9)));
    var own = post("/api/v1/submissions", "{\"language\":\"cpp\",\"source\":\"x\"}");
    assertProblem(own, 429, "tenant-queue-full");
    assertThat(own.headers().firstValue("Retry-After")).contains("9");
  }

  @Test
  void ourOwnFailureShowsNothingOfItself() {
    submissions.broken = Optional.of(new IllegalStateException("secret detail"));
    var response = post("/api/v1/submissions", "{\"language\":\"cpp\",\"source\":\"x\"}");
    assertProblem(response, 500, "internal-error");
    assertThat(response.body()).doesNotContain("secret", "Exception", "dev.glovebox");
  }

  private static void assertProblem(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    var body = json(response);
    assertThat(body.get("type").stringValue()).isEqualTo("/problems/" + code);
    assertThat(body.get("status").intValue()).isEqualTo(status);
    assertThat(response.body()).doesNotContain("\\n\\tat ");
  }
}
