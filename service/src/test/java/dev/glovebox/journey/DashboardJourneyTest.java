package dev.glovebox.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import dev.glovebox.support.Chromium;
import dev.glovebox.support.GloveboxProcess;
import dev.glovebox.support.RestClient;
import dev.glovebox.support.SharedGlovebox;
import dev.glovebox.support.Wait;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What an operator does with the pages, in a real browser, on a service with real work. No page may
 * log an error, ask anybody else for anything, or keep anybody out.
 */
class DashboardJourneyTest {

  /** Markup, a script, terminal escapes, a change of direction, NUL, half of UTF-8, a long line. */
  private static final String HOSTILE =
      """
      import sys
      out = sys.stdout.buffer
      out.write(b'<script>alert(1)</script><img src=x onerror=alert(2)>\\n')
      out.write(b'</pre></bdi><h1 id=injected>mine</h1>${7*7} [[${7*7}]] {{7*7}}\\n')
      out.write(b'\\x1b[31mred\\x1b[0m \\x00 \\xff\\xfe \\xe2\\x80\\xae evil \\r\\x07\\n')
      out.write(b'x' * 100000 + b'\\n')
      sys.stderr.write('<b>oops</b>\\n')
      """;

  private static GloveboxProcess service;
  private static Chromium chromium;
  private static Page page;
  private static String hostile;
  private static String accepted;

  @BeforeAll
  static void signIn() throws Exception {
    service = SharedGlovebox.get();
    try (RestClient client = RestClient.of(service)) {
      hostile = submit(client, "python", HOSTILE, "42\n");
      accepted = submit(client, "python", "print(42)", "42\n");
      submit(client, "c", "int main(void) { return nonsense; }", "42\n");
    }
    chromium = new Chromium(service.uri());
    page = chromium.page();
    page.navigate("/dashboard/submissions?verdict=accepted");
    assertThat(page).hasURL(java.util.regex.Pattern.compile(".*/dashboard/sign-in\\?to=.*"));
    wellMade("sign-in");
    give("admin", "not the password");
    assertThat(page.getByRole(AriaRole.ALERT)).hasText("Name or password is wrong.");
    // The browser itself notes the refusal on its console.
    assertThat(chromium.misdeeds()).allMatch(one -> one.contains("401"));
    give("admin", service.adminPassword());
    assertThat(page).hasURL(service.uri() + "/dashboard/submissions?verdict=accepted");
  }

  @AfterAll
  static void close() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void beginAsUsual() {
    page.setViewportSize(1280, 900);
    chromium.misdeeds();
  }

  @Test
  void theOverviewShowsWhatHappensAndIsKeptUpToDate() {
    page.navigate("/dashboard");
    assertThat(page.locator(".uplot canvas")).isVisible();
    assertThat(page.locator("#chart-says")).containsText("in the last hour");
    assertThat(page.getByText("working").or(page.getByText("ready")).first()).isVisible();
    String before = page.locator(".fresh time").getAttribute("datetime");
    assertThat(page.locator(".fresh time")).not().hasAttribute("datetime", before);
    wellMade("overview");
    page.locator("#theme").click();
    wellMade("overview-dark");
    page.reload();
    assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    page.locator("#theme").click();
    page.setViewportSize(390, 800);
    wellMade("overview-phone");
    page.waitForFunction("document.documentElement.scrollWidth === innerWidth");
  }

  @Test
  void theListIsFilteredByItsAddress() {
    page.navigate("/dashboard/submissions");
    wellMade("submissions");
    page.getByLabel("Verdict").selectOption("wrong_answer");
    assertThat(page).hasURL(service.uri() + "/dashboard/submissions?verdict=wrong_answer");
    assertThat(page.locator("#list tbody")).containsText(hostile);
    assertThat(page.locator("#list tbody")).not().containsText(accepted);
    page.reload();
    assertThat(page.getByLabel("Verdict")).hasValue("wrong_answer");
    page.navigate("/dashboard/submissions?language=c&verdict=compile_error&order=oldest");
    assertThat(page.locator("#list tbody tr")).not().hasCount(0);
    page.navigate(
        "/dashboard/submissions?verdict=accepted&language=c&from=2001-01-01&to=2001-01-02");
    assertThat(page.getByText("No submission fits.")).isVisible();
    page.keyboard().press("/");
    assertThat(page.getByLabel("State")).isFocused();
    wellMade("submissions-none");
  }

  @Test
  void aListIsSavedUnderANameSharedAndDeleted() {
    page.navigate("/dashboard/submissions?verdict=wrong_answer&order=oldest");
    page.getByText("Save this list").click();
    page.getByLabel("Name").fill("wrong & <old>");
    page.getByLabel("for everybody of the tenant").check();
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Save it")).click();
    Locator saved = page.getByLabel("Saved views").getByText("wrong & <old>");
    assertThat(saved).isVisible();
    wellMade("submissions-views");
    page.navigate("/dashboard/submissions");
    saved.click();
    assertThat(page)
        .hasURL(service.uri() + "/dashboard/submissions?verdict=wrong_answer&order=oldest");
    assertThat(page.locator(".views a[aria-current]")).hasText("wrong & <old>");
    page.getByText("Save this list").click();
    page.getByLabel("Name").fill("wrong & <old>");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Save it")).click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("You have a view of this name");
    chromium.misdeeds(); // the browser notes the 409 on its console
    page.getByLabel("Rename wrong & <old>").click();
    page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("renamed");
    wellMade("views");
    page.getByLabel("Rename now wrong & <old>").click();
    assertThat(page.getByLabel("Delete renamed")).isVisible();
    page.getByLabel("Delete renamed").click();
    assertThat(page.getByText("There is none yet.")).isVisible();
    page.navigate("/dashboard/audit");
    assertThat(page.getByText("shared a view").first()).isVisible();
  }

  @Test
  void listsAreSavedAsFiles() {
    var submissions =
        page.context().request().get("/dashboard/submissions.csv?verdict=wrong_answer");
    assertThat(submissions.status()).isEqualTo(200);
    assertThat(submissions.headers().get("content-disposition"))
        .matches("attachment; filename=\"submissions-\\d{4}-\\d\\d-\\d\\d\\.csv\"");
    assertThat(submissions.text())
        .startsWith(
            "id,accepted_at,state,verdict,language,tenant,tests,cpu_micros,memory_bytes\r\n")
        .contains("\r\n" + hostile + ",")
        .doesNotContain(accepted);
    assertThat(page.context().request().get("/dashboard/audit.csv").text())
        .startsWith("id,at,actor,action,subject,detail\r\n");
    assertThat(page.context().request().get("/dashboard/runs.csv?state=success").text())
        .startsWith("id,project,number,name,state,");
    assertThat(page.context().request().get("/dashboard/runs.csv?state=nonsense").status())
        .isEqualTo(400);
    page.navigate("/dashboard/submissions?verdict=wrong_answer");
    assertThat(page.getByText("Export CSV"))
        .hasAttribute("href", "/dashboard/submissions.csv?verdict=wrong_answer");
  }

  @Test
  void hostileOutputIsShownAndDoesNothing() {
    page.navigate("/dashboard/submissions/" + hostile);
    assertThat(page.locator(".why")).containsText("Test 1: wrong answer.");
    assertThat(page.locator(".code .CodeMirror")).isVisible();
    assertThat(page.locator("#injected")).hasCount(0);
    assertThat(page.locator("main img")).hasCount(0);
    String output = page.locator("pre[aria-label='Standard output']").textContent();
    assertThat(output)
        .contains(
            "<script>alert(1)</script>", "␛[31mred", "␀", "⟨U+202E⟩", "${7*7} [[${7*7}]] {{7*7}}")
        .contains(" more characters in this line)")
        .hasSizeLessThan(5_000)
        .doesNotContain("\u202e", "\u001b", "\0");
    assertThat(page.locator(".diff .expected")).containsText("42");
    assertThat(page.getByText("How it was sandboxed")).isVisible();
    wellMade("submission");
    page.getByLabel("Show test 1").click();
    assertThat(page.locator("#test .test")).isVisible();
    page.locator("#theme").click();
    wellMade("submission-dark");
    page.locator("#theme").click();
    page.setViewportSize(390, 800);
    wellMade("submission-phone");
  }

  @Test
  void aWorkerDrainsAndWorksAgain() {
    page.navigate("/dashboard/workers");
    var worker =
        page.getByRole(
            AriaRole.REGION, new Page.GetByRoleOptions().setName(service.worker()).setExact(true));
    wellMade("workers");
    worker.getByLabel("Reason").fill("a new <disk>");
    worker.getByRole(AriaRole.BUTTON).click();
    assertThat(worker).containsText("Drained by admin");
    assertThat(worker).containsText("a new <disk>");
    Wait.patiently()
        .pollInSameThread()
        .until(() -> {
          page.reload();
          return worker.getByText("draining").isVisible();
        });
    wellMade("workers-draining");
    page.navigate("/dashboard/playground?language=python");
    page.getByLabel("Source").fill("print(input()[::-1])");
    page.getByLabel("Input").fill("abc");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Run")).click();
    assertThat(page.getByText("queued")).isVisible();
    page.navigate("/dashboard/queue");
    assertThat(page.getByLabel("Queue by tenant").getByText("default")).isVisible();
    page.locator("#pause-tenant").selectOption("default");
    page.locator("#pause-reason").fill("the <judges> eat");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Pause it")).click();
    assertThat(page.getByText("the <judges> eat")).isVisible();
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Count them")).click();
    assertThat(page.locator("#count")).containsText("1 is selected");
    wellMade("queue");
    String address = service.uri() + "/dashboard/submissions?state=queued";
    page.navigate(address);
    page.locator("#list tbody a").first().click();
    assertThat(page.locator(".why")).containsText("the queue is paused. the <judges> eat");
    page.navigate("/dashboard/queue");
    page.getByText("Resume default").click();
    assertThat(page.getByText("the <judges> eat")).hasCount(0);
    page.navigate(address);
    page.locator("#list tbody a").first().click();
    assertThat(page.locator(".why")).containsText("no worker takes work");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Cancel it")).click();
    assertThat(page.locator(".why")).containsText("cancelled");
    page.navigate("/dashboard/playground?language=python");
    page.getByLabel("Source").fill("print(1)");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Run")).click();
    assertThat(page.getByText("queued")).isVisible();
    page.navigate("/dashboard/queue");
    operate("high", "in a hurry", "Give those that wait high priority");
    assertThat(page.locator("dt:text-is('Done') + dd")).hasText("1 of 1");
    wellMade("operation");
    page.navigate("/dashboard/queue");
    page.locator("#operation-action").selectOption("cancel");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Count them")).click();
    assertThat(page.locator("#count")).containsText("1 is selected");
    wellMade("queue-count");
    page.navigate("/dashboard/submissions?state=queued");
    operate("cancel", "not <needed>", "Cancel them");
    assertThat(page.locator("dt:text-is('Done') + dd")).hasText("1 of 1");
    assertThat(page.getByText("not <needed>")).isVisible();
    page.navigate("/dashboard/operations");
    assertThat(page.locator("#list tbody tr").first()).containsText("cancel submissions");
    wellMade("operations");
    page.navigate("/dashboard/workers");
    worker.getByRole(AriaRole.BUTTON).click();
    Wait.patiently()
        .pollInSameThread()
        .until(() -> {
          page.reload();
          return worker.getByText("ready").isVisible();
        });
  }

  @Test
  void theAdministratorSeesWhatIsSetAndWhereItComesFrom() {
    page.navigate("/dashboard/settings");
    assertThat(page.locator("dt:text-is('Migration') + dd")).not().isEmpty();
    var name =
        page.locator("tr").filter(new Locator.FilterOptions().setHasText("glovebox.worker.name"));
    assertThat(name).containsText(service.worker());
    assertThat(name).containsText("command line");
    wellMade("settings");
    page.getByLabel("Name has").fill("password");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show")).click();
    assertThat(page.locator("#list tbody tr").first()).containsText("password");
    assertThat(page.locator("#list")).not().containsText("worker.name");
  }

  /** Counts, gives a reason, begins, and waits for the end. */
  private void operate(String action, String reason, String button) {
    page.locator("#operation-action").selectOption(action);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Count them")).click();
    page.locator("#operation-why").fill(reason);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button)).click();
    assertThat(page.locator("#state-title")).containsText("done");
  }

  @Test
  void aProgramIsRunInThePlayground() {
    page.navigate("/dashboard/languages");
    wellMade("languages");
    page.getByLabel("Try Python 3", new Page.GetByLabelOptions().setExact(true)).click();
    page.getByLabel("Source").fill("print(input()[::-1])\nprint('<b>')");
    page.getByLabel("Input").fill("abc");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Run")).click();
    assertThat(page.locator("pre[aria-label='Standard output']"))
        .hasText(
            "cba\n<b>",
            new com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions()
                .setTimeout(60_000));
    assertThat(page.getByLabel("Source")).hasValue("print(input()[::-1])\nprint('<b>')");
    wellMade("playground");
  }

  @Test
  void everyRoleSeesAndDoesWhatItMayAndNoMore() {
    page.navigate("/dashboard/accounts");
    page.getByLabel("New tenant").fill("else-where");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Make tenant")).click();
    assertThat(page.locator("#people-title")).isVisible();
    for (String role : List.of("viewer", "member", "operator")) {
      String name = "one " + role;
      page.navigate("/dashboard/accounts");
      page.getByLabel("New account").fill(name);
      page.locator("#new-tenant").selectOption("else-where");
      page.locator("#new-role").selectOption(role.toUpperCase(Locale.ROOT));
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Make account")).click();
      String password = page.getByLabel("Secret").textContent();
      try (BrowserContext context =
          page.context()
              .browser()
              .newContext(new Browser.NewContextOptions().setBaseURL(service.uri().toString()))) {
        Page theirs = context.newPage();
        theirs.navigate("/dashboard/sign-in");
        give(theirs, name, password);
        assertThat(theirs.getByText(name + " · " + role)).isVisible();
        assertThat(allowed(theirs, role)).as(role).isEqualTo(expected(role));
        page.navigate("/dashboard/accounts");
        page.getByLabel("Disable " + name).click();
        assertThat(page.getByLabel("Enable " + name)).isVisible();
        theirs.reload();
        assertThat(theirs.getByLabel("Password")).isVisible();
      }
    }
    wellMade("accounts");
    page.navigate("/dashboard/audit");
    assertThat(page.getByText("the chain is whole")).isVisible();
    assertThat(page.getByText("made an account").first()).isVisible();
    wellMade("audit");
  }

  /** The status of every page, and of a change that needs the role. */
  private static Map<String, Integer> allowed(Page theirs, String role) {
    Map<String, Integer> seen = new TreeMap<>();
    var requests = theirs.context().request();
    for (String path : expected(role).keySet()) {
      if (path.startsWith("POST ")) {
        String token = theirs.locator("input[name=_csrf]").first().inputValue();
        seen.put(
            path,
            requests
                .post(
                    path.substring(5),
                    RequestOptions.create()
                        .setMaxRedirects(0)
                        .setForm(FormData.create().set("_csrf", token)))
                .status());
      } else {
        seen.put(path, requests.get(path).status());
      }
    }
    return seen;
  }

  private static Map<String, Integer> expected(String role) {
    int member = role.equals("viewer") ? 403 : 400;
    int operator = role.equals("operator") ? 200 : 403;
    int anywhere = role.equals("operator") ? 200 : 404;
    Map<String, Integer> expected = new TreeMap<>();
    expected.put("/dashboard/submissions", 200);
    expected.put("/dashboard/languages", 200);
    expected.put("/dashboard/playground", 200);
    expected.put("/dashboard/submissions/" + hostile, anywhere);
    expected.put("/dashboard/submissions/" + hostile + "/live", anywhere);
    expected.put("/dashboard/submissions/" + hostile + "/run", anywhere);
    expected.put("/dashboard/submissions/" + hostile + "/tests/1", anywhere);
    expected.put("/dashboard/submissions/" + hostile + "/tests/1/stdout", anywhere);
    expected.put("/dashboard/playground?run=" + hostile, anywhere);
    if (!role.equals("operator")) { // for whom it does not end
      expected.put("/dashboard/overview/events", 403);
      expected.put("/dashboard/queue/events", 403);
    }
    expected.put("/dashboard/submissions.csv", 200);
    expected.put("/dashboard/runs.csv", 200);
    expected.put("/dashboard/audit.csv", 403);
    expected.put("/dashboard/views", 200);
    expected.put("POST /dashboard/views", member);
    expected.put(
        "POST /dashboard/views/00000000-0000-7000-8000-000000000000/delete",
        role.equals("viewer") ? 403 : 404);
    expected.put("/dashboard/overview/live", operator);
    expected.put("/dashboard/overview/throughput", operator);
    expected.put("/dashboard/workers", operator);
    expected.put("/dashboard/workers/worker?name=nobody", role.equals("operator") ? 404 : 403);
    for (String change : List.of("disable", "enable", "self-test")) {
      expected.put("POST /dashboard/workers/" + change, role.equals("operator") ? 400 : 403);
    }
    expected.put("/dashboard/queue", operator);
    expected.put("/dashboard/problems", 200);
    expected.put("/dashboard/problems/default/nothing", 404);
    expected.put("/dashboard/webhooks", 200);
    expected.put("/dashboard/api", 200);
    expected.put("/dashboard/runs", 200);
    expected.put("/dashboard/runs/00000000-0000-7000-8000-000000000000", 404);
    expected.put("/dashboard/rejudgings", operator);
    expected.put("/dashboard/internal-errors", operator);
    expected.put("/dashboard/accounts", 403);
    expected.put("/dashboard/audit", 403);
    expected.put("/dashboard/drills", 403);
    expected.put("/dashboard/drills/00000000-0000-7000-8000-000000000000", 403);
    expected.put("POST /dashboard/drills", 403);
    expected.put("POST /dashboard/drills/00000000-0000-7000-8000-000000000000/cancel", 403);
    expected.put("/dashboard/settings", 403);
    expected.put("/dashboard/quotas", 403);
    expected.put("/dashboard/quotas/default", 403);
    expected.put("POST /dashboard/quotas/default", 403);
    expected.put("POST /dashboard/playground", member);
    expected.put(
        "POST /dashboard/submissions/" + hostile + "/cancel",
        role.equals("viewer") ? 403 : role.equals("member") ? 404 : 302);
    expected.put("POST /dashboard/workers/drain", role.equals("operator") ? 400 : 403);
    expected.put("POST /dashboard/webhooks", member);
    expected.put("POST /dashboard/queue/pause", role.equals("operator") ? 400 : 403);
    expected.put("/dashboard/operations", operator);
    expected.put("/dashboard/operations/count", role.equals("operator") ? 400 : 403);
    expected.put("POST /dashboard/operations", role.equals("operator") ? 400 : 403);
    expected.put(
        "/dashboard/operations/00000000-0000-7000-8000-000000000000",
        role.equals("operator") ? 404 : 403);
    expected.put(
        "POST /dashboard/operations/00000000-0000-7000-8000-000000000000/stop",
        role.equals("operator") ? 404 : 403);
    expected.put("POST /dashboard/queue/resume", role.equals("operator") ? 302 : 403);
    expected.put("POST /dashboard/workers/work", role.equals("operator") ? 400 : 403);
    expected.put(
        "POST /dashboard/problems/default/nothing/verify", role.equals("viewer") ? 403 : 404);
    expected.put(
        "POST /dashboard/problems/default/nothing/lift", role.equals("operator") ? 400 : 403);
    String nothing = "00000000-0000-7000-8000-000000000000";
    for (String change : List.of("/runs/%s/retry", "/jobs/%s/retry", "/jobs/%s/play")) {
      expected.put(
          "POST /dashboard" + change.formatted(nothing), role.equals("viewer") ? 403 : 404);
    }
    expected.put("POST /dashboard/runs/" + nothing + "/cancel", member);
    expected.put("POST /dashboard/jobs/" + nothing + "/cancel", member);
    expected.put("POST /dashboard/rejudgings", role.equals("operator") ? 400 : 403);
    expected.put("POST /dashboard/internal-errors/requeue", role.equals("operator") ? 400 : 403);
    expected.put("POST /dashboard/accounts/tenants", 403);
    expected.put("POST /dashboard/accounts/people", 403);
    expected.put("POST /dashboard/accounts/keys", 403);
    return expected;
  }

  @Test
  void whoIsNotSignedInSeesNothingAndChangesNothing() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (String path :
          List.of(
              "/dashboard",
              "/dashboard/overview/live",
              "/dashboard/overview/throughput",
              "/dashboard/submissions",
              "/dashboard/submissions/" + hostile,
              "/dashboard/submissions/" + hostile + "/live",
              "/dashboard/submissions/" + hostile + "/tests/1",
              "/dashboard/submissions/" + hostile + "/tests/1/stdout",
              "/dashboard/nothing")) {
        HttpResponse<String> answer =
            client.send(request(path).GET().build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElseThrow())
            .as(path)
            .contains("/dashboard/sign-in");
      }
      HttpResponse<String> withKey =
          client.send(
              request("/dashboard").header("Authorization", "Bearer " + service.apiKey()).build(),
              BodyHandlers.ofString());
      assertThat(withKey.statusCode()).isEqualTo(302);
      HttpResponse<String> forged =
          client.send(
              request("/dashboard/sign-in")
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.ofString("name=admin&password=x"))
                  .build(),
              BodyHandlers.ofString());
      assertThat(forged.statusCode()).isEqualTo(403);
      assertThat(forged.headers().firstValue("Content-Security-Policy").orElseThrow())
          .contains("default-src 'none'", "script-src 'self'")
          .doesNotContain("unsafe");
    }
  }

  @Test
  void nonsenseInAnAddressIsAPageOfItsOwn() {
    for (Map.Entry<String, Integer> one :
        Map.of(
                "/dashboard/submissions?state=nonsense", 400,
                "/dashboard/submissions?after=1_x", 400,
                "/dashboard/submissions?after=99999999999999999999_x", 400,
                "/dashboard/submissions?from=yesterday", 400,
                "/dashboard/submissions?language=%00", 400,
                "/dashboard/submissions/nonsense", 400,
                "/dashboard/submissions/00000000-0000-7000-8000-000000000000", 404,
                "/dashboard/nothing", 404)
            .entrySet()) {
      var answer = page.context().request().get(one.getKey());
      assertThat(answer.status()).as(one.getKey()).isEqualTo(one.getValue());
      assertThat(answer.text()).as(one.getKey()).contains("To the dashboard");
    }
  }

  /**
   * Nothing on the console, nothing from elsewhere, nothing too wide, nobody kept out; and
   * pictures.
   */
  private static void wellMade(String name) {
    chromium.picture(name);
    assertThat(chromium.misfits(name)).as(name).isEmpty();
    assertThat(chromium.barriers()).as(name).isEmpty();
    assertThat(chromium.misdeeds()).as(name).isEmpty();
  }

  private static void give(String name, String password) {
    give(page, name, password);
  }

  private static void give(Page where, String name, String password) {
    where.getByLabel("Name").fill(name);
    where.getByLabel("Password").fill(password);
    where.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in")).click();
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(service.uri() + path));
  }

  private static String submit(RestClient client, String language, String source, String expected)
      throws Exception {
    return client
        .judge(
            Map.of(
                "language",
                language,
                "source",
                source,
                "tests",
                List.of(Map.of("input", "", "expected", expected))))
        .get("id")
        .stringValue();
  }
}
