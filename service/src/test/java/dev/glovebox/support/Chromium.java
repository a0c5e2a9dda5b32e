package dev.glovebox.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ViewportSize;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The distribution's browser, with one user in it. Notes all that a page must not do: errors on its
 * console, dialogs, and requests to anybody but the service.
 */
public final class Chromium implements AutoCloseable {

  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final double PATIENCE = 90_000; // ms
  private static final List<Integer> WIDTHS = List.of(390, 768, 1280);

  /** Empty where nothing scrolls to the side, otherwise the elements that reach farthest. */
  private static final String WIDEST =
      """
      () => {
        if (document.compatMode !== "CSS1Compat") return "laid out as pages of the last century";
        const page = document.scrollingElement;
        if (page.scrollWidth <= page.clientWidth) return "";
        const boxed = (one) => one && one !== document.body
          && (getComputedStyle(one).overflowX !== "visible" || boxed(one.parentElement));
        return page.scrollWidth + " > " + page.clientWidth + ": " + [...document.body.querySelectorAll("*")]
          .filter(one => one.getBoundingClientRect().right > page.clientWidth + 1 && !boxed(one.parentElement))
          .slice(-3).map(one => one.tagName + "." + one.className + " " + one.textContent.trim().slice(0, 30)).join(" | ");
      }
      """;

  private final URI service;
  private final Playwright playwright;
  private final Browser browser;
  private final BrowserContext context;
  private final Page page;
  private final List<String> misdeeds = new ArrayList<>();
  private final String axe;

  public Chromium(URI service) throws IOException {
    this.service = service;
    this.axe = axe();
    this.playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    this.browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of("/usr/bin/chromium"))
                    .setChromiumSandbox(false)
                    .setArgs(
                        List.of(
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--no-first-run",
                            "--disable-gpu")));
    this.context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setBaseURL(service.toString())
                .setColorScheme(ColorScheme.LIGHT)
                .setViewportSize(1280, 900));
    this.page = context.newPage();
    page.setDefaultTimeout(PATIENCE);
    watch();
  }

  public Page page() {
    return page;
  }

  /** Keeps a picture of the page as it is, for people. */
  public void picture(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")).setFullPage(true));
  }

  /**
   * What is wider than the page, in windows of a phone, a tablet and a small screen; with a picture
   * of each. What scrolls in a box of its own may be as wide as it likes.
   */
  public List<String> misfits(String name) {
    ViewportSize before = page.viewportSize();
    var misfits = new ArrayList<String>();
    for (int width : WIDTHS) {
      page.setViewportSize(width, before.height);
      String widest = (String) page.evaluate(WIDEST);
      if (!widest.isEmpty()) {
        misfits.add(width + ": " + widest);
      }
      if (width != before.width) {
        picture(name + "-" + width);
      }
    }
    page.setViewportSize(before.width, before.height);
    return misfits;
  }

  /** What axe-core finds on the page that is serious or worse, one line each. */
  public List<String> barriers() {
    page.evaluate(axe);
    Object found =
        page.evaluate(
            """
            async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
              .filter(one => one.impact === "serious" || one.impact === "critical")
              .map(one => one.id + ": " + one.help + " at "
                + one.nodes.slice(0, 4).map(node => node.target.join(" ") + " " + (node.any[0]?.message ?? "")).join(" | "))
            """);
    return ((List<?>) found).stream().map(String::valueOf).toList();
  }

  /** What pages have done since the last question that they must not. */
  public List<String> misdeeds() {
    List<String> noted = List.copyOf(misdeeds);
    misdeeds.clear();
    return noted;
  }

  private void watch() {
    page.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        misdeeds.add("error on the console: " + message.text() + " " + message.location());
      }
    });
    page.onPageError(error -> misdeeds.add("uncaught: " + error));
    page.onDialog(dialog -> {
      misdeeds.add("dialog: " + dialog.message());
      dialog.dismiss();
    });
    context.onRequest(request -> {
      if (!request.url().startsWith(service + "/")) {
        misdeeds.add("request to " + request.url());
      }
    });
  }

  private static String axe() throws IOException {
    try (InputStream in =
        Chromium.class.getResourceAsStream(
            "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js")) {
      assertThat(in).as("axe-core").isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    playwright.close();
  }
}
