package dev.glovebox.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.glovebox.support.Chromium;
import dev.glovebox.support.GloveboxProcess;
import java.io.IOException;

/** The pages in a real browser, as the administrator sees them. */
final class Visit implements AutoCloseable {

  /** For what needs a sandbox. */
  private static final double LONG = 300_000; // ms

  private final Chromium chromium;
  final Page page;

  private Visit(Chromium chromium) {
    this.chromium = chromium;
    this.page = chromium.page();
  }

  static Visit of(GloveboxProcess service) throws IOException {
    var visit = new Visit(new Chromium(service.uri()));
    visit.page.navigate("/dashboard/sign-in");
    visit.page.getByLabel("Name").fill("admin");
    visit.page.getByLabel("Password").fill(service.adminPassword());
    visit.button("Sign in").click();
    assertThat(visit.page.getByText("admin · admin")).isVisible();
    return visit;
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator link(String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** Waits for what is judged meanwhile. */
  void awaits(Locator where, String text) {
    assertThat(where)
        .containsText(text, new LocatorAssertions.ContainsTextOptions().setTimeout(LONG));
  }

  /**
   * Nothing on the console, nothing from elsewhere, nothing too wide, nobody kept out; and
   * pictures.
   */
  void wellMade(String name) {
    chromium.picture(name);
    assertThat(chromium.misfits(name)).as(name).isEmpty();
    assertThat(chromium.barriers()).as(name).isEmpty();
    assertThat(chromium.misdeeds()).as(name).isEmpty();
  }

  /** What pages have done since the last question that they must not. */
  void forgetMisdeeds() {
    chromium.misdeeds();
  }

  @Override
  public void close() {
    chromium.close();
  }
}
