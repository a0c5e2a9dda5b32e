package dev.glovebox.openid;

import dev.glovebox.account.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Sign-in by an OpenID provider.
 *
 * @param issuer as the provider names itself; none = there is no such sign-in
 * @param clientId what the provider knows this service by
 * @param clientSecret of the client; none = a public client, whom PKCE alone protects
 * @param clientSecretFile the same in a file
 * @param redirectUri where the provider sends people back; none = as the request's address says
 * @param scopes what is asked for
 * @param label of the button
 * @param nameClaim gives newcomers their name
 * @param emailClaim gives their address, for administrators to read
 * @param rolesClaim has what {@code roles} maps: a text or a list; dots go into objects
 * @param roles value of that claim → role; the highest counts. None = roles are given here
 * @param defaultRole of people whom no value gives one; none = they are refused
 * @param tenant of newcomers; none = only accounts that an administrator linked are let in
 * @param userInfo whether to ask the provider's user info endpoint for more claims
 * @param timeout how long connecting to the provider may take, and each of its answers
 */
@ConfigurationProperties("glovebox.account.oidc")
public record OpenIdProperties(
    @Nullable URI issuer,
    @Nullable String clientId,
    @Nullable String clientSecret,
    @Nullable Path clientSecretFile,
    @Nullable URI redirectUri,
    @DefaultValue({"openid", "profile", "email"}) Set<String> scopes,
    @DefaultValue("Single sign-on") String label,
    @DefaultValue("preferred_username") String nameClaim,
    @DefaultValue("email") String emailClaim,
    @Nullable String rolesClaim,
    @DefaultValue Map<String, Role> roles,
    @Nullable Role defaultRole,
    @Nullable String tenant,
    @DefaultValue("false") boolean userInfo,
    @DefaultValue("5s") Duration timeout) {

  private static final String PREFIX = "glovebox.account.oidc.";
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  public OpenIdProperties {
    roles = Map.copyOf(roles);
    if (issuer != null) {
      require(secure(issuer), "issuer must be https, or http of this machine");
      require(
          issuer.getQuery() == null && issuer.getFragment() == null,
          "issuer has no query and no fragment");
      require(clientId != null && !clientId.isBlank(), "client-id is needed");
      require(scopes.contains("openid"), "scopes must have openid");
      require(
          clientSecret == null || clientSecretFile == null,
          "client-secret and client-secret-file exclude each other");
      require(roles.isEmpty() || rolesClaim != null, "roles need roles-claim");
      require(timeout.isPositive(), "timeout must be positive");
    }
  }

  /** Whether what is sent there can't be read by others on the way. */
  static boolean secure(URI uri) {
    return "https".equals(uri.getScheme())
        || ("http".equals(uri.getScheme())
            && uri.getHost() != null
            && THIS_MACHINE.contains(uri.getHost()));
  }

  /**
   * The client's secret, wherever it is.
   *
   * @throws UncheckedIOException when its file can't be read
   */
  Optional<String> secret() {
    if (clientSecretFile == null) {
      return Optional.ofNullable(clientSecret);
    }
    try {
      return Optional.of(Files.readString(clientSecretFile).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(PREFIX + "client-secret-file can't be read", e);
    }
  }

  private static void require(boolean good, String otherwise) {
    if (!good) {
      throw new IllegalArgumentException(PREFIX + otherwise);
    }
  }

  /** Never shows the secret. */
  @Override
  public String toString() {
    return "OpenIdProperties[" + issuer + "]";
  }
}
