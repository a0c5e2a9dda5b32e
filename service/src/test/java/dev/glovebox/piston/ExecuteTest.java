package dev.glovebox.piston;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.support.SharedGlovebox;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Jobs that run, over HTTP and in real sandboxes. */
class ExecuteTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String[] STAGE = {
    "signal",
    "stdout",
    "stderr",
    "code",
    "output",
    "memory",
    "message",
    "status",
    "cpu_time",
    "wall_time"
  };

  private static PistonClient client;
  private static JsonNode python;

  @BeforeAll
  static void connect() throws Exception {
    client = PistonClient.of(SharedGlovebox.get());
    python = Catalogue.awaitVersion(client, "python");
    Catalogue.awaitVersion(client, "c++");
  }

  @AfterAll
  static void disconnect() {
    client.close();
  }

  private static ObjectNode job(String language, String content) {
    ObjectNode job = JSON.createObjectNode().put("language", language).put("version", "*");
    job.putArray("files").addObject().put("content", content);
    return job;
  }

  private static JsonNode run(ObjectNode job) throws Exception {
    return client.run(job.toString());
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asString).toList();
  }

  @Test
  void runtimesHaveThePistonNames() throws Exception {
    JsonNode cpp = Catalogue.awaitVersion(client, "c++");

    assertThat(cpp.propertyNames()).containsExactly("language", "version", "aliases", "runtime");
    assertThat(cpp.path("runtime").asString()).isEqualTo("gcc");
    assertThat(texts(cpp.path("aliases"))).contains("cpp", "g++");
    assertThat(cpp.path("version").asString()).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(python.propertyNames()).containsExactly("language", "version", "aliases");
    assertThat(texts(python.path("aliases"))).contains("py", "python3");
  }

  @Test
  void anAnswerHasEveryKeyInOrder() throws Exception {
    JsonNode answer = run(job("py", "print('hi')"));

    assertThat(answer.propertyNames()).containsExactly("run", "language", "version");
    assertThat(answer.path("language").asString()).isEqualTo("python");
    assertThat(answer.path("version")).isEqualTo(python.path("version"));
    JsonNode run = answer.path("run");
    assertThat(run.propertyNames()).containsExactly(STAGE);
    assertThat(run.path("stdout").asString()).isEqualTo("hi\n");
    assertThat(run.path("stderr").asString()).isEmpty();
    assertThat(run.path("output").asString()).isEqualTo("hi\n");
    assertThat(run.path("code").intValue()).isZero();
    assertThat(run.path("signal").isNull()).isTrue();
    assertThat(run.path("message").isNull()).isTrue();
    assertThat(run.path("status").isNull()).isTrue();
    assertThat(run.path("memory").longValue()).isGreaterThan(1_000_000);
    assertThat(run.path("cpu_time").isIntegralNumber()).isTrue();
    assertThat(run.path("wall_time").longValue()).isPositive();
  }

  @Test
  void clientsOfThePublicInstanceFindIt() throws Exception {
    String body = job("python", "print(1)").toString();

    assertThat(client.get("api/v2/piston/runtimes").body())
        .isEqualTo(client.get("api/v2/runtimes").body());
    assertThat(
            client
                .send("POST", "api/v2/piston/execute", body)
                .body()
                .path("run")
                .path("stdout")
                .asString())
        .isEqualTo("1\n");
    assertThat(
            client
                .answer(
                    client
                        .anonymous("api/v2/piston/execute")
                        .header("Content-Type", "application/json")
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body))
                        .build())
                .status())
        .isEqualTo(401);
  }

  @Test
  void compiledLanguagesHaveACompileStage() throws Exception {
    JsonNode answer = run(job("c++", "#include <cstdio>\nint main() { puts(\"hi\"); return 3; }"));

    assertThat(answer.propertyNames()).containsExactly("compile", "run", "language", "version");
    assertThat(answer.path("compile").propertyNames()).containsExactly(STAGE);
    assertThat(answer.path("compile").path("code").intValue()).isZero();
    assertThat(answer.path("compile").path("status").isNull()).isTrue();
    JsonNode run = answer.path("run");
    assertThat(run.path("stdout").asString()).isEqualTo("hi\n");
    assertThat(run.path("code").intValue()).isEqualTo(3);
    assertThat(run.path("status").asString()).isEqualTo("RE");
    assertThat(run.path("message").asString()).isEqualTo("Exited with error status 3");
  }

  @Test
  void whatDoesNotCompileHasTheCompilersAnswerTwice() throws Exception {
    JsonNode answer = run(job("cpp", "int main() { return x; }"));

    JsonNode compile = answer.path("compile");
    assertThat(answer.path("run")).isEqualTo(compile);
    assertThat(compile.path("code").intValue()).isEqualTo(1);
    assertThat(compile.path("stderr").asString()).contains("not declared");
    assertThat(compile.path("status").asString()).isEqualTo("RE");
    assertThat(compile.path("message").asString()).isEqualTo("Exited with error status 1");
  }

  @ParameterizedTest
  @CsvSource({"c++,*", "cpp,10.2.0", "g++,>=5", "c++,10.x", "c++,^10.0.0 || 1.x"})
  void selectorsFindOurVersion(String language, String selector) throws Exception {
    JsonNode answer = run(job(language, "int main() {}").put("version", selector));

    assertThat(answer.path("language").asString()).isEqualTo("c++");
    assertThat(answer.path("run").path("code").intValue()).isZero();
  }

  @Test
  void theExactVersionOfTheListIsFound() throws Exception {
    String version = python.path("version").asString();
    String major = version.substring(0, version.indexOf('.'));
    for (String selector :
        List.of(version, "=" + version, "~" + version, major, major + ".x", major + ".*")) {
      assertThat(client.execute(job("python", "").put("version", selector).toString()).status())
          .as(selector)
          .isEqualTo(200);
    }
  }

  @Test
  void filesLieBesideTheMainOneInAnyEncoding() throws Exception {
    ObjectNode job = JSON.createObjectNode().put("language", "python").put("version", "3.10.0");
    job.putArray("files")
        .addObject()
        .put("name", "data.bin")
        .put("content", "ff00 is where it ends")
        .put("encoding", "hex");
    var files = job.withArray("files");
    files
        .addObject()
        .put("name", "start.code")
        .put("content", "import helper, sys\nhelper.show()\nprint(sys.argv[1:])");
    files
        .addObject()
        .put("name", "helper.py")
        .put("encoding", "utf8")
        .put(
            "content",
            "import os\nd = os.path.dirname(os.path.abspath(__file__))\n"
                + "def show():\n"
                + "  for n in ('data.bin', 'lib/more.txt'): print(open(os.path.join(d, n), 'rb').read())");
    files
        .addObject()
        .put("name", "lib/more.txt")
        .put("encoding", "base64")
        .put("content", "aM\nO*2==");
    job.putArray("args").add("a b").add("$(id)").add(3);

    JsonNode run = run(job).path("run");

    assertThat(run.path("stderr").asString()).isEmpty();
    assertThat(run.path("stdout").asString())
        .isEqualTo("b'\\xff\\x00'\nb'h\\xc3\\xb6'\n['a b', '$(id)', '3']\n");
  }

  @Test
  void inputEndsWithANewline() throws Exception {
    String program = "import sys\nprint(repr(sys.stdin.read()))";
    JsonNode none = run(job("python", program));
    JsonNode some = run(job("python", program).put("stdin", "a\nb"));
    JsonNode whole = run(job("python", program).put("stdin", "ä\n"));

    assertThat(none.path("run").path("stdout").asString()).isEqualTo("'\\n'\n");
    assertThat(some.path("run").path("stdout").asString()).isEqualTo("'a\\nb\\n'\n");
    assertThat(whole.path("run").path("stdout").asString()).isEqualTo("'ä\\n'\n");
  }

  @Test
  void outputIsInTheOrderOfWriting() throws Exception {
    String program =
        """
        import os, time
        for i in range(20):
            os.write(1, b'o%d\\n' % i)
            time.sleep(0.005)
            os.write(2, b'e%d\\n' % i)
            time.sleep(0.005)
        """;
    JsonNode run = run(job("python", program)).path("run");

    String out = lines("o%d\n");
    String err = lines("e%d\n");
    assertThat(run.path("stdout").asString()).isEqualTo(out);
    assertThat(run.path("stderr").asString()).isEqualTo(err);
    assertThat(run.path("output").asString()).isEqualTo(lines("o%d\ne%1$d\n"));
  }

  private static String lines(String form) {
    var lines = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      lines.append(form.formatted(i));
    }
    return lines.toString();
  }

  @Test
  void aProgramThatCantBeReadRunsAllTheSame() throws Exception {
    JsonNode answer = run(job("python", "print('never'"));

    assertThat(answer.has("compile")).isFalse();
    JsonNode run = answer.path("run");
    assertThat(run.path("code").intValue()).isEqualTo(1);
    assertThat(run.path("status").asString()).isEqualTo("RE");
    assertThat(run.path("stderr").asString()).contains("SyntaxError").doesNotContain("<string>");
  }

  @Test
  void compilingHasLimitsOfItsOwn() throws Exception {
    String program =
        "template <int N> struct F { static const long v = F<N - 1>::v + F<N - 2>::v + N; };\n"
            + "template <> struct F<0> { static const long v = 0; };\n"
            + "template <> struct F<1> { static const long v = 1; };\n"
            + "#include <bits/stdc++.h>\n#include <regex>\n"
            + "int main() { std::regex r(\"a+b\"); return F<800>::v + std::regex_match(\"ab\", r); }";
    JsonNode time = run(job("c++", program).put("compile_cpu_time", 20));
    JsonNode memory = run(job("c++", program + "//").put("compile_memory_limit", 20_000_000));

    JsonNode compile = time.path("compile");
    assertThat(time.path("run")).isEqualTo(compile);
    assertThat(compile.path("status").asString()).isEqualTo("TO");
    assertThat(compile.path("signal").asString()).isEqualTo("SIGKILL");
    assertThat(compile.path("code").isNull()).isTrue();
    assertThat(compile.path("message").asString()).isEqualTo("Time limit exceeded");
    assertThat(memory.path("compile").path("status").asString()).isIn("SG", "RE");
    assertThat(memory.path("run").path("stdout").asString()).isEmpty();
  }

  @Test
  void aSignalHasAName() throws Exception {
    JsonNode run = run(job("python", "import os\nos.kill(os.getpid(), 11)")).path("run");

    assertThat(run.path("signal").asString()).isEqualTo("SIGSEGV");
    assertThat(run.path("code").isNull()).isTrue();
    assertThat(run.path("status").asString()).isEqualTo("SG");
    assertThat(run.path("message").asString()).isEqualTo("Caught fatal signal 11");
  }

  @Test
  void cpuTimeIsLimited() throws Exception {
    JsonNode run =
        run(job("python", "print('before', flush=True)\nwhile True: pass").put("run_cpu_time", 200))
            .path("run");

    assertThat(run.path("status").asString()).isEqualTo("TO");
    assertThat(run.path("message").asString()).isEqualTo("Time limit exceeded");
    assertThat(run.path("signal").asString()).isEqualTo("SIGKILL");
    assertThat(run.path("code").isNull()).isTrue();
    assertThat(run.path("stdout").asString()).isEqualTo("before\n");
    assertThat(run.path("cpu_time").longValue()).isGreaterThanOrEqualTo(200);
  }

  @Test
  void elapsedTimeIsLimited() throws Exception {
    JsonNode run = run(job("bash", "read line; sleep 100").put("run_timeout", 300)).path("run");

    assertThat(run.path("status").asString()).isEqualTo("TO");
    assertThat(run.path("message").asString()).isEqualTo("Time limit exceeded (wall clock)");
    assertThat(run.path("signal").asString()).isEqualTo("SIGKILL");
    assertThat(run.path("wall_time").longValue()).isGreaterThanOrEqualTo(300);
  }

  @Test
  void memoryIsLimited() throws Exception {
    JsonNode run =
        run(job(
                    "c++",
                    "#include <cstring>\n#include <cstdlib>\n"
                        + "int main() { for (;;) memset(malloc(1 << 20), 1, 1 << 20); }")
                .put("run_memory_limit", 50_000_000))
            .path("run");

    assertThat(run.path("status").asString()).isEqualTo("SG");
    assertThat(run.path("signal").asString()).isEqualTo("SIGKILL");
    assertThat(run.path("message").asString()).isEqualTo("Caught fatal signal 9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "0", "null", "100000000000000", "2.5e8"})
  void memoryMayBeUnlimited(String limit) throws Exception {
    String body = job("python", "print(len(b'x' * 1000))").toString();
    JsonNode answer =
        client.run(body.substring(0, body.length() - 1) + ",\"run_memory_limit\":" + limit + "}");

    assertThat(answer.path("run").path("stdout").asString()).isEqualTo("1000\n");
  }

  @ParameterizedTest
  @CsvSource({"stdout,OL", "stderr,EL"})
  void outputIsLimited(String stream, String status) throws Exception {
    JsonNode run =
        run(job(
                "python",
                "import sys\nwhile True: print('x' * 999, file=sys.%s)".formatted(stream)))
            .path("run");

    assertThat(run.path("status").asString()).isEqualTo(status);
    assertThat(run.path("message").asString()).isEqualTo(stream + " length exceeded");
    assertThat(run.path("signal").asString()).isEqualTo("SIGKILL");
    assertThat(run.path(stream).asString()).hasSize(64 << 10);
  }

  @Test
  void outputThatIsNoTextIsShown() throws Exception {
    JsonNode run = run(job("python", "import os\nos.write(1, b'a\\xff\\x00b')")).path("run");

    assertThat(run.path("stdout").asString()).isEqualTo("a\ufffd\u0000b");
  }

  @Test
  void javaStartsWhateverItsFileIsCalled() throws Exception {
    ObjectNode job =
        job(
            "java",
            "public class Hello { public static void main(String[] a) {"
                + " System.out.println(\"hi\"); } }");
    ((ObjectNode) job.path("files").get(0)).put("name", "my_cool_code");

    assertThat(run(job).path("run").path("output").asString()).isEqualTo("hi\n");
  }

  @Test
  void pagesOfOtherOriginsMayCall() throws Exception {
    var preflight =
        client.answer(
            client
                .anonymous("api/v2/execute")
                .header("Origin", "https://editor.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type,authorization")
                .method("OPTIONS", java.net.http.HttpRequest.BodyPublishers.noBody())
                .build());
    var call =
        client.answer(
            client
                .request("api/v2/runtimes")
                .header("Origin", "https://editor.example")
                .GET()
                .build());

    assertThat(preflight.status()).isEqualTo(200);
    assertThat(preflight.http().headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
    assertThat(preflight.http().headers().firstValue("Access-Control-Allow-Methods").orElse(""))
        .contains("POST");
    assertThat(call.http().headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
  }

  @Test
  void packagesAreTheLanguages() throws Exception {
    boolean listed = false;
    for (JsonNode one : client.get("api/v2/packages").body()) {
      assertThat(one.propertyNames()).containsExactly("language", "language_version", "installed");
      if (one.path("language").asString().equals("python")) {
        listed = true;
        assertThat(one.path("installed").booleanValue()).isTrue();
        assertThat(one.path("language_version")).isEqualTo(python.path("version"));
      }
    }
    assertThat(listed).isTrue();
  }

  @Test
  void packagesAreInstalledAlready() throws Exception {
    var again =
        client.send("POST", "api/v2/packages", "{\"language\":\"python\",\"version\":\"*\"}");
    var unknown =
        client.send("POST", "api/v2/packages", "{\"language\":\"nosuch\",\"version\":\"1.x\"}");
    var nothing = client.send("POST", "api/v2/packages", "{}");

    assertThat(again.status()).isEqualTo(500);
    assertThat(again.body().toString()).isEqualTo("{\"message\":\"Already installed\"}");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.message()).isEqualTo("Requested package nosuch-1.x does not exist");
    assertThat(nothing.status()).isEqualTo(404);
    assertThat(nothing.message()).isEqualTo("Requested package undefined-undefined does not exist");
  }

  @Test
  void packagesAreNotRemoved() throws Exception {
    var kept =
        client.send("DELETE", "api/v2/packages", "{\"language\":\"python\",\"version\":\"*\"}");
    var unknown =
        client.send("DELETE", "api/v2/packages", "{\"language\":\"python\",\"version\":\"1.x\"}");

    assertThat(kept.status()).isEqualTo(500);
    assertThat(kept.message()).contains("can only be uninstalled by the operator");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.message()).isEqualTo("Requested package python-1.x does not exist");
    assertThat(client.get("api/v2/runtimes").body().toString()).contains("\"python\"");
  }
}
