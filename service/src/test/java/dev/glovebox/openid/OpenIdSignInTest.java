package dev.glovebox.openid;

import static dev.glovebox.openid.Wanderer.ATTEMPT;
import static dev.glovebox.openid.Wanderer.SESSION;
import static dev.glovebox.openid.Wanderer.location;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.glovebox.support.GloveboxProcess;
import dev.glovebox.support.PostgresServer;
import dev.glovebox.support.ScriptedProvider;
import dev.glovebox.support.ScriptedProvider.Signature;
import dev.glovebox.support.TestDatabase;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Sign-in by a provider, and everything that a browser or a provider must not get away with. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenIdSignInTest {

  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
  private static int people;

  private final ScriptedProvider provider = new ScriptedProvider();
  private GloveboxProcess service;
  private JdbcClient jdbc;
  private String subject;

  /** The provider is not there when the service starts, as after a power cut. */
  @BeforeAll
  void start(@TempDir Path home) throws Exception {
    TestDatabase database = PostgresServer.freshDatabase();
    jdbc =
        JdbcClient.create(
            new DriverManagerDataSource(database.url(), database.user(), database.password()));
    service =
        GloveboxProcess.start(
            home,
            "openid",
            GloveboxProcess.database(database),
            "--glovebox.roles=api",
            "--glovebox.account.oidc.issuer=" + provider.issuer(),
            "--glovebox.account.oidc.client-id=" + ScriptedProvider.CLIENT,
            "--glovebox.account.oidc.client-secret=" + ScriptedProvider.SECRET,
            "--glovebox.account.oidc.roles-claim=realm.groups",
            "--glovebox.account.oidc.roles[staff]=member",
            "--glovebox.account.oidc.roles[The Admins]=admin",
            "--glovebox.account.oidc.tenant=default",
            "--glovebox.account.oidc.label=Company account",
            "--glovebox.account.oidc.timeout=2s");
    var early = new Wanderer(service.uri());
    HttpResponse<String> refused = early.begin("");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("can&#39;t be reached").contains("name=\"password\"");
    assertThat(signInByPassword(early, "admin", service.adminPassword())).isEqualTo(302);
    assertThat(early.signedIn()).isTrue();

    provider.open();
    await("the provider is asked again").until(() -> early.begin("").statusCode() == 302);
  }

  @AfterAll
  void stop() {
    service.close();
    provider.close();
  }

  @BeforeEach
  void someone() {
    subject = "person-" + ++people;
    provider.stateIssuer(provider.issuer());
    letIn("staff");
  }

  private void letIn(String... groups) {
    provider.letIn(
        subject,
        Map.of(
            "preferred_username",
            subject,
            "email",
            subject + "@example.org",
            "realm",
            Map.of("groups", groups)));
  }

  private Wanderer wanderer() {
    return new Wanderer(service.uri());
  }

  private static int signInByPassword(Wanderer who, String name, String password) {
    var token = CSRF.matcher(who.get("/dashboard/sign-in").body());
    assertThat(token.find()).isTrue();
    return who.post(
            "/dashboard/sign-in",
            Map.of("_csrf", token.group(1), "name", name, "password", password))
        .statusCode();
  }

  private String role(String name) {
    return jdbc.sql("select role from account where name = ?")
        .param(name)
        .query(String.class)
        .single();
  }

  private List<String> audit(String actionOrDetail) {
    return jdbc
        .sql(
            "select actor || '|' || action || '|' || subject || '|' || detail from audit_entry order by id")
        .query(String.class)
        .list()
        .stream()
        .filter(line -> line.contains(actionOrDetail))
        .toList();
  }

  @Test
  void aNewcomerIsMadeWithTheRoleOfItsGroup() {
    var who = wanderer();
    HttpResponse<String> done = who.signIn();
    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(done.headers().allValues("Set-Cookie"))
        .anySatisfy(cookie ->
            assertThat(cookie)
                .startsWith(SESSION + "=")
                .contains("HttpOnly")
                .contains("SameSite=Strict"));
    assertThat(who.get("/dashboard/submissions").body()).contains(subject + " · member");
    assertThat(audit(subject))
        .containsExactly(
            "OpenID Connect|made an account|%s|member of default".formatted(subject),
            "%1$s|signed in|%1$s|OpenID Connect, %2$s".formatted(subject, provider.issuer()));
    assertThat(signInByPassword(wanderer(), subject, "none"))
        .as("no password opens it, least of all what stands for none")
        .isEqualTo(401);
  }

  @Test
  void theAttemptIsKeptApartFromSessions() {
    var who = wanderer();
    HttpResponse<String> begun = who.begin("");
    assertThat(begun.headers().allValues("Set-Cookie"))
        .filteredOn(cookie -> cookie.startsWith(ATTEMPT))
        .singleElement()
        .satisfies(cookie ->
            assertThat(cookie)
                .startsWith(ATTEMPT + "=")
                .contains("HttpOnly")
                .contains("SameSite=Lax")
                .contains("Path=/dashboard/sign-in/openid")
                .contains("Max-Age=600"));
    assertThat(location(begun).getQuery())
        .contains("code_challenge_method=S256")
        .contains("response_type=code")
        .contains("nonce=")
        .contains("state=")
        .doesNotContain("code_verifier");
  }

  @Test
  void theRoleIsThatOfTheGroupsAtEverySignIn() {
    wanderer().signIn();
    letIn("others", "staff", "The Admins");
    assertThat(wanderer().signIn().statusCode()).isEqualTo(200);
    assertThat(role(subject)).as("the highest").isEqualTo("admin");
    letIn("staff");
    wanderer().signIn();
    assertThat(role(subject)).isEqualTo("member");
    assertThat(audit("changed a role|" + subject))
        .containsExactly(
            "OpenID Connect|changed a role|" + subject + "|admin",
            "OpenID Connect|changed a role|" + subject + "|member");
  }

  @Test
  void whoLostAllGroupsIsKeptOutAndItsSessionsEnd() {
    var before = wanderer();
    before.signIn();
    letIn("others");
    HttpResponse<String> refused = wanderer().signIn();
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("no role");
    assertThat(before.get("/dashboard/submissions").statusCode()).isEqualTo(302);
    assertThat(audit("no role: subject " + subject)).hasSize(1);
  }

  @Test
  void aNewcomerWithoutRoleIsNotMade() {
    letIn();
    assertThat(wanderer().signIn().statusCode()).isEqualTo(403);
    assertThat(accounts(subject)).isZero();
  }

  @Test
  void whoIsDisabledHereStaysOut() {
    wanderer().signIn();
    jdbc.sql("update account set disabled_at = now() where name = ?").param(subject).update();
    var who = wanderer();
    HttpResponse<String> refused = who.signIn();
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("disabled");
    assertThat(who.signedIn()).isFalse();
    assertThat(audit("disabled: subject " + subject)).hasSize(1);
  }

  @Test
  void whoseTenantIsDisabledStaysOut() {
    wanderer().signIn();
    UUID tenant = UUID.randomUUID();
    jdbc.sql(
            "insert into tenant (id, name, disabled_at, disabled_because, disabled_by) values (?, ?, now(), 'it left', 'x')")
        .params(tenant, subject)
        .update();
    jdbc.sql("update account set tenant_id = ? where name = ?").params(tenant, subject).update();
    var who = wanderer();
    assertThat(who.signIn().statusCode()).isEqualTo(403);
    assertThat(who.signedIn()).isFalse();
  }

  @Test
  void aNameOrAnAddressTakesNobodysAccount() {
    provider.letIn(
        subject,
        Map.of(
            "preferred_username",
            "admin",
            "email",
            "admin",
            "email_verified",
            true,
            "realm",
            Map.of("groups", List.of("The Admins"))));
    var who = wanderer();
    assertThat(who.signIn().statusCode()).isEqualTo(403);
    assertThat(who.signedIn()).isFalse();
    assertThat(
            jdbc.sql("select count(*) from account_identity where subject = ?")
                .param(subject)
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void aHostileNameIsNoneAndIsWrittenDownAsText() {
    provider.letIn(
        subject,
        Map.of(
            "preferred_username",
            "<script>\u0000\n.",
            "realm",
            Map.of("groups", List.of("staff"))));
    assertThat(wanderer().signIn().statusCode()).isEqualTo(403);
    assertThat(audit("<script>��.|name: subject " + subject)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0b@example.org", "a@example.org\nBcc: b", "a\u0085@example.org"})
  void anAddressWithControlCharactersIsNone(String address) {
    provider.letIn(
        subject,
        Map.of(
            "preferred_username",
            subject,
            "email",
            address,
            "realm",
            Map.of("groups", List.of("staff"))));
    assertThat(wanderer().signIn().statusCode()).isEqualTo(200);
    assertThat(wanderer().signIn().statusCode()).as("known by now").isEqualTo(200);
    assertThat(
            jdbc.sql("select count(*) from account_identity where subject = ? and email is null")
                .param(subject)
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void anotherStateIsRefused() {
    var who = wanderer();
    URI back = URI.create(who.comeBack().toString().replaceFirst("state=[^&]*", "state=other"));
    assertRefused(who, who.get(back), 400);
  }

  @Test
  void aMissingStateIsRefused() {
    var who = wanderer();
    URI back = URI.create(who.comeBack().toString().replaceFirst("&state=[^&]*", ""));
    assertRefused(who, who.get(back), 400);
  }

  /** Else a stranger could sign others in as oneself, and read what they do then. */
  @Test
  void anAnswerForAnotherBrowserIsRefused() {
    URI back = wanderer().comeBack();
    var victim = wanderer();
    assertRefused(victim, victim.get(back), 400);
    victim.begin("");
    assertRefused(victim, victim.get(back), 400);
  }

  @Test
  void nothingIsFinishedTwice() {
    var who = wanderer();
    URI back = who.comeBack();
    String attempt = who.cookies().get(ATTEMPT);
    assertThat(who.get(back).statusCode()).isEqualTo(200);
    var thief = wanderer();
    thief.cookies().put(ATTEMPT, attempt);
    assertRefused(thief, thief.get(back), 400);
  }

  @Test
  void anAttemptEndsAfterTenMinutes() {
    var who = wanderer();
    URI back = who.comeBack();
    jdbc.sql("update openid_attempt set expires_at = now() - interval '1 second'").update();
    assertRefused(who, who.get(back), 400);
  }

  /** The provider refuses a code that was used, or that another's verifier belongs to. */
  @Test
  void aStolenCodeIsWorthNothing() {
    String stolen = code(wanderer().comeBack());
    var thief = wanderer();
    URI own = thief.comeBack();
    HttpResponse<String> refused = thief.get(URI.create(own.toString().replace(code(own), stolen)));
    assertRefused(thief, refused, 403);
    assertThat(refused.body()).contains("did not let you in");
  }

  private static String code(URI back) {
    return back.getQuery().replaceFirst(".*code=([^&]*).*", "$1");
  }

  /** What a token must not say. */
  enum Forgery {
    OTHER_NONCE(token -> token.claim("nonce", "another")),
    NO_NONCE(token -> token.claim("nonce", null)),
    OTHER_ISSUER(token -> token.issuer("https://accounts.example.org")),
    OTHER_AUDIENCE(token -> token.audience("another client")),
    MEANT_FOR_ANOTHER(token ->
        token
            .audience(List.of(ScriptedProvider.CLIENT, "another client"))
            .claim("azp", "another client")),
    EXPIRED(token -> token.expirationTime(Date.from(Instant.now().minusSeconds(120)))),
    NO_EXPIRY(token -> token.expirationTime(null)),
    OF_THE_FUTURE(token -> token.issueTime(Date.from(Instant.now().plusSeconds(3600)))),
    NO_SUBJECT(token -> token.subject(null)),
    STRANGE_SUBJECT(token -> token.subject("a b\u0000"));

    private final UnaryOperator<com.nimbusds.jwt.JWTClaimsSet.Builder> change;

    Forgery(UnaryOperator<com.nimbusds.jwt.JWTClaimsSet.Builder> change) {
      this.change = change;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTokenThatSaysSomethingElseIsRefused(Forgery forgery) {
    provider.forge(forgery.change);
    var who = wanderer();
    HttpResponse<String> refused = who.signIn();
    assertRefused(who, refused, 403);
    assertThat(refused.body()).contains("can&#39;t be trusted");
    assertThat(accounts(subject)).isZero();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RIGHT")
  void aTokenThatTheProviderDidNotSignIsRefused(Signature signature) {
    provider.sign(signature);
    var who = wanderer();
    HttpResponse<String> refused = who.signIn();
    assertRefused(who, refused, 403);
    assertThat(refused.body()).contains("can&#39;t be trusted");
    assertThat(accounts(subject)).isZero();
  }

  @Test
  void anAnswerThatNamesAnotherIssuerIsRefused() {
    var who = wanderer();
    URI back = who.comeBack();
    assertRefused(who, who.get(URI.create(back + "&iss=https%3A%2F%2Faccounts.example.org")), 403);
    var right = wanderer();
    URI well = right.comeBack();
    assertThat(right.get(URI.create(well + "&iss=" + provider.issuer())).statusCode())
        .isEqualTo(200);
  }

  @Test
  void whoIsRefusedByTheProviderIsToldSoWithoutItsWords() {
    var who = wanderer();
    URI back = who.comeBack();
    URI denied =
        URI.create(
            back.toString().replaceFirst("code=[^&]*", "error=access_denied")
                + "&error_description=%3Cscript%3E");
    HttpResponse<String> refused = who.get(denied);
    assertRefused(who, refused, 403);
    assertThat(refused.body()).contains("did not let you in").doesNotContain("<script>&");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example.org",
        "//evil.example.org",
        "/\\evil.example.org",
        "/dashboard/../../evil",
        "/dashboard//evil",
        "/dashboard/\r\nSet-Cookie: a=b",
        "javascript:alert(1)"
      })
  void thePageAfterwardsIsOneOfOurs(String to) {
    var who = wanderer();
    HttpResponse<String> done = who.get(who.comeBack(to));
    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(done.body()).contains("0; url=/dashboard\"").doesNotContain("evil");
  }

  @Test
  void thePageAfterwardsIsTheOneThatWasWanted() {
    var who = wanderer();
    HttpResponse<String> done = who.get(who.comeBack("/dashboard/runs?state=failed&branch=a"));
    assertThat(done.body()).contains("0; url=/dashboard/runs?state=failed&amp;branch=a\"");
  }

  @Test
  void whoSignsOutMayDoSoAtTheProviderToo() {
    var who = wanderer();
    who.signIn();
    var token = CSRF.matcher(who.get("/dashboard/submissions").body());
    assertThat(token.find()).isTrue();
    HttpResponse<String> out = who.post("/dashboard/sign-out", Map.of("_csrf", token.group(1)));
    assertThat(location(out)).hasToString(service.uri() + "/dashboard/sign-in?out");
    assertThat(who.signedIn()).isFalse();
    assertThat(who.get("/dashboard/sign-in?out").body())
        .contains("href=\"/dashboard/sign-in/openid/sign-out\"");
    assertThat(location(who.get("/dashboard/sign-in/openid/sign-out")))
        .hasToString(provider.issuer() + "/end?client_id=glovebox");
  }

  @Test
  void aKeyThatTheProviderChangedIsLearned() {
    assertThat(wanderer().signIn().statusCode()).isEqualTo(200);
    provider.changeKey();
    assertThat(wanderer().signIn().statusCode()).isEqualTo(200);
  }

  @Test
  void strangersCanNotBeginForEver() {
    var who = wanderer();
    List<Integer> statuses =
        IntStream.range(0, 31).mapToObj(_ -> who.begin("").statusCode()).distinct().toList();
    assertThat(statuses).containsExactly(302, 429);
    assertThat(wanderer().begin("").statusCode()).as("from elsewhere").isEqualTo(302);
  }

  @Test
  void pagesAndAuditLogHoldNoTokens() {
    provider.sign(Signature.OTHER_KEY);
    var who = wanderer();
    HttpResponse<String> refused = who.signIn();
    assertThat(refused.body()).doesNotContain("eyJ").doesNotContain("code=");
    assertThat(audit("eyJ")).isEmpty();
  }

  private int accounts(String name) {
    return jdbc.sql("select count(*) from account where name = ?")
        .param(name)
        .query(Integer.class)
        .single();
  }

  private static void assertRefused(Wanderer who, HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).contains("role=\"alert\"").contains("Company account");
    assertThat(who.signedIn()).isFalse();
  }
}
