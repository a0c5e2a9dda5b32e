package dev.glovebox.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class LanguagePropertiesTest {

  private static LanguageProperties bound(Map<String, String> keys) {
    return new Binder(new MapConfigurationPropertySource(keys))
        .bindOrCreate("glovebox.languages", LanguageProperties.class);
  }

  @Test
  void hasDefaults() {
    assertThat(bound(Map.of()))
        .isEqualTo(
            new LanguageProperties(
                Path.of("images"), null, Duration.ofSeconds(2), Duration.ofSeconds(30)));
  }

  @Test
  void readsEveryKey() {
    assertThat(
            bound(
                Map.of(
                    "glovebox.languages.directory", "/opt/images",
                    "glovebox.languages.states", "/var/states",
                    "glovebox.languages.refresh-missing", "3s",
                    "glovebox.languages.refresh-ready", "1m")))
        .isEqualTo(
            new LanguageProperties(
                Path.of("/opt/images"),
                Path.of("/var/states"),
                Duration.ofSeconds(3),
                Duration.ofMinutes(1)));
  }
}
