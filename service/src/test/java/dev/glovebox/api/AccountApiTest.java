package dev.glovebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.account.ApiKeys;
import dev.glovebox.account.Sessions;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** Tenants, people, keys and the audit log, as administrators handle them over the API. */
class AccountApiTest extends ApiTest {

  private static final String BECAUSE = "{\"reason\": \"left us\"}";

  @Autowired Sessions sessions;
  @Autowired ApiKeys apiKeys;
  @Autowired JdbcTemplate jdbc;

  @Test
  void aTenantGetsPeopleWhoSignInUntilTheyAreDisabled() throws Exception {
    String name = "a-" + UUID.randomUUID();
    JsonNode made = made(post("/api/v1/tenants", "{\"name\": \"%s\"}".formatted(name)));
    assertThat(made.path("name").asString()).isEqualTo(name);
    assertThat(entry("made a tenant", name)).isEqualTo("key test");

    JsonNode user = made(post("/api/v1/users", user("ann " + name, name, "member")));
    String password = user.path("password").asString();
    String path = "/api/v1/users/" + user.path("id").asString();
    assertThat(signIn("ann " + name, password)).isTrue();
    assertThat(get(path).body()).doesNotContain(password);
    assertThat(json(get(path)).path("enabled").asBoolean()).isTrue();

    String other = json(post(path + "/password", "")).path("password").asString();
    assertThat(signIn("ann " + name, password)).isFalse();
    assertThat(signIn("ann " + name, other)).isTrue();
    assertThat(json(post(path + "/role", "{\"role\": \"operator\"}")).path("role").asString())
        .isEqualTo("operator");

    String session = sessions.signIn("ann " + name, other, Duration.ofHours(1)).orElseThrow();
    assertThat(post(path + "/sign-out", "").statusCode()).isEqualTo(200);
    assertThat(sessions.find(session)).isEmpty();
    assertThat(json(post(path + "/disable", BECAUSE)).path("enabled").asBoolean()).isFalse();
    assertThat(signIn("ann " + name, other)).isFalse();
    assertThat(audit("subject=ann%20" + name + "&action=disabled%20an%20account"))
        .singleElement()
        .satisfies(one -> assertThat(one.path("detail").asString()).isEqualTo("left us"));
    assertThat(json(post(path + "/enable", "")).path("enabled").asBoolean()).isTrue();
    assertThat(signIn("ann " + name, other)).isTrue();
  }

  @Test
  void aDisabledTenantIsRefusedUntilItIsEnabled() throws Exception {
    String name = "d-" + UUID.randomUUID();
    String path = "/api/v1/tenants/" + name;
    made(post("/api/v1/tenants", "{\"name\": \"%s\"}".formatted(name)));
    String password =
        made(post("/api/v1/users", user("dora " + name, name, "member")))
            .path("password")
            .asString();
    String theirs =
        made(post("/api/v1/keys", key("robot", name, "\"ci:read\"", 7))).path("key").asString();
    String admin = key;
    String session = sessions.signIn("dora " + name, password, Duration.ofHours(1)).orElseThrow();
    key = theirs;
    assertThat(get("/api/v1/keys/current").statusCode()).isEqualTo(200);
    key = admin;

    assertThat(post(path + "/disable", "{}").statusCode()).as("without a reason").isEqualTo(400);
    JsonNode disabled = json(post(path + "/disable", BECAUSE));
    assertThat(disabled.path("enabled").asBoolean()).isFalse();
    assertThat(disabled.path("reason").asString()).isEqualTo("left us");
    assertThat(json(get(path))).isEqualTo(disabled);
    assertThat(sessions.find(session)).isEmpty();
    assertThat(signIn("dora " + name, password)).isFalse();
    key = theirs;
    HttpResponse<String> refused = get("/api/v1/keys/current");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(json(refused).path("type").asString()).isEqualTo("/problems/tenant-disabled");
    key = theirs.substring(0, theirs.length() - 1) + (theirs.endsWith("a") ? "b" : "a");
    assertThat(get("/api/v1/keys/current").statusCode()).as("a wrong key").isEqualTo(401);
    key = admin;
    assertThat(audit("subject=" + name + "&action=disabled%20a%20tenant"))
        .singleElement()
        .satisfies(one -> assertThat(one.path("detail").asString()).isEqualTo("left us"));

    JsonNode enabled = json(post(path + "/enable", ""));
    assertThat(enabled.path("enabled").asBoolean()).isTrue();
    assertThat(enabled.has("reason")).isFalse();
    assertThat(sessions.find(session)).as("sessions are gone for good").isEmpty();
    assertThat(signIn("dora " + name, password)).isTrue();
    key = theirs;
    assertThat(get("/api/v1/keys/current").statusCode()).isEqualTo(200);
    key = admin;
    assertThat(entry("enabled a tenant", name)).isEqualTo("key test");
  }

  @Test
  void nobodyDisablesTheOwnTenantOrThatOfTheLastAdministrator() {
    HttpResponse<String> own = post("/api/v1/tenants/t-" + tenant + "/disable", BECAUSE);
    assertThat(own.statusCode()).isEqualTo(409);
    assertThat(json(own).path("type").asString()).isEqualTo("/problems/not-allowed");
    String last =
        jdbc.queryForList(
                "select t.name from tenant t join account a on a.tenant_id = t.id"
                    + " where a.role = 'admin' and a.disabled_at is null and t.disabled_at is null",
                String.class)
            .getFirst();
    jdbc.update(
        "update account set disabled_at = '2001-01-01' where role = 'admin' and disabled_at is null"
            + " and tenant_id <> (select id from tenant where name = ?)",
        last);
    HttpResponse<String> refused = post("/api/v1/tenants/" + last + "/disable", BECAUSE);
    jdbc.update("update account set disabled_at = null where disabled_at = '2001-01-01'");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("No administrator would be left.");
    assertThat(post("/api/v1/tenants/nobody/disable", BECAUSE).statusCode()).isEqualTo(404);
  }

  @Test
  void anAccountIsLinkedWithOneIdentityAndThatWithOneAccount() {
    String name = "link " + UUID.randomUUID();
    String id = made(post("/api/v1/users", user(name, "default", "member"))).path("id").asString();
    String other =
        made(post("/api/v1/users", user(name + " 2", "default", "member"))).path("id").asString();
    String identity =
        "{\"issuer\": \"https://sso.example.org\", \"subject\": \"%s\"}".formatted(id);
    JsonNode linked = json(post("/api/v1/users/" + id + "/link", identity));
    assertThat(linked.path("identity").path("subject").asString()).isEqualTo(id);
    assertThat(linked.path("identity").path("issuer").asString())
        .isEqualTo("https://sso.example.org");
    assertThat(post("/api/v1/users/" + other + "/link", identity).statusCode()).isEqualTo(409);
    assertThat(post("/api/v1/users/" + id + "/link", identity.replace(id, "another")).statusCode())
        .isEqualTo(409);
    assertThat(
            post("/api/v1/users/" + other + "/link", identity.replace(id, "with blank"))
                .statusCode())
        .isEqualTo(400);
    assertThat(json(post("/api/v1/users/" + id + "/unlink", "")).has("identity")).isFalse();
    assertThat(post("/api/v1/users/" + id + "/unlink", "").statusCode()).isEqualTo(404);
    assertThat(entry("linked an account", name.replace(" ", "%20"))).isEqualTo("key test");
    assertThat(entry("unlinked an account", name.replace(" ", "%20"))).isEqualTo("key test");
  }

  @Test
  void aKeyWorksUntilItIsRevokedAndReadsItself() {
    String name = "t-" + tenant;
    JsonNode made = made(post("/api/v1/keys", key("robot", name, "\"ci:read\"", 7)));
    String path = "/api/v1/keys/" + made.path("id").asString();
    String secret = made.path("key").asString();
    assertThat(made.path("expiresAt").isMissingNode()).isFalse();
    assertThat(get(path).body() + get("/api/v1/keys").body()).doesNotContain(secret.substring(17));

    String admin = key;
    key = secret;
    JsonNode self = json(get("/api/v1/keys/current"));
    assertThat(self.path("id")).isEqualTo(made.path("id"));
    assertThat(self.path("scopes").get(0).asString()).isEqualTo("ci:read");
    assertThat(get(path).statusCode()).isEqualTo(403);
    key = admin;
    assertThat(post(path + "/revoke", "{}").statusCode()).isEqualTo(400);
    assertThat(json(post(path + "/revoke", BECAUSE)).has("revokedAt")).isTrue();
    assertThat(entry("revoked an API key", made.path("prefix").asString())).isEqualTo("key test");
    key = secret;
    assertThat(get("/api/v1/keys/current").statusCode()).isEqualTo(401);
  }

  @Test
  void bothSecretsWorkUntilTheOverlapEnds() {
    String admin = key;
    JsonNode made = made(post("/api/v1/keys", key("robot", "t-" + tenant, "\"ci:read\"", 7)));
    String path = "/api/v1/keys/" + made.path("id").asString();
    JsonNode rotated = json(post(path + "/rotate", "{\"lifetimeDays\": 0}"));
    assertThat(rotated.path("id")).isEqualTo(made.path("id"));
    assertThat(rotated.has("expiresAt")).isFalse();
    assertThat(rotated.at("/former/prefix")).isEqualTo(made.path("prefix"));
    Instant until = Instant.parse(rotated.at("/former/until").asString());
    assertThat(until)
        .isBetween(Instant.now().plusSeconds(86_300), Instant.now().plusSeconds(86_500));
    assertThat(works(made)).isTrue();
    assertThat(works(rotated)).isTrue();
    apiKeys.destroy(); // writes what it has noted
    key = admin;
    JsonNode used = json(get(path));
    assertThat(used.has("lastUsedAt") && used.path("former").has("lastUsedAt")).isTrue();
    assertThat(post(path + "/rotate", "{}").statusCode()).isEqualTo(409);

    jdbc.update(
        "update api_key set former_until = now() - interval '1s' where id = ?::uuid",
        made.path("id").asString());
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !works(made));
    assertThat(works(rotated)).isTrue();

    key = admin;
    JsonNode again = json(post(path + "/rotate", "{\"overlapSeconds\": 3600}"));
    JsonNode leaked = json(post(path + "/rotate", "{\"overlapSeconds\": 0}"));
    assertThat(works(rotated) || works(again)).isFalse();
    assertThat(works(leaked)).isTrue();
    key = admin;
    post(path + "/revoke", BECAUSE);
    assertThat(works(leaked)).isFalse();
    key = admin;
    assertThat(post(path + "/rotate", "{}").statusCode()).isEqualTo(409);
    assertThat(audit("action=rotated%20an%20API%20key&subject=" + made.path("prefix").asString()))
        .hasSize(1);
  }

  @Test
  void aKeyRotatesItselfWithoutGettingOlder() {
    JsonNode made = made(post("/api/v1/keys", key("robot", "t-" + tenant, "\"ci:read\"", 7)));
    key = made.path("key").asString();
    String path = "/api/v1/keys/current/rotate";
    assertThat(post(path, "{\"overlapSeconds\": 0}").statusCode()).isEqualTo(400);
    assertThat(post(path, "{\"lifetimeDays\": 90}").statusCode()).isEqualTo(400);
    assertThat(post(path, "{\"overlapSeconds\": 99999999}").statusCode()).isEqualTo(400);
    JsonNode rotated = json(post(path, "{}"));
    assertThat(rotated.path("expiresAt")).isEqualTo(made.path("expiresAt"));
    assertThat(works(made) && works(rotated)).isTrue();
    assertThat(post(path, "{}").statusCode()).isEqualTo(409);
  }

  private boolean works(JsonNode answer) {
    key = answer.path("key").asString();
    return get("/api/v1/keys/current").statusCode() == 200;
  }

  @Test
  void oneAdministratorIsAlwaysLeft() {
    String name = "t-" + tenant;
    jdbc.update("update account set role = 'viewer' where role = 'admin'");
    String first =
        made(post("/api/v1/users", user("x " + name, name, "admin"))).path("id").asString();
    String second =
        made(post("/api/v1/users", user("y " + name, name, "admin"))).path("id").asString();
    assertThat(post("/api/v1/users/" + first + "/disable", BECAUSE).statusCode()).isEqualTo(200);
    for (HttpResponse<String> refused :
        List.of(
            post("/api/v1/users/" + second + "/disable", BECAUSE),
            post("/api/v1/users/" + second + "/role", "{\"role\": \"operator\"}"))) {
      assertThat(refused.statusCode()).isEqualTo(409);
      assertThat(json(refused).path("type").asString()).isEqualTo("/problems/not-allowed");
    }
    assertThat(post("/api/v1/users/" + first + "/enable", "").statusCode()).isEqualTo(200);
    assertThat(post("/api/v1/users/" + second + "/disable", BECAUSE).statusCode()).isEqualTo(200);
  }

  @Test
  void pagesFollowEachOtherWithoutGapOrRepetition() {
    String name = "t-" + tenant;
    for (int i = 0; i < 3; i++) {
      made(post("/api/v1/users", user("p" + i + " " + name, name, "viewer")));
      made(post("/api/v1/keys", key("k" + i, name, "\"admin\"", 0)));
    }
    assertThat(walk("/api/v1/users?limit=2&tenant=" + name, "users"))
        .extracting(one -> one.path("name").asString())
        .containsExactly("p0 " + name, "p1 " + name, "p2 " + name);
    assertThat(walk("/api/v1/keys?limit=3&tenant=" + name, "keys"))
        .extracting(one -> one.path("name").asString())
        .containsExactly("k2", "k1", "k0", "test");
    assertThat(walk("/api/v1/tenants?limit=50", "tenants"))
        .extracting(one -> one.path("name").asString())
        .contains(name)
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(walk("/api/v1/audit?limit=2&actor=key%20test&subject=k1", "entries")).isNotEmpty();
    assertThat(json(get("/api/v1/users?tenant=nobody")).path("users").size()).isZero();
  }

  @Test
  void theAuditLogIsFilteredAndItsChainChecked() {
    String name = "b-" + UUID.randomUUID();
    made(post("/api/v1/tenants", "{\"name\": \"%s\"}".formatted(name)));
    JsonNode found = json(get("/api/v1/audit?check=true&subject=" + name));
    assertThat(found.at("/chain/whole").asBoolean()).isTrue();
    assertThat(found.path("entries").size()).isOne();
    assertThat(audit("subject=" + name + "&to=2020-01-01T00:00:00Z")).isEmpty();
    assertThat(audit("subject=" + name + "&from=2020-01-01T00:00:00Z&actor=nobody")).isEmpty();
    assertThat(json(get("/api/v1/audit")).has("chain")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/v1/tenants | {\"name\": \"Upper\"} | 400 | invalid-request",
        "/api/v1/tenants | {} | 400 | invalid-request",
        "/api/v1/tenants | {\"name\": \"t-TENANT\"} | 409 | name-taken",
        "/api/v1/users | {\"name\": \"x\", \"tenant\": \"nobody\", \"role\": \"viewer\"} | 404 | not-found",
        "/api/v1/users | {\"name\": \"x\", \"tenant\": \"t-TENANT\", \"role\": \"king\"} | 400 | invalid-request",
        "/api/v1/users | {\"name\": \"<i>\", \"tenant\": \"t-TENANT\", \"role\": \"viewer\"} | 400 | invalid-request",
        "/api/v1/keys | {\"name\": \"x\", \"tenant\": \"t-TENANT\", \"scopes\": []} | 400 | invalid-request",
        "/api/v1/keys | {\"name\": \"x\", \"tenant\": \"t-TENANT\", \"scopes\": [\"all\"]} | 400 | invalid-request",
        "/api/v1/keys | {\"name\": \"x\", \"tenant\": \"t-TENANT\", \"scopes\": [\"admin\"], \"lifetimeDays\": 4000} | 400 | invalid-request",
        "/api/v1/users/x/enable | {} | 404 | not-found",
        "/api/v1/keys/00000000-0000-4000-8000-000000000000/revoke | {\"reason\": \"x\"} | 404 | not-found"
      })
  void whatCannotBeDoneIsAProblem(String path, String body, int status, String kind) {
    HttpResponse<String> refused = post(path, body.replace("TENANT", tenant.toString()));
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(status);
    assertThat(json(refused).path("type").asString()).isEqualTo("/problems/" + kind);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/users?cursor=%00", "/api/v1/users?cursor=AA", "/api/v1/keys?cursor=x",
    "/api/v1/audit?cursor=-1", "/api/v1/audit?from=now", "/api/v1/audit?actor=%00",
    "/api/v1/tenants?limit=0", "/api/v1/audit?colour=red"
  })
  void wrongQueriesAreRefused(String path) {
    assertThat(get(path).statusCode()).as(path).isEqualTo(400);
  }

  private boolean signIn(String name, String password) throws InterruptedException {
    return sessions.signIn(name, password, Duration.ofHours(1)).isPresent();
  }

  private String entry(String action, String subject) {
    return audit("action=" + action.replace(" ", "%20") + "&subject=" + subject)
        .getFirst()
        .path("actor")
        .asString();
  }

  private List<JsonNode> audit(String query) {
    return json(get("/api/v1/audit?" + query)).path("entries").valueStream().toList();
  }

  private List<JsonNode> walk(String path, String list) {
    List<JsonNode> seen = new ArrayList<>();
    JsonNode page = json(get(path));
    while (true) {
      seen.addAll(page.path(list).valueStream().toList());
      if (!page.has("next")) {
        return seen;
      }
      page = json(get(path + "&cursor=" + page.path("next").asString()));
    }
  }

  private static JsonNode made(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return json(answer);
  }

  private static String user(String name, String tenant, String role) {
    return "{\"name\": \"%s\", \"tenant\": \"%s\", \"role\": \"%s\"}".formatted(name, tenant, role);
  }

  private static String key(String name, String tenant, String scopes, int days) {
    return "{\"name\": \"%s\", \"tenant\": \"%s\", \"scopes\": [%s], \"lifetimeDays\": %d}"
        .formatted(name, tenant, scopes, days);
  }
}
