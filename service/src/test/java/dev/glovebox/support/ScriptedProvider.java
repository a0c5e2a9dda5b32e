package dev.glovebox.support;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * A provider of the tests' own that keeps to OpenID Connect as far as a client sees it: codes that
 * can be used once, PKCE (S256), authentication of the client, keys with ids. It lets in whomever
 * the test says and, where the test says so, issues tokens that no client may take.
 */
public final class ScriptedProvider implements AutoCloseable {

  public static final String CLIENT = "glovebox";
  public static final String SECRET = "the secret of the client, which is long enough for HS256";

  private static final JsonMapper JSON = new JsonMapper();

  /** How a token is signed. */
  public enum Signature {
    /** By the key that is published. */
    RIGHT,
    /** By another key that says it is the published one. */
    OTHER_KEY,
    /** By a key that is not published. */
    UNKNOWN_KEY,
    /** Not at all. */
    NONE,
    /** By the client's secret. */
    CLIENT_SECRET
  }

  private record Issued(String challenge, String nonce, String redirectUri) {}

  private final int port;
  private volatile RSAKey key = newKey("first");
  private final RSAKey unknown = newKey("second");
  private final RSAKey other = newKey("first");
  private final Map<String, Issued> codes = new ConcurrentHashMap<>();
  private volatile HttpServer server;
  private volatile UnaryOperator<JWTClaimsSet.Builder> person = claims -> claims;
  private volatile Signature signature = Signature.RIGHT;
  private volatile Map<String, Object> userInfo = Map.of();
  private volatile String statedIssuer;

  /** Knows where it will be; nobody listens there before {@link #open}. */
  public ScriptedProvider() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.statedIssuer = issuer();
  }

  /** Begins to answer. */
  public void open() throws IOException {
    HttpServer opened =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    opened.createContext("/realm/.well-known/openid-configuration", this::discovery);
    opened.createContext("/realm/authorize", this::authorize);
    opened.createContext("/realm/token", this::token);
    opened.createContext("/realm/keys", this::keys);
    opened.createContext("/realm/userinfo", this::userInfo);
    opened.start();
    server = opened;
  }

  public String issuer() {
    return "http://127.0.0.1:%d/realm".formatted(port);
  }

  /** Who signs in from now on, with good tokens. */
  public void letIn(String subject, Map<String, ?> claims) {
    signature = Signature.RIGHT;
    person =
        token -> {
          claims.forEach(token::claim);
          return token.subject(subject);
        };
  }

  /** Changes what tokens say from now on. */
  public void forge(UnaryOperator<JWTClaimsSet.Builder> change) {
    UnaryOperator<JWTClaimsSet.Builder> honest = person;
    person = token -> change.apply(honest.apply(token));
  }

  /** Changes how tokens are signed from now on. */
  public void sign(Signature how) {
    signature = how;
  }

  /** Signs with another key from now on, and publishes that alone. */
  public void changeKey() {
    key = newKey("third");
  }

  /** What the user info endpoint says. */
  public void describe(Map<String, Object> claims) {
    userInfo = claims;
  }

  /** Whose the discovery document says it is. */
  public void stateIssuer(String issuer) {
    statedIssuer = issuer;
  }

  private void discovery(HttpExchange exchange) throws IOException {
    json(
        exchange,
        200,
        Map.of(
            "issuer", statedIssuer,
            "authorization_endpoint", issuer() + "/authorize",
            "token_endpoint", issuer() + "/token",
            "jwks_uri", issuer() + "/keys",
            "userinfo_endpoint", issuer() + "/userinfo",
            "end_session_endpoint", issuer() + "/end",
            "subject_types_supported", new String[] {"public"},
            "response_types_supported", new String[] {"code"},
            "id_token_signing_alg_values_supported", new String[] {"RS256"}));
  }

  /** Nobody is asked: whoever comes is the person that the test has named. */
  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> asked = parameters(exchange.getRequestURI().getRawQuery());
    if (!CLIENT.equals(asked.get("client_id"))
        || !"code".equals(asked.get("response_type"))
        || !"S256".equals(asked.get("code_challenge_method"))) {
      json(exchange, 400, Map.of("error", "invalid_request"));
      return;
    }
    String code = UUID.randomUUID().toString();
    codes.put(
        code,
        new Issued(asked.get("code_challenge"), asked.get("nonce"), asked.get("redirect_uri")));
    exchange
        .getResponseHeaders()
        .set(
            "Location",
            asked.get("redirect_uri")
                + "?code="
                + code
                + "&state="
                + URLEncoder.encode(asked.get("state"), StandardCharsets.UTF_8));
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private void token(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> asked = parameters(body);
    String basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString(
                    (CLIENT + ":" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8));
    if (!basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      json(exchange, 401, Map.of("error", "invalid_client"));
      return;
    }
    Issued issued = codes.remove(asked.getOrDefault("code", ""));
    if (issued == null
        || !issued.redirectUri().equals(asked.get("redirect_uri"))
        || !issued.challenge().equals(challenge(asked.getOrDefault("code_verifier", "")))) {
      json(exchange, 400, Map.of("error", "invalid_grant"));
      return;
    }
    json(
        exchange,
        200,
        Map.of(
            "access_token",
            UUID.randomUUID().toString(),
            "token_type",
            "Bearer",
            "expires_in",
            60,
            "id_token",
            idToken(issued.nonce())));
  }

  private String idToken(String nonce) {
    Instant now = Instant.now();
    JWTClaimsSet claims =
        person
            .apply(
                new JWTClaimsSet.Builder()
                    .issuer(issuer())
                    .audience(CLIENT)
                    .issueTime(Date.from(now))
                    .expirationTime(Date.from(now.plusSeconds(60)))
                    .claim("nonce", nonce))
            .build();
    try {
      return switch (signature) {
        case RIGHT -> signed(claims, JWSAlgorithm.RS256, key.getKeyID(), new RSASSASigner(key));
        case OTHER_KEY ->
            signed(claims, JWSAlgorithm.RS256, other.getKeyID(), new RSASSASigner(other));
        case UNKNOWN_KEY ->
            signed(claims, JWSAlgorithm.RS256, unknown.getKeyID(), new RSASSASigner(unknown));
        case NONE -> new PlainJWT(claims).serialize();
        case CLIENT_SECRET ->
            signed(claims, JWSAlgorithm.HS256, key.getKeyID(), new MACSigner(SECRET));
      };
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String signed(
      JWTClaimsSet claims, JWSAlgorithm algorithm, String keyId, JWSSigner signer)
      throws JOSEException {
    var token = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims);
    token.sign(signer);
    return token.serialize();
  }

  private void keys(HttpExchange exchange) throws IOException {
    json(exchange, 200, new JWKSet(key.toPublicJWK()).toJSONObject());
  }

  private void userInfo(HttpExchange exchange) throws IOException {
    json(exchange, 200, userInfo);
  }

  private static void json(HttpExchange exchange, int status, Map<String, ?> content)
      throws IOException {
    byte[] body = JSON.writeValueAsBytes(content);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static Map<String, String> parameters(String form) {
    return Arrays.stream(form.split("&", -1))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  private static String challenge(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RSAKey newKey(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where it is asked for a code. */
  public URI authorization() {
    return URI.create(issuer() + "/authorize");
  }

  /** Answers no more; {@link #open} lets it answer again, with the keys it had. */
  @Override
  public void close() {
    server.stop(0);
  }
}
