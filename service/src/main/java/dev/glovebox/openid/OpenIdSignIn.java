package dev.glovebox.openid;

import dev.glovebox.account.Identities;
import dev.glovebox.account.Identities.Identity;
import dev.glovebox.account.Role;
import dev.glovebox.openid.Attempts.Attempt;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.client.authentication.OAuth2LoginAuthenticationToken;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationResponse;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.web.client.RestClientException;
import org.springframework.web.util.UriComponentsBuilder;

/** Lets people sign in who come back from the configured provider with what was asked for. */
public class OpenIdSignIn {

  /** How long people may take at the provider. */
  public static final Duration LIFETIME = Attempts.LIFETIME;

  private static final Logger log = LoggerFactory.getLogger(OpenIdSignIn.class);
  private static final Pattern ERROR_CODE = Pattern.compile("[a-z_]{1,40}");
  private static final Pattern SUBJECT = Pattern.compile("[\\x21-\\x7e]{1,255}");
  private static final int LONGEST_ADDRESS = 320;

  private final Provider provider;
  private final Attempts attempts;
  private final Identities identities;
  private final OpenIdProperties properties;

  OpenIdSignIn(
      Provider provider, Attempts attempts, Identities identities, OpenIdProperties properties) {
    this.provider = provider;
    this.attempts = attempts;
    this.identities = identities;
    this.properties = properties;
  }

  /** How a sign-in goes on, or why it does not. */
  public sealed interface Step {

    /**
     * The browser goes to the provider.
     *
     * @param secret that it has to bring back
     */
    record Begun(URI provider, String secret) implements Step {
      /** Never shows the secret. */
      @Override
      public String toString() {
        return "Begun";
      }
    }

    /**
     * The provider vouches for somebody whom the service lets in.
     *
     * @param target the page that was wanted
     */
    record Done(Identities.Admitted admitted, String target) implements Step {}

    /** It ends here. */
    record Failed(Fault fault) implements Step {}
  }

  /**
   * What came back with the browser, none of which can be believed.
   *
   * @param secret of its cookie
   * @param error instead of a code
   * @param issuer who says that it answers (RFC 9207)
   */
  public record Answer(
      Optional<String> secret,
      Optional<String> state,
      Optional<String> code,
      Optional<String> error,
      Optional<String> issuer) {}

  /** What the button says. */
  public String label() {
    return properties.label();
  }

  /**
   * Begins a sign-in.
   *
   * @param target the page that is wanted; the caller has looked at it
   */
  public Step begin(HttpServletRequest request, String target) {
    ClientRegistration client;
    try {
      client = provider.known().client();
    } catch (Provider.Down e) {
      return down(e);
    }
    var requests = new DefaultOAuth2AuthorizationRequestResolver(_ -> client);
    requests.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
    OAuth2AuthorizationRequest asked =
        Objects.requireNonNull(requests.resolve(request, Provider.ID), "the request to a provider");
    String secret =
        attempts.begin(
            new Attempt(
                Objects.requireNonNull(asked.getState()),
                attribute(asked, OidcParameterNames.NONCE),
                attribute(asked, PkceParameterNames.CODE_VERIFIER),
                Objects.requireNonNull(asked.getRedirectUri()),
                target));
    return new Step.Begun(URI.create(asked.getAuthorizationRequestUri()), secret);
  }

  private static String attribute(OAuth2AuthorizationRequest asked, String name) {
    return Objects.requireNonNull(asked.<String>getAttribute(name), name);
  }

  /** Ends a sign-in: in any case it can't be finished again. */
  public Step finish(Answer answer) {
    Optional<Attempt> begun = answer.secret().flatMap(attempts::take);
    if (begun.isEmpty() || !answer.state().equals(Optional.of(begun.get().state()))) {
      return refused(Fault.NOT_BEGUN, begun.isEmpty() ? "no attempt" : "another state");
    }
    if (answer.issuer().filter(issuer -> !issuer.equals(provider.issuer())).isPresent()) {
      return refused(Fault.NOT_BELIEVED, "the answer is another issuer's");
    }
    if (answer.code().isEmpty()) {
      String error = answer.error().filter(e -> ERROR_CODE.matcher(e).matches()).orElse("no code");
      return refused(Fault.PROVIDER_REFUSED, error);
    }
    OidcUser user;
    try {
      user = exchange(begun.get(), answer.code().get());
    } catch (Provider.Down e) {
      return down(e);
    } catch (OAuth2AuthenticationException | OAuth2AuthorizationException | JwtException e) {
      return failed(e);
    }
    return admit(user, begun.get().target());
  }

  /** Where to sign out at the provider too (RP-Initiated Logout 1.0), where it offers that. */
  public Optional<URI> endSession() {
    try {
      Provider.Known known = provider.known();
      return known
          .endSession()
          .map(endpoint ->
              UriComponentsBuilder.fromUri(endpoint)
                  .queryParam("client_id", known.client().getClientId())
                  .encode()
                  .build()
                  .toUri());
    } catch (Provider.Down e) {
      log.info("Nobody can sign out at the provider: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private OidcUser exchange(Attempt begun, String code) throws Provider.Down {
    Provider.Known known = provider.known();
    ClientRegistration client = known.client();
    OAuth2AuthorizationRequest asked =
        OAuth2AuthorizationRequest.authorizationCode()
            .authorizationUri(
                Objects.requireNonNull(client.getProviderDetails().getAuthorizationUri()))
            .clientId(client.getClientId())
            .redirectUri(begun.redirectUri())
            .scopes(client.getScopes())
            .state(begun.state())
            .attributes(attributes -> {
              attributes.put(OidcParameterNames.NONCE, begun.nonce());
              attributes.put(PkceParameterNames.CODE_VERIFIER, begun.verifier());
            })
            .build();
    OAuth2AuthorizationResponse answered =
        OAuth2AuthorizationResponse.success(code)
            .redirectUri(begun.redirectUri())
            .state(begun.state())
            .build();
    var signedIn =
        known
            .codes()
            .authenticate(
                new OAuth2LoginAuthenticationToken(
                    client, new OAuth2AuthorizationExchange(asked, answered)));
    return (OidcUser) Objects.requireNonNull(Objects.requireNonNull(signedIn).getPrincipal());
  }

  private Step admit(OidcUser user, String target) {
    String subject = Objects.requireNonNull(user.getSubject());
    if (!SUBJECT.matcher(subject).matches()) {
      return refused(Fault.NOT_BELIEVED, "a subject of a wrong form");
    }
    var claims = new Claims(user.getClaims());
    boolean mapped = !properties.roles().isEmpty();
    Optional<Role> role =
        mapped
            ? claims.role(Objects.requireNonNull(properties.rolesClaim()), properties.roles())
            : Optional.empty();
    var identity =
        new Identity(
            provider.issuer(),
            subject,
            claims.text(properties.nameClaim()).orElse(subject),
            claims.text(properties.emailClaim()).filter(OpenIdSignIn::isAddress),
            role.or(() -> Optional.ofNullable(properties.defaultRole())),
            mapped);
    return switch (identities.admit(identity, Optional.ofNullable(properties.tenant()))) {
      case Identities.Admitted admitted -> new Step.Done(admitted, target);
      case Identities.Denied(Identities.Denial why) ->
          new Step.Failed(
              switch (why) {
                case NO_ACCOUNT -> Fault.NO_ACCOUNT;
                case NO_ROLE -> Fault.NO_ROLE;
                case DISABLED -> Fault.DISABLED;
                case NAME -> Fault.NAME;
                case LAST_ADMINISTRATOR -> Fault.LAST_ADMINISTRATOR;
              });
    };
  }

  /** Whether people may be shown it; nobody is found by it, so it need not be a good one. */
  private static boolean isAddress(String text) {
    return text.length() <= LONGEST_ADDRESS && text.chars().noneMatch(Character::isISOControl);
  }

  private Step refused(Fault fault, String detail) {
    log.info("A sign-in by the provider was refused: {} ({})", fault.code(), detail);
    if (fault != Fault.NOT_BEGUN) {
      identities.refused(fault.code(), detail);
    }
    return new Step.Failed(fault);
  }

  private static Step down(Provider.Down e) {
    log.warn("The provider can't be asked: {}", e.getMessage(), e);
    return new Step.Failed(Fault.PROVIDER_DOWN);
  }

  /** The library's message may quote what was sent: the code says enough. */
  private Step failed(RuntimeException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof RestClientException) {
        log.warn("The provider did not answer as it should", e);
        return new Step.Failed(Fault.PROVIDER_DOWN);
      }
    }
    String code =
        switch (e) {
          case OAuth2AuthenticationException known -> known.getError().getErrorCode();
          case OAuth2AuthorizationException known -> known.getError().getErrorCode();
          default -> "invalid_id_token";
        };
    String shown = ERROR_CODE.matcher(code).matches() ? code : "unknown error";
    return refused(
        shown.equals("invalid_grant") || shown.equals("access_denied")
            ? Fault.PROVIDER_REFUSED
            : Fault.NOT_BELIEVED,
        shown);
  }
}
