package dev.glovebox.piston;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.support.RestClient;
import dev.glovebox.support.SharedGlovebox;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Conversations with running programs. */
class ConnectTest {

  private static final String CAT =
      "{'type':'init','language':'bash','version':'*','files':[{'content':"
          + "'echo ready; while read line; do echo got $line; done'}]}";

  private static URI base;

  private Talk talk;

  @BeforeAll
  static void learn() throws Exception {
    base = SharedGlovebox.get().uri().resolve("/piston/");
    try (PistonClient client = PistonClient.of(SharedGlovebox.get())) {
      Catalogue.awaitVersion(client, "bash");
      Catalogue.awaitVersion(client, "c++");
      Catalogue.awaitVersion(client, "python");
    }
  }

  @BeforeEach
  void connect() {
    talk = new Talk(base, SharedGlovebox.get().apiKey());
  }

  @AfterEach
  void hangUp() {
    talk.close();
  }

  private static List<String> types(List<JsonNode> messages) {
    return messages.stream().map(message -> message.path("type").asString()).distinct().toList();
  }

  @Test
  void inputGoesInAndOutputComesOut() throws Exception {
    talk.send(
        "{'type':'init','language':'bash','version':'*','stdin':'discarded','args':['x y'],"
            + "'files':[{'content':'echo $1; read a; echo got $a; read b; echo got $b >&2; exit 5'}]}");

    JsonNode runtime = talk.await("runtime");
    assertThat(runtime.propertyNames()).containsExactly("type", "language", "version");
    assertThat(runtime.path("language").asString()).isEqualTo("bash");
    assertThat(talk.await("stage").toString()).isEqualTo("{\"type\":\"stage\",\"stage\":\"run\"}");
    assertThat(talk.await("data").toString())
        .isEqualTo("{\"type\":\"data\",\"stream\":\"stdout\",\"data\":\"x y\\n\"}");
    talk.send("{'type':'data','stream':'stdin','data':'fü'}");
    talk.send("{'type':'data','stream':'stdin','data':'nf\\n'}");
    talk.awaitOutput("got fünf\n");
    talk.send("{'type':'data','stream':'stdin','data':'six\\n'}");
    assertThat(talk.await("data").toString())
        .isEqualTo("{\"type\":\"data\",\"stream\":\"stderr\",\"data\":\"got six\\n\"}");
    assertThat(talk.await("exit").toString())
        .isEqualTo("{\"type\":\"exit\",\"stage\":\"run\",\"code\":5,\"signal\":null}");
    assertThat(talk.awaitClose()).isEqualTo("4999 Job Completed");
  }

  @Test
  void compilingIsAStage() throws Exception {
    talk.send(
        "{'type':'init','language':'c++','version':'*','files':[{'content':"
            + "'#include <cstdio>\\n#warning mind\\nint main() { puts(\\\"hi\\\"); }'}]}");

    assertThat(talk.await("stage").path("stage").asString()).isEqualTo("compile");
    JsonNode warning = talk.await("data");
    assertThat(warning.path("stream").asString()).isEqualTo("stderr");
    assertThat(warning.path("data").asString()).contains("mind");
    assertThat(talk.await("exit").toString())
        .isEqualTo("{\"type\":\"exit\",\"stage\":\"compile\",\"code\":0,\"signal\":null}");
    assertThat(talk.await("stage").path("stage").asString()).isEqualTo("run");
    talk.awaitOutput("hi\n");
    assertThat(talk.await("exit").path("stage").asString()).isEqualTo("run");
    assertThat(talk.awaitClose()).isEqualTo("4999 Job Completed");
  }

  @Test
  void whatDoesNotCompileDoesNotRun() throws Exception {
    talk.send("{'type':'init','language':'c++','version':'*','files':[{'content':'int main( {'}]}");

    assertThat(talk.await("exit").toString())
        .isEqualTo("{\"type\":\"exit\",\"stage\":\"compile\",\"code\":1,\"signal\":null}");
    assertThat(talk.awaitClose()).isEqualTo("4999 Job Completed");
    assertThat(talk.all()).noneMatch(m -> m.path("stage").asString("").equals("run"));
    assertThat(types(talk.all())).containsExactly("runtime", "stage", "data", "exit");
  }

  @Test
  void inputMayComeBeforeTheProgramRuns() throws Exception {
    talk.send(CAT);
    talk.send("{'type':'data','stream':'stdin','data':'early\\n'}");

    talk.awaitOutput("got early\n");
  }

  @Test
  void aSignalEndsTheProgram() throws Exception {
    talk.send(CAT);
    talk.awaitOutput("ready\n");
    talk.send("{'type':'signal','signal':'SIGCONT'}");
    talk.send("{'type':'data','stream':'stdin','data':'still there\\n'}");
    talk.awaitOutput("got still there\n");
    talk.send("{'type':'signal','signal':'SIGTERM'}");

    assertThat(talk.await("exit").toString())
        .isEqualTo("{\"type\":\"exit\",\"stage\":\"run\",\"code\":null,\"signal\":\"SIGKILL\"}");
    assertThat(talk.awaitClose()).isEqualTo("4999 Job Completed");
  }

  @Test
  void timeIsLimited() throws Exception {
    talk.send(CAT.replace("'type':'init'", "'type':'init','run_timeout':300"));

    assertThat(talk.await("exit").path("signal").asString()).isEqualTo("SIGKILL");
    assertThat(talk.awaitClose()).isEqualTo("4999 Job Completed");
  }

  @Test
  void longMessagesArriveWhole() throws Exception {
    String long_ = "x".repeat(200_000);
    talk.send(
        "{'type':'init','language':'python','version':'*','files':[{'content':'print(len(input())) #"
            + long_
            + "'}]}");
    talk.send("{'type':'data','stream':'stdin','data':'" + long_ + "\\n'}");

    talk.awaitOutput("200000\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'data','stream':'stdin','data':'x'}|4003 Not yet initialized",
        "{'type':'signal','signal':'SIGKILL'}|4003 Not yet initialized",
        "{'type':'nothing we know'}|4001 Initialization Timeout",
      })
  void whoeverDoesNotBeginIsLetGo(String message, String close) {
    talk.send(message);

    assertThat(talk.awaitClose()).isEqualTo(close);
    assertThat(talk.all()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'init','language':'nosuch','version':'1','files':[{'content':''}]}"
            + "|nosuch-1 runtime is unknown",
        "{'type':'init'}|language is required as a string",
        "{'type':'init','language':'bash','version':'*','files':[{'content':''}],'run_timeout':4000}"
            + "|run_timeout cannot exceed the configured limit of 3000",
        "[]|a message must be a JSON object",
      })
  void whatIsWrongIsToldBeforeTheClose(String message, String error) throws Exception {
    talk.send(message);

    assertThat(talk.await("error").toString())
        .isEqualTo("{\"type\":\"error\",\"message\":\"" + error + "\"}");
    assertThat(talk.awaitClose()).isEqualTo("4002 Notified Error");
  }

  @Test
  void whatIsNoJsonIsTold() throws Exception {
    talk.send("{'type':");

    assertThat(talk.await("error").path("message").asString()).isNotEmpty();
    assertThat(talk.awaitClose()).isEqualTo("4002 Notified Error");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'init'}|4000 Already Initialized",
        "{'type':'data','stream':'stdout','data':'x'}|4004 Can only write to stdin",
        "{'type':'signal','signal':'SIGNOTHING'}|4005 Invalid signal",
        "{'type':'signal','signal':9}|4005 Invalid signal",
      })
  void aProgramThatRunsIsNoExcuse(String message, String close) throws Exception {
    talk.send(CAT);
    talk.awaitOutput("ready\n");
    talk.send(message);

    assertThat(talk.awaitClose()).isEqualTo(close);
  }

  @Test
  void aProgramEndsWithItsClient() throws Exception {
    talk.send(CAT);
    talk.awaitOutput("ready\n");
    talk.close();

    try (RestClient api = RestClient.of(SharedGlovebox.get())) {
      Awaitility.await("the program is cancelled")
          .atMost(Duration.ofMinutes(2))
          .until(() -> {
            JsonNode newest =
                api.get("/api/v1/submissions?language=bash&limit=1")
                    .body()
                    .path("submissions")
                    .path(0);
            return newest.path("verdict").path("code").asString("").equals("CAN");
          });
    }
  }

  @Test
  void aKeyIsNeeded() {
    assertThatThrownBy(() -> new Talk(base, "gbx_wrong"))
        .hasRootCauseMessage("Unexpected HTTP response status code 401");
  }
}
