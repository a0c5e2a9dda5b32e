package dev.glovebox.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.glovebox.support.SharedGlovebox;
import dev.glovebox.support.Wait;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The pages of what the service says to others: webhooks, and its interface. */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ServicePagesTest {

  private Visit visit;

  @BeforeAll
  void signIn() throws Exception {
    visit = Visit.of(SharedGlovebox.get());
  }

  @AfterAll
  void close() {
    visit.close();
  }

  @Test
  void aWebhookIsMadeTriedAndDeleted() {
    visit.page.navigate("/dashboard/webhooks");
    visit.page.getByLabel("Address").fill("http://127.0.0.1:9/hook");
    visit.page.getByLabel("Only of project").fill("pages/<i>");
    visit.page.getByLabel("run.finished").check();
    visit.button("Make webhook").click();
    assertThat(visit.page.getByLabel("Secret")).isVisible();
    visit.wellMade("webhooks");
    visit.link("http://127.0.0.1:9/hook").click();
    assertThat(visit.page.getByText("pages/<i>")).isVisible();
    visit.button("Send a ping").click();
    Locator delivery = visit.page.locator("section:has(#deliveries-title) tbody tr").first();
    assertThat(delivery).containsText("ping");
    Wait.patiently()
        .pollInSameThread()
        .until(() -> {
          visit.page.reload();
          return !delivery.locator("td").nth(3).textContent().equals("0");
        });
    delivery.locator("a").click();
    assertThat(visit.page.getByLabel("What is sent")).containsText("ping");
    assertThat(visit.page.getByLabel("Calls").locator("tbody tr")).not().hasCount(0);
    visit.wellMade("webhook");
    visit.button("New secret").click();
    assertThat(visit.page.getByLabel("Secret")).isVisible();
    visit.page.getByLabel("Reason").fill("only a test");
    visit.button("Delete it").click();
    assertThat(visit.page.getByText("Nobody is told of anything.")).isVisible();
    visit.page.navigate("/dashboard/audit");
    assertThat(visit.page.getByText("deleted a webhook")).isVisible();
  }

  @Test
  void aKeyIsMadeAndGetsANewSecret() {
    visit.page.navigate("/dashboard/accounts");
    visit.page.getByLabel("New key").fill("robot one");
    visit.page.getByLabel("ci:read").check();
    visit.button("Make key").click();
    String first = visit.page.getByLabel("Secret").textContent();
    Locator row = visit.page.locator("section:has(#keys-title) tbody tr", withText("robot one"));
    row.locator("summary").click();
    row.getByLabel("Hours that the old one works").fill("48");
    visit.wellMade("accounts-rotate");
    row.getByText("Rotate now").click();
    Locator secret = visit.page.getByLabel("Secret");
    assertThat(secret).isVisible();
    assertThat(secret.textContent()).startsWith("gbx_").isNotEqualTo(first);
    assertThat(row).containsText("old secret " + first.substring(4, 16));
    visit.wellMade("accounts-rotated");
    row.getByText("Revoke", new Locator.GetByTextOptions().setExact(true)).click();
    assertThat(row).containsText("revoked");
    visit.page.navigate("/dashboard/audit");
    assertThat(visit.page.getByText("rotated an API key")).isVisible();
  }

  @Test
  void aQuotaIsChangedWithAReasonAndNotOverwritten() {
    visit.page.navigate("/dashboard/accounts");
    visit.page.getByLabel("New tenant").fill("quota-pages");
    visit.button("Make tenant").click();
    visit.page.navigate("/dashboard/accounts");
    visit.page.getByLabel("New key").fill("robot two");
    visit.page.locator("#key-tenant").selectOption("quota-pages");
    visit.page.getByLabel("ci:read").check();
    visit.button("Make key").click();
    visit.page.navigate("/dashboard/quotas");
    visit.wellMade("quotas");
    visit.link("quota-pages").click();
    Page late = visit.page.context().newPage();
    late.navigate("/dashboard/quotas/quota-pages");
    visit.page.getByLabel("Submissions a minute").fill("60");
    visit.page.getByLabel("Most that run at once").fill("2");
    visit.page.locator("#reason").fill("a contest");
    visit.button("Change the quota").click();
    assertThat(visit.page.getByLabel("Submissions a minute")).hasValue("60");
    late.getByLabel("Submissions a minute").fill("90");
    late.locator("#reason").fill("another contest");
    late.getByText("Change the quota").click();
    assertThat(late.getByRole(AriaRole.ALERT)).containsText("changed meanwhile");
    late.close();
    visit.forgetMisdeeds(); // the browser notes every 409 on its console

    Locator key = visit.page.locator("details", withText("robot two"));
    key.locator("summary").click();
    key.getByLabel("Requests in a minute").fill("30");
    key.getByLabel("Reason").fill("a robot");
    visit.wellMade("quota");
    key.getByText("Change it").click();
    assertThat(key.locator("summary")).containsText("30 a minute");
    visit.page.navigate("/dashboard/quotas");
    assertThat(visit.page.locator("tr", withText("quota-pages"))).containsText("0 of 2");
    visit.page.navigate("/dashboard/audit");
    assertThat(visit.page.getByText("a contest").first()).isVisible();
  }

  private static Page.LocatorOptions withText(String text) {
    return new Page.LocatorOptions().setHasText(text);
  }

  @Test
  void everyEndpointHasACommandToCopy() {
    visit.page.navigate("/dashboard/api");
    Locator endpoint =
        visit
            .page
            .locator("details.endpoint")
            .filter(new Locator.FilterOptions().setHasText("Cancel all submissions"));
    endpoint.locator("summary").click();
    assertThat(endpoint.locator("pre"))
        .hasText(
            "curl -X POST -H \"Authorization: Bearer $GLOVEBOX_KEY\" -H 'Content-Type: application/json'"
                + " -d '{\"reason\":\"…\"}' \"$GLOVEBOX_URL\"'/api/v1/submissions/cancel'");
    endpoint.locator("button").click();
    assertThat(endpoint.locator("button")).hasText(Pattern.compile("Copied|Selected"));
    visit.wellMade("api");
    visit.page.navigate("/dashboard/submissions?verdict=wrong_answer");
    visit.page.getByText("This page as curl").click();
    assertThat(visit.page.getByLabel("Command")).containsText("'/api/v1/submissions?verdict=WA'");
  }

  @Test
  void whatHasNoMeaningIsRefused() {
    String nothing = "00000000-0000-4000-8000-000000000000";
    for (Map.Entry<String, Integer> one :
        Map.of(
                "/dashboard/webhooks?tenant=nobody",
                404,
                "/dashboard/webhooks/default/" + nothing,
                404,
                "/dashboard/webhooks/default/x",
                400,
                "/dashboard/operations/count?action=cancel&state=lost",
                400,
                "/dashboard/operations/count?action=cancel&tenant=nobody",
                400,
                "/dashboard/operations/count?action=explode",
                400,
                "/dashboard/operations/count",
                400)
            .entrySet()) {
      var answer = visit.page.context().request().get(one.getKey());
      assertThat(answer.status()).as(one.getKey()).isEqualTo(one.getValue());
    }
  }
}
