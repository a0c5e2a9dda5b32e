package dev.glovebox.judge0;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.support.SharedGlovebox;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every refusal has exactly the original's form. */
class RefusedTest {

  private static final Judge0Client client = Judge0Client.of(SharedGlovebox.get());

  @AfterAll
  static void close() {
    client.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | {'source_code':['can't be blank'],'language_id':['can't be blank','language with id  doesn't exist']}",
        "{'source_code':' \\n','language_id':71} | {'source_code':['can't be blank']}",
        "{'source_code':'1','language_id':150000} | {'language_id':['language with id 150000 doesn't exist']}",
        "{'source_code':'1','language_id':'x'} | {'language_id':['language with id 0 doesn't exist']}",
        "{'source_code':'1','language_id':1} | {'language_id':['language with id 1 is archived and cannot be used anymore']}",
        "{'source_code':'1','language_id':71,'cpu_time_limit':16,'memory_limit':512001} | {'cpu_time_limit':['must be less than or equal to 15.0'],'memory_limit':['must be less than or equal to 512000']}",
        "{'source_code':'1','language_id':71,'cpu_time_limit':'abc','wall_time_limit':0.5} | {'cpu_time_limit':['is not a number'],'wall_time_limit':['must be greater than or equal to 1']}",
        "{'source_code':'1','language_id':71,'number_of_runs':0,'cpu_time_limit':-1} | {'number_of_runs':['must be greater than 0'],'cpu_time_limit':['must be greater than or equal to 0']}",
        "{'source_code':'1','language_id':71,'number_of_runs':21,'stack_limit':128001,'max_file_size':4097} | {'number_of_runs':['must be less than or equal to 20'],'stack_limit':['must be less than or equal to 128000'],'max_file_size':['must be less than or equal to 4096']}",
        "{'source_code':'1','language_id':71,'memory_limit':2047} | {'memory_limit':['must be greater than or equal to 2048']}",
        "{'source_code':'1','language_id':71,'max_processes_and_or_threads':121,'cpu_extra_time':5.1} | {'cpu_extra_time':['must be less than or equal to 5.0'],'max_processes_and_or_threads':['must be less than or equal to 120']}",
        "{'source_code':'1','language_id':71,'compiler_options':'-O2'} | {'compiler_options':['setting compiler options is only allowed for compiled languages']}",
        "{'source_code':'1','language_id':71,'enable_network':true} | {'enable_network':['enabling network is not allowed']}",
      })
  void whatIsWrongIsSaidByAttribute(String request, String errors) throws Exception {
    var refused = client.post("/submissions?wait=true", request.replace('\'', '"'));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text())
        .isEqualTo(
            errors.replace('\'', '"').replace("can\"t", "can't").replace("doesn\"t", "doesn't"));
  }

  @Test
  void longTexts() throws Exception {
    String most = "x".repeat(512);
    String request = "{\"source_code\":\"1\",\"language_id\":71,\"command_line_arguments\":\"%s\"}";
    assertThat(client.post("/submissions", request.formatted(most)).status()).isEqualTo(201);
    assertThat(client.post("/submissions", request.formatted(most + "x")).text())
        .isEqualTo("{\"command_line_arguments\":[\"is too long (maximum is 512 characters)\"]}");
  }

  @Test
  void unknownFields() throws Exception {
    String error = "{\"error\":\"invalid fields: [x, y]\"}";
    for (String path :
        List.of(
            "/submissions/00000000-0000-4000-8000-000000000000?fields=x,token,y",
            "/submissions/batch?tokens=a&fields=x,y")) {
      var refused = client.get(path);
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.text()).isEqualTo(error);
    }
    var refused = client.post("/submissions?fields=x,y", "{}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text()).isEqualTo(error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/submissions/00000000-0000-4000-8000-000000000000",
        "/submissions/nonsense",
        "/languages/9999",
        "/nothing"
      })
  void nothingThere(String path) throws Exception {
    var bare = client.get(path);
    assertThat(bare.status()).isEqualTo(404);
    assertThat(bare.text()).isEmpty();
    var json = client.get(path, "Accept", "application/json");
    assertThat(json.status()).isEqualTo(404);
    assertThat(json.text()).isEqualTo("{\"status\":404,\"error\":\"Not Found\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{\"a\":}", "nonsense", "{\"source_code\":\"1\"} x"})
  void brokenJson(String body) throws Exception {
    var refused = client.post("/submissions", body);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text()).isEmpty();
  }

  @Test
  void withoutAKey() throws Exception {
    for (String path :
        List.of("/about", "/languages", "/submissions/x", "/submissions", "/nothing")) {
      var refused = client.send(client.request(path).GET().build());
      assertThat(refused.status()).as(path).isEqualTo(401);
      assertThat(refused.text()).isEmpty();
    }
    var wrong =
        client.send(
            client.request("/about", "X-Auth-Token", "gbx_aaaaaaaaaaaa_" + "a".repeat(43)).build());
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(client.send(client.request("/").GET().build()).status()).isEqualTo(200);
  }

  @Test
  void keysInHeadersAndInTheQuery() throws Exception {
    String key = SharedGlovebox.get().apiKey();
    assertThat(client.send(client.request("/about?X-Auth-Token=" + key).build()).status())
        .isEqualTo(200);
    assertThat(
            client
                .send(client.request("/about", "Authorization", "Bearer " + key).build())
                .status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "application/json | {\"X-Auth-Token\":\"%s\"} | 200",
        "application/json; charset=utf-8 | {\"X-Auth-Token\":\"%s\",\"a\":1} | 200",
        "application/x-www-form-urlencoded | a=b&X-Auth-Token=%s | 200",
        "application/json | {\"X-Auth-Token\":1} | 401",
        "application/json | {\"X-Auth-Token\":\"x%s\"} | 401",
        "application/json | [\"%s\"] | 401",
        "text/plain | X-Auth-Token=%s | 401",
        "application/json | {\"X-Auth-Token | 400",
        "application/x-www-form-urlencoded | %% | 400"
      })
  void aKeyMayBeInTheBody(String type, String body, int status) throws Exception {
    var answer =
        client.send(
            client
                .request("/authenticate", "Content-Type", type)
                .POST(BodyPublishers.ofString(body.formatted(SharedGlovebox.get().apiKey())))
                .build());
    assertThat(answer.status()).isEqualTo(status);
  }

  @Test
  void bothKeysAndTheProgramMayBeInTheBody() throws Exception {
    String key = SharedGlovebox.get().apiKey();
    String keys = "\"X-Auth-Token\":\"%s\",\"X-Auth-User\":\"%s\"".formatted(key, key);
    assertThat(withoutKey("/authorize", "{" + keys + "}").status()).isEqualTo(200);
    assertThat(withoutKey("/authorize", "{\"X-Auth-Token\":\"%s\"}".formatted(key)).status())
        .isEqualTo(403);
    var done =
        withoutKey(
            "/submissions?wait=true",
            "{%s,\"source_code\":\"print(1)\",\"language_id\":71}".formatted(keys));
    assertThat(done.json().path("stdout").asString()).isEqualTo("1\n");
    String large = "{%s,\"source_code\":\"#%s\"}".formatted(keys, "x".repeat(70_000));
    assertThat(withoutKey("/submissions", large).status()).isEqualTo(401);
  }

  private static Judge0Client.Answer withoutKey(String path, String json) throws Exception {
    return client.send(
        client
            .request(path, "Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build());
  }

  @ParameterizedTest
  @CsvSource({"/about,200", "/,200", "/nothing,404", "/docs.html,200"})
  void everyAnswerHasANumberAndATime(String path, int status) throws Exception {
    var answer = client.get(path);
    assertThat(answer.status()).isEqualTo(status);
    var headers = answer.http().headers();
    assertThat(headers.firstValue("X-Request-Id")).get().asString().hasSize(36);
    assertThat(headers.firstValue("X-Runtime")).get().asString().matches("\\d+\\.\\d{6}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/docs", "/docs/", "/docs.html", "/dummy-client.html"})
  void pagesNeedNoKey(String path) throws Exception {
    var page = client.send(client.request(path).GET().build());
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.http().headers().firstValue("Content-Type"))
        .contains("text/html;charset=utf-8");
    assertThat(page.text()).contains("</html>");
  }

  @Test
  void theSecondKey() throws Exception {
    String key = SharedGlovebox.get().apiKey();
    assertThat(post("/authenticate").status()).isEqualTo(200);
    assertThat(post("/authorize").status()).isEqualTo(403);
    assertThat(post("/authorize", "X-Auth-User", "wrong").status()).isEqualTo(403);
    assertThat(post("/authorize", "X-Auth-User", key).status()).isEqualTo(200);
    assertThat(post("/authorize", "X-Auth-User", key).text()).isEmpty();
    assertThat(client.get("/submissions").status()).isEqualTo(403);
    assertThat(client.delete("/submissions/x").status()).isEqualTo(403);
    var anonymous = client.send(client.request("/authorize").POST(BodyPublishers.noBody()).build());
    assertThat(anonymous.status()).isEqualTo(401);
  }

  @Test
  void pagesOfOtherOriginsMayAsk() throws Exception {
    var asked =
        client.send(
            client
                .request(
                    "/submissions",
                    "Origin",
                    "https://ide.example",
                    "Access-Control-Request-Method",
                    "POST",
                    "Access-Control-Request-Headers",
                    "content-type,x-auth-token")
                .method("OPTIONS", BodyPublishers.noBody())
                .build());
    assertThat(asked.status()).isEqualTo(200);
    assertThat(asked.http().headers().firstValue("Access-Control-Allow-Origin")).contains("*");
    assertThat(
            client
                .get("/about", "Origin", "https://ide.example")
                .http()
                .headers()
                .firstValue("Access-Control-Allow-Origin"))
        .contains("*");
  }

  private static Judge0Client.Answer post(String path, String... headers) throws Exception {
    return client.post(path, "{}", headers);
  }
}
