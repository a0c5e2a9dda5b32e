package dev.glovebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.account.Scope;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** Secrets go in and never come out. */
class SecretApiTest extends ApiTest {

  private static final String VALUE = "correct-horse-battery";

  @Autowired JdbcTemplate jdbc;

  private HttpResponse<String> put(String name, String body) {
    return send(
        request("/api/v1/secrets/" + name + "?project=acme/app")
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body)));
  }

  @Test
  void noAnswerAndNoRowHasTheValue() {
    HttpResponse<String> created =
        put("TOKEN", "{\"value\":\"%s\",\"refs\":[\"main\"]}".formatted(VALUE));
    assertThat(created.statusCode()).as(created.body()).isEqualTo(200);
    assertThat(json(created).has("warning")).isFalse();
    HttpResponse<String> list = get("/api/v1/secrets?project=acme/app");
    assertThat(json(list).at("/secrets/0/name").asString()).isEqualTo("TOKEN");
    assertThat(json(list).at("/secrets/0/refs/0").asString()).isEqualTo("main");
    assertThat(created.body() + list.body()).doesNotContain(VALUE);
    byte[] first = ciphertext();
    assertThat(new String(first, StandardCharsets.ISO_8859_1)).doesNotContain("correct");

    put("TOKEN", "{\"value\":\"%s\"}".formatted(VALUE));
    assertThat(ciphertext()).isNotEqualTo(first);
    JsonNode again = json(get("/api/v1/secrets?project=acme/app"));
    assertThat(again.path("secrets").size()).isOne();
    assertThat(again.at("/secrets/0/refs").isEmpty()).isTrue();
    assertThat(json(post("/api/v1/runs", run())).path("number").asInt()).isOne();
  }

  private byte[] ciphertext() {
    List<byte[]> all =
        jdbc.query(
            "select ciphertext from ci_secret where tenant_id = ?",
            (row, _) -> row.getBytes(1),
            tenant);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private static String run() {
    return "{\"project\":\"acme/app\",\"jobs\":[{\"name\":\"a\",\"image\":\"i\",\"secrets\":[{\"name\":\"TOKEN\"}],\"steps\":[{\"run\":[\"true\"]}]}]}";
  }

  @Test
  void aSecretIsItsTenantsAndCanBeDeleted() {
    put("TOKEN", "{\"value\":\"%s\"}".formatted(VALUE));
    String mine = key;
    key = keys.key(keys.tenant(), Scope.ADMIN);
    assertThat(json(get("/api/v1/secrets?project=acme/app")).path("secrets").isEmpty()).isTrue();
    String path = "/api/v1/secrets/TOKEN?project=acme/app";
    assertThat(send(request(path).DELETE()).statusCode()).isEqualTo(404);
    key = mine;
    assertThat(send(request(path).DELETE()).statusCode()).isEqualTo(204);
    assertThat(send(request(path).DELETE()).statusCode()).isEqualTo(404);
    assertThat(
            jdbc.queryForList(
                "select action from audit_entry where subject = 'TOKEN of acme/app' and detail = ? order by id",
                String.class,
                "tenant " + tenant))
        .containsExactly("put a secret", "deleted a secret");
  }

  @Test
  void whatCannotBeMaskedIsTold() {
    assertThat(json(put("A", "{\"value\":\"abc\"}")).path("warning").asString())
        .contains("too short");
    assertThat(json(put("B", "{\"value\":\"production\"}")).path("warning").asString())
        .contains("too common");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1A   | {\"value\":\"x\"}                 | name",
        "A    | {}                                | value",
        "A    | {\"value\":7}                     | value",
        "A    | {\"value\":\"a\\u0000b\"}         | value",
        "A    | {\"value\":\"x\",\"refs\":[7]}    | refs[0]",
        "A    | {\"value\":\"x\",\"colour\":1}    | colour"
      })
  void whatIsWrongIsTold(String name, String body, String field) {
    HttpResponse<String> refused = put(name, body);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused).at("/errors/0/field").asString()).isEqualTo(field);
    assertThat(get("/api/v1/secrets").statusCode()).isEqualTo(400);
  }
}
