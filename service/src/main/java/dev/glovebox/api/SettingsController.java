package dev.glovebox.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glovebox.platform.EffectiveSettings;
import dev.glovebox.platform.EffectiveSettings.Setting;
import dev.glovebox.platform.Installation;
import dev.glovebox.platform.RunsIn;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is set, and where it comes from. */
@RestController
@RunsIn(dev.glovebox.platform.Role.API)
class SettingsController {

  private final EffectiveSettings settings;
  private final Installation installation;

  SettingsController(EffectiveSettings settings, Installation installation) {
    this.settings = settings;
    this.installation = installation;
  }

  @GetMapping(path = "/api/v1/admin/settings", produces = MediaType.APPLICATION_JSON_VALUE)
  SettingsBody read() {
    List<Setting> all = settings.all();
    Installation.Facts facts = installation.facts();
    return new SettingsBody(
        facts.version(),
        facts.java(),
        facts.startedAt(),
        facts.database().map(Installation.Database::server),
        facts.database().map(Installation.Database::migration),
        facts.database().map(Installation.Database::migratedAt),
        settings.unknown(all),
        all.stream().map(SettingBody::of).toList());
  }

  /**
   * @param unknown what is set although there is no such setting
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record SettingsBody(
      String version,
      String java,
      Instant startedAt,
      Optional<String> database,
      Optional<String> migration,
      Optional<Instant> migratedAt,
      List<String> unknown,
      List<SettingBody> settings) {}

  /**
   * @param value of a secret only whether there is one
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record SettingBody(
      String name, String value, boolean secret, String source, Optional<String> origin) {
    static SettingBody of(Setting setting) {
      return new SettingBody(
          setting.name(),
          setting.value(),
          setting.secret(),
          ResultBody.code(setting.source()),
          Optional.of(setting.origin()).filter(text -> !text.isEmpty()));
    }
  }
}
