package dev.glovebox.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class JudgePropertiesTest {

  private static JudgeProperties bound(Map<String, String> keys) {
    return new Binder(new MapConfigurationPropertySource(keys))
        .bindOrCreate("glovebox.judge", JudgeProperties.class);
  }

  @Test
  void hasDefaults() {
    assertThat(bound(Map.of()))
        .isEqualTo(
            new JudgeProperties(
                DataSize.ofKilobytes(64),
                DataSize.ofKilobytes(64),
                256,
                false,
                4,
                DataSize.ofMegabytes(256),
                true,
                new JudgeProperties.CompileCacheSettings(null, DataSize.ofGigabytes(2))));
  }

  @Test
  void readsEveryKey() {
    assertThat(
            bound(
                Map.of(
                    "glovebox.judge.stored-output", "1MB",
                    "glovebox.judge.stored-compiler-output", "2KB",
                    "glovebox.judge.open-files", "99",
                    "glovebox.judge.reuse", "true",
                    "glovebox.judge.most-wall-stretch", "1.5",
                    "glovebox.judge.test-data-memory", "7MB",
                    "glovebox.judge.rerun-near-limit", "false",
                    "glovebox.judge.compile-cache.directory", "/var/cache/x",
                    "glovebox.judge.compile-cache.max-size", "3MB")))
        .isEqualTo(
            new JudgeProperties(
                DataSize.ofMegabytes(1),
                DataSize.ofKilobytes(2),
                99,
                true,
                1.5,
                DataSize.ofMegabytes(7),
                false,
                new JudgeProperties.CompileCacheSettings(
                    Path.of("/var/cache/x"), DataSize.ofMegabytes(3))));
  }
}
