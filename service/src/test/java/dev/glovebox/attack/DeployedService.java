package dev.glovebox.attack;

import dev.glovebox.sandbox.IsolationTier;
import java.net.URI;
import java.util.Arrays;
import java.util.List;

/** A running Glovebox that may be attacked. */
public interface DeployedService {

  /** Where it answers, for example {@code http://127.0.0.1:8080}. */
  URI baseUri();

  /** A key that may submit and read submissions. */
  String apiKey();

  /** The isolation tiers to attack. */
  default List<IsolationTier> tiers() {
    return List.of(IsolationTier.CONTAINER);
  }

  /** Whether an attack is made on a tier; all of them, unless they would take too long. */
  default boolean wants(String attack, IsolationTier tier) {
    return true;
  }

  /**
   * The service that the system properties name: {@code glovebox.attack.uri}, {@code
   * glovebox.attack.key} and, separated by commas, {@code glovebox.attack.tiers}.
   *
   * @throws IllegalStateException when they do not
   */
  static DeployedService ofSystemProperties() {
    List<IsolationTier> tiers =
        Arrays.stream(System.getProperty("glovebox.attack.tiers", "container").split(",", -1))
            .map(DeployedService::tier)
            .toList();
    return new Named(
        URI.create(property("glovebox.attack.uri")), property("glovebox.attack.key"), tiers);
  }

  private static IsolationTier tier(String code) {
    return IsolationTier.of(code.strip())
        .orElseThrow(() -> new IllegalStateException("there is no isolation tier " + code));
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null || value.isBlank()) {
      throw new IllegalStateException(
          "the system property %s must name the service to attack".formatted(name));
    }
    return value;
  }

  /** A service by its address. */
  record Named(URI baseUri, String apiKey, List<IsolationTier> tiers) implements DeployedService {}
}
