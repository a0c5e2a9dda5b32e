package dev.glovebox.piston;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.support.SharedGlovebox;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, with the original's status and words. */
class RefusedJobTest {

  private static PistonClient client;

  @BeforeAll
  static void connect() throws Exception {
    client = PistonClient.of(SharedGlovebox.get());
    Catalogue.awaitVersion(client, "python");
  }

  @AfterAll
  static void disconnect() {
    client.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|language is required as a string",
        "{'language':5}|language is required as a string",
        "{'language':''}|language is required as a string",
        "{'language':'python'}|version is required as a string",
        "{'language':'python','version':3}|version is required as a string",
        "{'language':'python','version':'*'}|files is required as an array",
        "{'language':'python','version':'*','files':{}}|files is required as an array",
        "{'language':'python','version':'*','files':[{'content':'1'},{}]}"
            + "|files[1].content is required as a string",
        "{'language':'python','version':'*','files':[null]}"
            + "|files[0].content is required as a string",
        "{'language':'nosuch','version':'1.2.3','files':[{'content':''}]}"
            + "|nosuch-1.2.3 runtime is unknown",
        "{'language':'python','version':'99.x','files':[{'content':''}]}"
            + "|python-99.x runtime is unknown",
        "{'language':'python','version':'no selector','files':[{'content':''}]}"
            + "|python-no selector runtime is unknown",
        "{'language':'PYTHON','version':'*','files':[{'content':''}]}"
            + "|PYTHON-* runtime is unknown",
        "{'language':'python','version':'*','files':[]}"
            + "|files must include at least one utf8 encoded file",
        "{'language':'python','version':'*','files':[{'content':'00','encoding':'hex'}]}"
            + "|files must include at least one utf8 encoded file",
      })
  void tellsTheFirstRuleThatIsBroken(String body, String message) throws Exception {
    PistonClient.Answer answer = client.execute(body.replace('\'', '"'));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().propertyNames()).containsExactly("message");
    assertThat(answer.message()).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'run_timeout':'3000'|If specified, run_timeout must be a number",
        "'run_timeout':3001|run_timeout cannot exceed the configured limit of 3000",
        "'compile_timeout':10001|compile_timeout cannot exceed the configured limit of 10000",
        "'run_cpu_time':1e300|run_cpu_time cannot exceed the configured limit of 3000",
        "'compile_cpu_time':10000.5|compile_cpu_time cannot exceed the configured limit of 10000",
        "'run_cpu_time':-1|run_cpu_time must be non-negative",
        "'compile_memory_limit':true|If specified, compile_memory_limit must be a number",
        "'run_memory_limit':{}|If specified, run_memory_limit must be a number",
        "'run_timeout':9999,'run_memory_limit':'x'|If specified, run_memory_limit must be a number",
        "'args':'abc'|args must be an array",
        "'args':[{}]|args[0] must be a string",
        "'stdin':7|stdin must be a string",
      })
  void holdsJobsToTheLimits(String field, String message) throws Exception {
    String body =
        "{'language':'python','version':'*','files':[{'content':'print(1)'}]," + field + "}";

    PistonClient.Answer answer = client.execute(body.replace('\'', '"'));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource({"../../etc/passwd", "/etc/passwd", "a/../../b", "-o", "'a\u0000b'"})
  void letsNoNameEscape(String name) throws Exception {
    String escaped = name.replace("\u0000", "\\u0000");
    PistonClient.Answer answer =
        client.execute(
            """
            {"language":"python","version":"*","files":[{"content":"1"},{"name":"%s","content":""}]}\
            """
                .formatted(escaped));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).startsWith("files[1].name ");
  }

  @Test
  void twoFilesCantHaveOneName() throws Exception {
    PistonClient.Answer answer =
        client.execute(
            """
            {"language":"python","version":"*",
             "files":[{"name":"a.py","content":"1"},{"name":"a.py","content":"2"}]}\
            """);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).startsWith("files[1].name ");
  }

  @ParameterizedTest
  @CsvSource({"{", "nul", "'{\"language\": \"python\"'"})
  void jsonThatIsNoneHasAStack(String body) throws Exception {
    PistonClient.Answer answer = client.execute(body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("stack").asString("")).startsWith("SyntaxError: ");
    assertThat(answer.message()).isNotEmpty();
  }

  @Test
  void bodiesMustBeJson() throws Exception {
    for (String path : new String[] {"api/v2/execute", "api/v2/packages", "api/v2/nothing"}) {
      for (var type :
          Map.of("text", "text/plain", "form", "application/x-www-form-urlencoded").values()) {
        PistonClient.Answer answer =
            client.answer(
                client
                    .request(path)
                    .header("Content-Type", type)
                    .POST(BodyPublishers.ofString("{}"))
                    .build());
        assertThat(answer.status()).as(path).isEqualTo(415);
        assertThat(answer.message()).isEqualTo("requests must be of type application/json");
      }
    }
    PistonClient.Answer none =
        client.answer(client.request("api/v2/execute").POST(BodyPublishers.noBody()).build());
    assertThat(none.status()).isEqualTo(415);
  }

  @Test
  void theTypeMayHaveACharset() throws Exception {
    PistonClient.Answer answer =
        client.answer(
            client
                .request("api/v2/execute")
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(BodyPublishers.ofString("{}"))
                .build());

    assertThat(answer.message()).isEqualTo("language is required as a string");
  }

  @Test
  void whatIsNotThereIsNotFound() throws Exception {
    for (String path :
        new String[] {"api/v2/execute", "api/v2/nothing", "api/v1/execute", "nothing"}) {
      PistonClient.Answer answer = client.get(path);
      assertThat(answer.status()).as(path).isEqualTo(404);
      assertThat(answer.body().toString()).isEqualTo("{\"message\":\"Not Found\"}");
    }
    assertThat(client.send("PUT", "api/v2/execute", "{}").status()).isEqualTo(404);
  }

  @Test
  void aKeyIsNeeded() throws Exception {
    PistonClient.Answer none = client.answer(client.anonymous("api/v2/runtimes").GET().build());
    PistonClient.Answer wrong =
        client.answer(
            client
                .anonymous("api/v2/execute")
                .header("Authorization", "Bearer gbx_wrong")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))
                .build());

    assertThat(none.status()).isEqualTo(401);
    assertThat(none.message()).isNotEmpty();
    assertThat(wrong.status()).isEqualTo(401);
  }

  @Test
  void theKeyMayComeWithBearerOrWithout() throws Exception {
    String key = SharedGlovebox.get().apiKey();
    for (String value : new String[] {key, "Bearer " + key, "bearer " + key}) {
      PistonClient.Answer answer =
          client.answer(
              client.anonymous("api/v2/runtimes").header("Authorization", value).GET().build());
      assertThat(answer.status()).as(value.substring(0, 6)).isEqualTo(200);
    }
  }
}
