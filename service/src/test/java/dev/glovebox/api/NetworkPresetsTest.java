package dev.glovebox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkPresetsTest {

  @Test
  void theAdministratorsAreAddedAndWin() {
    var presets =
        new NetworkPresets(
            Map.of("pypi", List.of("pypi.intern:8443"), "house", List.of("*.intern")));
    assertThat(presets.names()).contains("debian", "house", "pypi");
    assertThat(presets.hosts(List.of("pypi", "house", "npm"), List.of("*.intern", "a.example")))
        .containsExactly(
            "pypi.intern:8443",
            "*.intern",
            "registry.npmjs.org",
            "registry.yarnpkg.com",
            "a.example");
  }

  @Test
  void withoutConfigurationThereAreTheUsualOnes() {
    assertThat(new NetworkPresets(null).hosts(List.of("go"), List.of()))
        .containsExactly("proxy.golang.org", "sum.golang.org");
  }

  @Test
  void whatIsNoHostKeepsTheServiceFromStarting() {
    Map<String, List<String>> wrong = Map.of("house", List.of("https://a.example/"));
    assertThatThrownBy(() -> new NetworkPresets(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("glovebox.ci.network.presets.house");
  }
}
