package dev.glovebox.ci.execute;

import dev.glovebox.sandbox.job.ImageName;
import dev.glovebox.sandbox.job.RegistryLogin;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Logins for registries as Docker's {@code config.json} has them under {@code auths}, by host:
 * {@code auth} with {@code user:password} in Base64, {@code username} and {@code password}, or
 * {@code identitytoken}. Helpers that keep logins elsewhere ({@code credHelpers}) are not asked.
 */
final class RegistryLogins {

  private final Map<String, RegistryLogin> logins;

  private RegistryLogins(Map<String, RegistryLogin> logins) {
    this.logins = Map.copyOf(logins);
  }

  static RegistryLogins none() {
    return new RegistryLogins(Map.of());
  }

  /**
   * @param shared whether what is fetched with them is for all jobs
   * @throws IllegalArgumentException when the text is not of this format; the message says nothing
   *     of what is in it
   */
  static RegistryLogins parse(String json, boolean shared) {
    Map<String, RegistryLogin> logins = new HashMap<>();
    try {
      JsonNode auths = JsonMapper.shared().readTree(json).path("auths");
      auths
          .properties()
          .forEach(entry -> logins.put(host(entry.getKey()), login(entry.getValue(), shared)));
    } catch (JacksonException e) {
      throw new IllegalArgumentException("it is no JSON", e);
    }
    return new RegistryLogins(logins);
  }

  private static String host(String address) {
    String host = address.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
    return host.equals("index.docker.io") || host.equals("registry-1.docker.io")
        ? ImageName.DOCKER_HUB
        : host.toLowerCase(Locale.ROOT);
  }

  private static RegistryLogin login(JsonNode entry, boolean shared) {
    String token = entry.path("identitytoken").asString("");
    String pair =
        new String(
            Base64.getDecoder().decode(entry.path("auth").asString("")), StandardCharsets.UTF_8);
    int colon = pair.indexOf(':');
    return colon < 0
        ? new RegistryLogin(
            entry.path("username").asString(""), entry.path("password").asString(""), token, shared)
        : new RegistryLogin(pair.substring(0, colon), pair.substring(colon + 1), token, shared);
  }

  /** Who fetches this image, or empty: nobody that is known. */
  Optional<RegistryLogin> of(ImageName image) {
    return Optional.ofNullable(logins.get(image.registry().toLowerCase(Locale.ROOT)));
  }
}
