package dev.glovebox.judge0;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.support.SharedGlovebox;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the service says of itself. */
class InformationTest {

  private static final Judge0Client client = Judge0Client.of(SharedGlovebox.get());

  @AfterAll
  static void close() {
    client.close();
  }

  @Test
  void languages() throws Exception {
    JsonNode active = client.read("/languages/");
    List<Integer> ids = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (JsonNode language : active) {
      assertThat(List.copyOf(language.propertyNames())).containsExactly("id", "name");
      ids.add(language.path("id").asInt());
      names.add(language.path("name").asString());
    }
    assertThat(ids).contains(46, 50, 54, 62, 63, 71, 109).doesNotContain(1, 47, 70, 87);
    assertThat(names.indexOf("C (GCC 9.2.0)")).isLessThan(names.indexOf("Python (3.8.1)"));
    JsonNode all = client.read("/languages/all");
    assertThat(all.size()).isEqualTo(113);
    assertThat(List.copyOf(all.get(0).propertyNames()))
        .containsExactly("id", "name", "is_archived");
  }

  @Test
  void oneLanguage() throws Exception {
    var c = client.get("/languages/50");
    assertThat(c.names())
        .containsExactly("id", "name", "is_archived", "source_file", "compile_cmd", "run_cmd");
    assertThat(c.json().path("source_file").asString()).isEqualTo("main.c");
    assertThat(c.json().path("compile_cmd").isString()).isTrue();
    JsonNode archived = client.read("/languages/4");
    assertThat(archived.path("name").asString()).isEqualTo("C (gcc 7.2.0)");
    assertThat(archived.path("is_archived").asBoolean()).isTrue();
    JsonNode python = client.read("/languages/71");
    assertThat(python.path("compile_cmd").isNull()).isTrue();
    assertThat(client.read("/languages/89").path("source_file").isNull()).isTrue();
  }

  /** Under the same numbers it has other languages. */
  @Test
  void theOtherFlavour() throws Exception {
    var service = SharedGlovebox.get();
    try (var extra = new Judge0Client(service.uri() + "/judge0-extra", service.apiKey())) {
      assertThat(extra.read("/about").path("version").asString()).isEqualTo("1.13.1-extra");
      assertThat(extra.read("/languages/10/").path("name").asString())
          .isEqualTo("Python for ML (3.7.7)");
      assertThat(extra.get("/languages/71").status()).isEqualTo(404);
      assertThat(extra.read("/languages").findValuesAsString("name"))
          .contains("Python for ML (3.12.5)", "Multi-file program")
          .doesNotContain("Python (3.8.1)");
      JsonNode done =
          extra.run(
              "wait=true&fields=stdout,language_id,language",
              "{\"source_code\":\"print(1)\",\"language_id\":10}");
      assertThat(done.toString())
          .isEqualTo(
              "{\"language_id\":10,\"stdout\":\"1\\n\","
                  + "\"language\":{\"id\":10,\"name\":\"Python for ML (3.7.7)\"}}");
      assertThat(extra.post("/submissions", "{\"source_code\":\"1\",\"language_id\":71}").text())
          .isEqualTo("{\"language_id\":[\"language with id 71 doesn't exist\"]}");
      var other = extra.send(extra.request("/about").GET().build());
      assertThat(other.status()).isEqualTo(401);
    }
  }

  @Test
  void statuses() throws Exception {
    JsonNode statuses = client.read("/statuses");
    assertThat(statuses.size()).isEqualTo(14);
    assertThat(statuses.get(0).toString()).isEqualTo("{\"id\":1,\"description\":\"In Queue\"}");
    assertThat(statuses.get(13).path("description").asString()).isEqualTo("Exec Format Error");
  }

  @Test
  void whoIsThere() throws Exception {
    assertThat(client.get("/about").names())
        .containsExactly("version", "homepage", "source_code", "maintainer");
    assertThat(client.read("/about").path("version").asString()).isEqualTo("1.13.1");
    for (String path : List.of("/version", "/license", "/isolate")) {
      var text = client.get(path);
      assertThat(text.status()).isEqualTo(200);
      assertThat(text.http().headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/plain");
      assertThat(text.text()).isNotBlank();
    }
    assertThat(client.get("/version").text().strip()).isEqualTo("1.13.1");
  }

  @Test
  void configuration() throws Exception {
    var info = client.get("/config_info");
    assertThat(info.names()).hasSize(39).startsWith("maintenance_mode", "enable_wait_result");
    assertThat(info.names())
        .endsWith("use_docs_as_homepage", "allow_enable_network", "enable_network");
    assertThat(info.text())
        .contains(
            "\"cpu_time_limit\":5.0",
            "\"max_wall_time_limit\":20.0",
            "\"memory_limit\":128000",
            "\"callbacks_timeout\":5.0",
            "\"allowed_languages_for_compile_options\":[]");
  }

  @Test
  void figures() throws Exception {
    var statistics = client.get("/statistics?invalidate_cache=true");
    assertThat(statistics.names())
        .containsExactly(
            "created_at", "cached_until", "submissions", "languages", "statuses", "database");
    JsonNode workers = client.read("/workers");
    assertThat(List.copyOf(workers.get(0).propertyNames()))
        .containsExactly("queue", "size", "available", "idle", "working", "paused", "failed");
    assertThat(workers.get(0).path("queue").asString()).isEqualTo("1.13.1");
    JsonNode system = client.read("/system_info");
    assertThat(system.path("CPU(s)").isString()).isTrue();
    assertThat(system.path("Mem").isString()).isTrue();
  }
}
