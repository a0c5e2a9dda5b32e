package dev.glovebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** What is set, as the API says it. */
@TestPropertySource(
    properties = {
      "glovebox.home=target/settings-test-home", // a context of its own has a database of its own
      "glovebox.database.password=hunter2-is-not-to-be-seen",
      "glovebox.api.max-bodi=1MB",
      "glovebox.webhook.unheard-of=7"
    })
class SettingsApiTest extends ApiTest {

  @Test
  void everySettingIsToldWithItsSourceAndNoSecretIs() {
    String answer = get("/api/v1/admin/settings").body();
    assertThat(answer).doesNotContain("hunter2");
    assertKeeps("Settings", answer);
    JsonNode settings = JSON.readTree(answer);
    assertThat(settings.path("version").asString()).isNotEmpty();
    assertThat(settings.path("migration").asString()).matches("\\d+, .+");
    JsonNode given = find(settings, "glovebox.api.max-body");
    assertThat(given.path("value").asString()).isEqualTo("200KB");
    assertThat(given.path("source").asString()).isNotEqualTo("default");
    JsonNode usual = find(settings, "glovebox.account.use-recording");
    assertThat(usual.path("value").asString()).isEqualTo("30s");
    assertThat(usual.path("source").asString()).isEqualTo("default");
    JsonNode password = find(settings, "glovebox.database.password");
    assertThat(password.path("secret").asBoolean()).isTrue();
    assertThat(password.path("value").asString()).isEqualTo("(set)");
  }

  @Test
  void whatIsSetInVainIsTold() {
    assertThat(
            JSON.readTree(get("/api/v1/admin/settings").body())
                .path("unknown")
                .valueStream()
                .map(JsonNode::asString))
        .contains("glovebox.api.max-bodi", "glovebox.webhook.unheard-of")
        .doesNotContain("glovebox.api.max-body");
  }

  private static JsonNode find(JsonNode settings, String name) {
    return settings
        .path("settings")
        .valueStream()
        .filter(one -> one.path("name").asString().equals(name))
        .findAny()
        .orElseThrow();
  }
}
