package dev.glovebox.api;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Named lists of hosts for jobs whose network policy is an allowlist: where the usual package
 * managers go.
 *
 * @param presets more of them, or others in place of those that are there: hosts by name, as in
 *     {@code allow} of a job
 */
@ConfigurationProperties("glovebox.ci.network")
record NetworkPresets(@Nullable Map<String, List<String>> presets) {

  /** A host of an allowlist. */
  static final String HOST = "(\\*\\.)?[A-Za-z0-9_.-]{1,253}(:[0-9]{1,5})?";

  private static final Map<String, List<String>> USUAL =
      Map.ofEntries(
          Map.entry("alpine", List.of("dl-cdn.alpinelinux.org")),
          Map.entry("crates", List.of("crates.io", "index.crates.io", "static.crates.io")),
          Map.entry("debian", List.of("deb.debian.org", "security.debian.org")),
          Map.entry(
              "github",
              List.of(
                  "github.com",
                  "api.github.com",
                  "codeload.github.com",
                  "objects.githubusercontent.com",
                  "raw.githubusercontent.com",
                  "release-assets.githubusercontent.com")),
          Map.entry("go", List.of("proxy.golang.org", "sum.golang.org")),
          Map.entry(
              "gradle",
              List.of("services.gradle.org", "plugins.gradle.org", "plugins-artifacts.gradle.org")),
          Map.entry("maven", List.of("repo.maven.apache.org", "repo1.maven.org")),
          Map.entry("npm", List.of("registry.npmjs.org", "registry.yarnpkg.com")),
          Map.entry("pypi", List.of("pypi.org", "files.pythonhosted.org")),
          Map.entry("rubygems", List.of("rubygems.org", "index.rubygems.org")),
          Map.entry(
              "ubuntu", List.of("archive.ubuntu.com", "security.ubuntu.com", "ports.ubuntu.com")));

  NetworkPresets {
    Map<String, List<String>> all = new TreeMap<>(USUAL);
    if (presets != null) {
      all.putAll(presets);
    }
    all.forEach((name, hosts) -> {
      if (hosts.stream().anyMatch(host -> !host.matches(HOST))) {
        throw new IllegalArgumentException(
            "glovebox.ci.network.presets.%s has what is no host such as *.example.org or example.org:8443"
                .formatted(name));
      }
    });
    presets = all;
  }

  SortedSet<String> names() {
    return new TreeSet<>(presets == null ? USUAL.keySet() : presets.keySet());
  }

  /**
   * The hosts of these presets and these others, each once; presets that are not there have none.
   */
  List<String> hosts(List<String> named, List<String> others) {
    Map<String, List<String>> all = presets == null ? USUAL : presets;
    return Stream.concat(
            named.stream().flatMap(name -> all.getOrDefault(name, List.of()).stream()),
            others.stream())
        .distinct()
        .toList();
  }
}
