package dev.glovebox.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.glovebox.support.Chromium;
import dev.glovebox.support.GloveboxProcess;
import dev.glovebox.support.OpenIdServer;
import dev.glovebox.support.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sign-in and accounts as people have to do with them: in a browser, with an OpenID provider that
 * others wrote.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AccountPagesTest {

  private OpenIdServer provider;
  private GloveboxProcess service;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    provider = OpenIdServer.start(folder);
    service =
        GloveboxProcess.start(
            folder.resolve("home"),
            "openid-journey",
            GloveboxProcess.database(PostgresServer.freshDatabase()),
            "--glovebox.roles=api",
            "--glovebox.account.password-sign-in=administrators",
            "--glovebox.account.oidc.issuer=" + provider.issuer(),
            "--glovebox.account.oidc.client-id=glovebox",
            "--glovebox.account.oidc.client-secret=of this test",
            "--glovebox.account.oidc.roles-claim=groups",
            "--glovebox.account.oidc.roles[staff]=viewer",
            "--glovebox.account.oidc.tenant=default",
            "--glovebox.account.oidc.label=Company account");
  }

  @AfterAll
  void stop() {
    service.close();
    provider.close();
  }

  @Test
  void somebodySignsInAtTheProviderAndComesToThePageThatWasWanted() throws Exception {
    try (Chromium chromium = new Chromium(service.uri())) {
      Page page = chromium.page();
      page.navigate("/dashboard/runs?state=failed");
      assertThat(page.getByText("Passwords are for administrators")).isVisible();
      chromium.picture("sign-in-openid");
      assertThat(chromium.barriers()).isEmpty();
      assertThat(chromium.misdeeds()).isEmpty();
      signIn(page, "ann", "{\"preferred_username\": \"ann\", \"groups\": [\"staff\"]}");
      assertThat(page.getByText("ann · viewer")).isVisible();
      assertThat(page).hasURL(service.uri() + "/dashboard/runs?state=failed");
      chromium.misdeeds(); // the provider's page was elsewhere
      page.getByText("Sign out").click();
      assertThat(page.getByText("You are signed out here.")).isVisible();
      assertThat(page.getByText("Company account")).isVisible();
      page.navigate("/dashboard/submissions");
      assertThat(page.getByLabel("Name")).isVisible();
      assertThat(chromium.misdeeds()).isEmpty();
    }
  }

  @Test
  void whoHasNoRoleIsToldSo() throws Exception {
    try (Chromium chromium = new Chromium(service.uri())) {
      Page page = chromium.page();
      page.navigate("/dashboard/sign-in");
      signIn(page, "bob", "{\"preferred_username\": \"bob\"}");
      assertThat(page.getByText("You have no role here.")).isVisible();
      chromium.picture("sign-in-openid-refused");
      assertThat(chromium.barriers()).isEmpty();
    }
  }

  /** The subject is what a refused sign-in left in the audit log. */
  @Test
  void anAdministratorLinksAnAccountThatWasThereBefore() throws Exception {
    try (Chromium chromium = new Chromium(service.uri())) {
      Page page = chromium.page();
      page.navigate("/dashboard/sign-in");
      page.getByLabel("Name").fill("admin");
      page.getByLabel("Password").fill(service.adminPassword());
      page.locator("button.main").click();
      page.navigate("/dashboard/accounts");
      page.getByLabel("New account").fill("carl");
      page.getByText("Make account").click();
      page.navigate("/dashboard/accounts");
      Locator row =
          page.locator(
              "section:has(#people-title) tbody tr", new Page.LocatorOptions().setHasText("carl"));
      row.locator("summary").click();
      row.getByLabel("Subject at the provider").fill("carl-at-the-company");
      chromium.picture("accounts-link");
      assertThat(chromium.barriers()).isEmpty();
      row.getByText("Link now").click();
      assertThat(row).containsText("subject carl-at-the-company");
      page.navigate("/dashboard/audit");
      assertThat(page.getByText("linked an account")).isVisible();
      assertThat(chromium.misdeeds()).isEmpty();
      page.getByText("Sign out").click();
      signIn(page, "carl-at-the-company", "{\"groups\": [\"staff\"]}");
      assertThat(page.getByText("carl · viewer")).isVisible();
    }
  }

  @Test
  void aTenantIsDisabledWithAReasonAndEnabledAgain() throws Exception {
    try (Chromium chromium = new Chromium(service.uri())) {
      Page page = chromium.page();
      page.navigate("/dashboard/sign-in");
      page.getByLabel("Name").fill("admin");
      page.getByLabel("Password").fill(service.adminPassword());
      page.locator("button.main").click();
      page.navigate("/dashboard/accounts");
      page.getByLabel("New tenant").fill("late-payers");
      page.getByText("Make tenant").click();
      page.navigate("/dashboard/accounts");
      Locator row =
          page.locator(
              "section:has(#tenants-title) tbody tr",
              new Page.LocatorOptions().setHasText("late-payers"));
      row.locator("summary").click();
      row.getByLabel("Reason").fill("the <b>bill</b>");
      chromium.picture("accounts-disable-tenant");
      assertThat(chromium.barriers()).isEmpty();
      row.getByText("Disable now").click();
      assertThat(row).containsText("disabled");
      assertThat(row).containsText("the <b>bill</b>");
      chromium.picture("accounts-disabled-tenant");
      assertThat(chromium.barriers()).isEmpty();
      row.getByText("Enable").click();
      assertThat(row).containsText("active");
      page.navigate("/dashboard/audit");
      assertThat(page.getByText("disabled a tenant")).isVisible();
      assertThat(page.getByText("enabled a tenant")).isVisible();
      assertThat(chromium.misdeeds()).isEmpty();
    }
  }

  private static void signIn(Page page, String subject, String claims) {
    page.getByText("Company account").click();
    page.locator("input[name=username]").fill(subject);
    page.locator("textarea[name=claims]").fill(claims);
    page.locator("input[type=submit]").click();
  }
}
