package dev.glovebox.openid;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.userinfo.DefaultOAuth2UserService;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestTemplate;

/**
 * The configured provider as its discovery document describes it (OpenID Connect Discovery 1.0).
 * Nothing is asked before somebody signs in, so the service starts without it. Only the addresses
 * of that document are called; redirects are not followed.
 */
class Provider {

  static final String ID = "oidc";
  static final String CALLBACK = "/dashboard/sign-in/openid/callback";

  private static final String WELL_KNOWN = "/.well-known/openid-configuration";
  private static final Duration BELIEVED = Duration.ofHours(1);
  private static final ParameterizedTypeReference<Map<String, Object>> DOCUMENT =
      new ParameterizedTypeReference<>() {};
  private static final List<String> ENDPOINTS =
      List.of(
          "authorization_endpoint",
          "token_endpoint",
          "jwks_uri",
          "userinfo_endpoint",
          "end_session_endpoint");

  private final OpenIdProperties properties;
  private final URI issuer;
  private final Clock clock;
  private final RestTemplate http;
  private final RestClient tokens;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Known known;
  private Instant notBefore = Instant.MIN;

  Provider(OpenIdProperties properties, URI issuer, Clock clock) {
    this.properties = properties;
    this.issuer = issuer;
    this.clock = clock;
    var requests =
        new JdkClientHttpRequestFactory(
            HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(properties.timeout())
                .build());
    requests.setReadTimeout(properties.timeout());
    this.http = new RestTemplate(requests);
    this.tokens =
        RestClient.builder()
            .requestFactory(requests)
            .configureMessageConverters(converters ->
                converters
                    .addCustomConverter(new FormHttpMessageConverter())
                    .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
            .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
            .build();
  }

  /** It can't be asked, or what it says of itself makes no sense. */
  static final class Down extends Exception {
    private static final long serialVersionUID = 1;

    Down(String why, @Nullable Throwable cause) {
      super(why, cause);
    }
  }

  /**
   * What is known of it for a while.
   *
   * @param client as which the service is registered there
   * @param codes exchanges codes and checks tokens
   * @param endSession where people can sign out there too
   */
  record Known(
      ClientRegistration client,
      OidcAuthorizationCodeAuthenticationProvider codes,
      Optional<URI> endSession,
      Instant until) {}

  /** The issuer, as configured. */
  String issuer() {
    return issuer.toString();
  }

  /**
   * Asks for the document unless it is known. After a failure it is left alone for a moment, so
   * that those who wait are told at once.
   *
   * @throws Down when it can't be had or is not this issuer's
   */
  Known known() throws Down {
    lock.lock();
    try {
      Instant now = clock.instant();
      if (known != null && known.until().isAfter(now)) {
        return known;
      }
      if (now.isBefore(notBefore)) {
        throw new Down(issuer + " did not answer a moment ago", null);
      }
      notBefore = now.plus(properties.timeout());
      known = ask();
      notBefore = Instant.MIN;
      return known;
    } finally {
      lock.unlock();
    }
  }

  private Known ask() throws Down {
    String base = issuer().endsWith("/") ? issuer().substring(0, issuer().length() - 1) : issuer();
    Map<String, Object> document;
    try {
      document =
          Objects.requireNonNull(
              http.exchange(URI.create(base + WELL_KNOWN), HttpMethod.GET, null, DOCUMENT)
                  .getBody());
      checkEndpoints(document);
      ClientRegistration client = client(document);
      return new Known(
          client,
          codes(client),
          Optional.ofNullable(document.get("end_session_endpoint"))
              .map(text -> URI.create((String) text)),
          clock.instant().plus(BELIEVED));
    } catch (RestClientException | NullPointerException | IllegalArgumentException e) {
      throw new Down("the discovery document of " + issuer + " can't be used", e);
    }
  }

  private void checkEndpoints(Map<String, Object> document) {
    if (!issuer().equals(document.get("issuer"))) {
      throw new IllegalArgumentException("the document is another issuer's");
    }
    for (String name : ENDPOINTS) {
      Object endpoint = document.get(name);
      if (endpoint != null && !OpenIdProperties.secure(URI.create(endpoint.toString()))) {
        throw new IllegalArgumentException(name + " is not https");
      }
    }
  }

  private ClientRegistration client(Map<String, Object> document) {
    Optional<String> secret = properties.secret();
    ClientRegistration.Builder client =
        ClientRegistrations.fromOidcConfiguration(document)
            .registrationId(ID)
            .clientId(Objects.requireNonNull(properties.clientId()))
            .scope(properties.scopes())
            .redirectUri(
                properties.redirectUri() == null
                    ? "{baseUrl}" + CALLBACK
                    : properties.redirectUri().toString());
    secret.ifPresentOrElse(
        client::clientSecret,
        () -> client.clientAuthenticationMethod(ClientAuthenticationMethod.NONE));
    return client.build();
  }

  private OidcAuthorizationCodeAuthenticationProvider codes(ClientRegistration client) {
    var exchange = new RestClientAuthorizationCodeTokenResponseClient();
    exchange.setRestClient(tokens);
    var people = new OidcUserService();
    var more = new DefaultOAuth2UserService();
    more.setRestOperations(http);
    people.setOauth2UserService(more);
    people.setRetrieveUserInfo(_ -> properties.userInfo());
    var codes = new OidcAuthorizationCodeAuthenticationProvider(exchange, people);
    JwtDecoder decoder = decoder(client);
    codes.setJwtDecoderFactory(_ -> decoder);
    return codes;
  }

  /**
   * Takes signatures of the provider's published keys alone: neither {@code none} nor those made
   * with the client's secret are among the algorithms.
   */
  private JwtDecoder decoder(ClientRegistration client) {
    NimbusJwtDecoder decoder =
        NimbusJwtDecoder.withJwkSetUri(
                Objects.requireNonNull(client.getProviderDetails().getJwkSetUri()))
            .restOperations(http)
            .jwsAlgorithms(all -> all.addAll(List.of(SignatureAlgorithm.values())))
            .build();
    var times = new JwtTimestampValidator();
    times.setClock(clock);
    var claims = new OidcIdTokenValidator(client);
    claims.setClock(clock);
    decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(times, claims));
    return decoder;
  }
}
