package dev.glovebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.account.Scope;
import dev.glovebox.ci.store.Caches;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** Caches of projects: lists, deletions, and what jobs say of theirs. */
class CacheApiTest extends ApiTest {

  private static final String LIST = "/api/v1/caches?project=acme/app";

  @Autowired Caches caches;
  @Autowired JdbcTemplate jdbc;

  private static String run(String cache, String rest) {
    return "{\"project\":\"acme/app\",\"ref\":\"fork\",%s\"jobs\":[{\"name\":\"a\",\"image\":\"i\",\"steps\":[{\"run\":[\"true\"]}],\"cache\":[%s]}]}"
        .formatted(rest, cache);
  }

  private void save(boolean trusted, String... keys) throws Exception {
    JsonNode run = json(post("/api/v1/runs", run("", trusted ? "" : "\"trusted\":false,")));
    UUID attempt = UUID.fromString(run.at("/jobs/0/attempt").asString());
    for (String name : keys) {
      byte[] archive = ("PK\3\4" + name).getBytes(StandardCharsets.UTF_8);
      caches.save(attempt, name, 7, new ByteArrayInputStream(archive));
    }
  }

  private List<String> listed(JsonNode page) {
    return page.path("caches").valueStream().map(c -> c.path("key").asString()).toList();
  }

  @Test
  void theyAreListedPageByPageAndDeleted() throws Exception {
    save(true, "one", "two");
    save(false, "three");
    JsonNode page = json(get(LIST + "&limit=2"));
    assertThat(listed(page)).containsExactly("three", "two");
    assertThat(page.at("/caches/0/trusted").asBoolean(true)).isFalse();
    assertThat(page.at("/caches/0/ref").asString()).isEqualTo("fork");
    assertThat(page.at("/caches/1/trusted").asBoolean(false)).isTrue();
    assertThat(page.at("/caches/1/files").asInt()).isEqualTo(7);
    assertThat(page.at("/caches/1/size").asInt()).isEqualTo(7);
    JsonNode rest = json(get(LIST + "&limit=2&cursor=" + page.path("next").asString()));
    assertThat(listed(rest)).containsExactly("one");
    assertThat(rest.has("next")).isFalse();

    String one = "/api/v1/caches/" + rest.at("/caches/0/id").asString();
    String mine = key;
    key = keys.key(keys.tenant(), Scope.ADMIN);
    assertThat(listed(json(get(LIST)))).isEmpty();
    assertThat(send(request(one).DELETE()).statusCode()).isEqualTo(404);
    assertThat(json(send(request(LIST).DELETE())).path("deleted").asInt()).isZero();
    key = mine;
    assertThat(send(request(one).DELETE()).statusCode()).isEqualTo(204);
    assertThat(send(request(one).DELETE()).statusCode()).isEqualTo(404);
    assertThat(json(send(request(LIST).DELETE())).path("deleted").asInt()).isEqualTo(2);
    assertThat(listed(json(get(LIST)))).isEmpty();
    assertThat(
            jdbc.queryForList(
                "select action || ' ' || subject from audit_entry where detail = ? order by id",
                String.class,
                "tenant " + tenant))
        .containsExactly("deleted a cache one", "deleted all caches acme/app");
  }

  @Test
  void jobsSayWhatTheyCache() {
    HttpResponse<String> created =
        post(
            "/api/v1/runs",
            run(
                """
                {"files":["go.sum"],"key":"go","fallbackKeys":["go-main"],"paths":["pkg/**"],"policy":"pull_push","when":"always"},
                {"key":"$CI_COMMIT_REF_SLUG/x","paths":["b"],"policy":"pull"}\
                """,
                ""));
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    String plan =
        jdbc.queryForObject(
            "select plan from ci_job where id = ?",
            String.class,
            UUID.fromString(json(created).at("/jobs/0/id").asString()));
    JsonNode planned = JSON.readTree(plan).path("caches");
    assertThat(planned.size()).isEqualTo(2);
    assertThat(planned.at("/0/key").asString()).isEqualTo("go");
    assertThat(planned.at("/0/files/0").asString()).isEqualTo("go.sum");
    assertThat(planned.at("/0/fallbackKeys/0").asString()).isEqualTo("go-main");
    assertThat(planned.at("/0/policy").asString()).isEqualTo("pull-push");
    assertThat(planned.at("/0/when").asString()).isEqualTo("ALWAYS");
    assertThat(planned.at("/1/policy").asString()).isEqualTo("pull");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'key':'k'}                                    | jobs[0].cache[0].paths",
        "{'key':'a/b','paths':['p']}                    | jobs[0].cache[0].key",
        "{'key':'..','paths':['p']}                     | jobs[0].cache[0].key",
        "{'key':'a%2Fb','paths':['p']}                  | jobs[0].cache[0].key",
        "{'key':'','paths':['p']}                       | jobs[0].cache[0].key",
        "{'files':[],'paths':['p']}                     | jobs[0].cache[0].files",
        "{'files':['a','b','c'],'paths':['p']}          | jobs[0].cache[0].files",
        "{'policy':'never','paths':['p']}               | jobs[0].cache[0].policy",
        "{'when':'manual','paths':['p']}                | jobs[0].cache[0].when",
        "{'colour':1,'paths':['p']}                     | jobs[0].cache[0].colour"
      },
      quoteCharacter = '~')
  void whatIsWrongIsTold(String cache, String field) {
    HttpResponse<String> refused = post("/api/v1/runs", run(cache.replace('\'', '"'), ""));
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
    assertThat(json(refused).at("/errors/0/field").asString()).isEqualTo(field);
  }

  @Test
  void wrongParametersAreRefused() {
    for (String query :
        List.of(
            "",
            "?project=",
            "?project=a&project=b",
            "?project=a&limit=0",
            "?project=a&cursor=x",
            "?project=a&colour=1")) {
      assertThat(get("/api/v1/caches" + query).statusCode()).as(query).isEqualTo(400);
    }
    assertThat(send(request("/api/v1/caches").DELETE()).statusCode()).isEqualTo(400);
    assertThat(send(request("/api/v1/caches/x").DELETE()).statusCode()).isEqualTo(404);
  }
}
