package dev.glovebox.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.glovebox.support.RestClient;
import dev.glovebox.support.SharedGlovebox;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Runs, jobs and their logs on pages: a log of half a million lines, and one that is hostile. */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RunPagesTest {

  private static final int LINES = 500_000;
  private static final int MOST_ELEMENTS = 2_000;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final double LONG = 180_000; // ms

  private static final String LONG_LOG =
      """
      python3 - <<'E'
      import sys
      for i in range(1, %d):
          sys.stdout.write('\\x1b[32mok\\x1b[0m line %%d of this log\\n' %% i)
      print('\\x1b[1;31mthe needle\\x1b[0m is in the last line')
      E
      """
          .formatted(LINES - 8);

  /** Markup, a script, titles, links and cursors, a change of direction, NUL, a long line. */
  private static final String HOSTILE =
      """
      python3 - <<'E'
      import sys
      out = sys.stdout.buffer
      out.write(b'<script>alert(1)</script><img src=x onerror=alert(2)>\\n')
      out.write(b'</div></bdi><h1 id=injected>mine</h1>${7*7} [[${7*7}]]\\n')
      out.write(b'\\x1b]0;title\\x07\\x1b]8;;javascript:alert(3)\\x07link\\x1b]8;;\\x07 \\x1b[2J\\x1b[1;1Hmoved\\n')
      out.write(b'NUL \\x00 bad \\xff\\xfe bidi \\xe2\\x80\\xae evil \\x07 tab\\tend\\n')
      out.write(b'10 %\\r50 %\\r100 %\\n')
      for i in range(200): out.write(b'\\x1b[%dm%d' % (30 + i % 8, i))
      out.write(b'\\x1b[0m\\n')
      out.write(b'x' * 10_000_000 + b'\\n')
      out.flush()
      E
      """;

  private static final String FAILING =
      """
      cat > report.xml <<'E'
      <testsuite name="sums"><testcase classname="Sums" name="adds" time="0.1"/>
      <testcase classname="Sums" name="takes &lt;away&gt;" time="0.2"><failure message="3 is not &lt;b&gt;4&lt;/b&gt;">at Sums:7</failure></testcase></testsuite>
      E
      mkdir -p 'out/deep <b>'
      printf '<script>alert(1)</script><h1 id=injected>mine</h1>' > out/index.html
      printf 'a\\000b' > out/some.bin
      seq 100000 > 'out/deep <b>/numbers.txt'
      exit 3
      """;

  private final RestClient client = RestClient.of(SharedGlovebox.get());
  private Visit visit;
  private JsonNode run;

  @BeforeAll
  void runJobs() throws Exception {
    RestClient.Answer created =
        client.post(
            "/api/v1/runs",
            Map.of(
                "project",
                "pages/<b>app</b>",
                "stages",
                List.of("build", "test"),
                "jobs",
                List.of(
                    job("long", "build", LONG_LOG, Map.of()),
                    job("hostile <i>", "build", HOSTILE, Map.of()),
                    job(
                        "failing",
                        "test",
                        FAILING,
                        Map.of(
                            "reports",
                            Map.of("junit", List.of("report.xml")),
                            "artifacts",
                            Map.of(
                                "name", "the <site>", "paths", List.of("out"), "when", "always"))),
                    job("by-hand", "test", "true", Map.of("when", "manual")))));
    assertThat(created.status()).as("%s", created.body()).isEqualTo(201);
    String path = "/api/v1/runs/" + created.body().path("id").asString();
    run =
        await("the jobs end")
            .atMost(PATIENCE)
            .until(
                () -> client.get(path + "/wait?timeout=20s").body(),
                body ->
                    List.of("failed", "success", "blocked")
                        .contains(body.path("state").asString()));
    visit = Visit.of(SharedGlovebox.get());
  }

  @AfterAll
  void close() {
    if (visit != null) {
      visit.close();
    }
    client.close();
  }

  @Test
  void runsAreListedAndDrawn() {
    visit.page.navigate("/dashboard/runs?state=failed");
    assertThat(visit.page.locator("#list tbody")).containsText("pages/<b>app</b> #");
    visit.wellMade("runs");
    visit.page.locator("#list tbody a").first().click();
    assertThat(visit.page.locator("svg.graph a")).hasCount(4);
    assertThat(visit.page.locator("#state-title")).containsText("failed");
    visit.wellMade("run");
    visit.page.locator("svg.graph a[aria-label^='failing']").click();
    assertThat(visit.page.locator(".why")).containsText("exit code 3");
    assertThat(visit.page.locator("main details summary").first()).containsText("takes <away>");
    visit.page.locator("main details summary").first().click();
    assertThat(visit.page.locator("main details pre").first()).containsText("3 is not <b>4</b>");
    assertThat(visit.page.locator("#left-title")).isVisible();
    visit.wellMade("job-failed");
    visit.page.setViewportSize(390, 800);
    visit.wellMade("job-phone");
    visit.page.setViewportSize(1280, 900);
    visit.page.navigate("/dashboard/jobs/" + id("by-hand"));
    assertThat(visit.page.locator(".why"))
        .containsText(Pattern.compile("somebody starts it|left out"));
  }

  @Test
  void whatAJobLeftIsLookedIntoAndDoesNothing() {
    String job = id("failing");
    visit.page.navigate("/dashboard/jobs/" + job);
    assertThat(visit.link("its tests")).isVisible();
    visit.link("the <site>").click();
    visit.link("out/").click();
    assertThat(visit.page.getByLabel("Files").locator("tbody tr")).hasCount(3);
    visit.wellMade("artifact-folder");
    visit.link("deep <b>/").click();
    visit.link("numbers.txt").click();
    assertThat(visit.page.getByText("Its first 256")).isVisible();
    assertThat(visit.page.locator("pre.output")).containsText("10000\n10001");
    visit.wellMade("artifact-text");
    visit
        .page
        .getByLabel("Folders")
        .getByText("out", new Locator.GetByTextOptions().setExact(true))
        .click();
    visit.link("index.html").click();
    assertThat(visit.page.locator("pre.output"))
        .hasText("<script>alert(1)</script><h1 id=injected>mine</h1>");
    assertThat(visit.page.locator("#injected")).hasCount(0);
    visit.page.goBack();
    visit.link("some.bin").click();
    assertThat(visit.page.getByText("This is no text.")).isVisible();
    visit.wellMade("artifact-binary");
    String saved = (String) visit.link("Save it").evaluate("one => one.href");
    var answer = visit.page.context().request().get(saved);
    assertThat(answer.body()).isEqualTo(new byte[] {'a', 0, 'b'});
    assertThat(answer.headers())
        .containsEntry("content-disposition", "attachment; filename=\"some.bin\"")
        .containsEntry("content-security-policy", "default-src 'none'; sandbox")
        .containsEntry("content-type", "application/octet-stream")
        .containsEntry("x-content-type-options", "nosniff");
    String site = saved.substring(0, saved.indexOf("/file?"));
    for (String nothing :
        List.of(
            "/view?path=out/nothing",
            "/files?folder=nowhere",
            "/file?path=out",
            "/file?path=../etc/passwd")) {
      assertThat(visit.page.context().request().get(site + nothing).status())
          .as(nothing)
          .isEqualTo(404);
    }
  }

  @Test
  void aLogOfHalfAMillionLinesIsAFewElements() {
    open("long");
    assertThat(visit.page.locator(".log-status"))
        .containsText(Pattern.compile("^500,0\\d\\d lines"));
    fewElements();
    assertThat(
            visit
                .page
                .locator(".log .line")
                .filter(new Locator.FilterOptions().setHasText("line 7 of this log"))
                .locator(".c2"))
        .hasText("ok");
    visit.wellMade("job-log");
    visit.page.locator(".lines").evaluate("one => { one.scrollTop = one.scrollHeight }");
    assertThat(visit.page.locator(".log .rows")).containsText("line 499990 of this log");
    fewElements();
    visit.page.locator(".log input[type=search]").fill("NEEDLE");
    assertThat(visit.page.locator(".log-found")).hasText("1 of 1 lines");
    assertThat(visit.page.locator(".log mark")).hasText("needle");
    visit.page.locator(".log input[type=search]").fill("9 of this log");
    assertThat(visit.page.locator(".log-found")).hasText("1 of 49,999 lines");
    fewElements();
    visit.page.locator(".log-previous").click();
    assertThat(visit.page.locator(".log-found")).hasText("49,999 of 49,999 lines");
    assertThat(visit.page.locator(".log .line.marked")).containsText("line 499989 of this log");
    visit.page.evaluate("location.hash = '#L250000'");
    assertThat(visit.page.locator(".log .line.marked .n")).hasText("250000");
    visit.page.reload();
    assertThat(visit.page.locator(".log .line.marked .n"))
        .hasText("250000", new LocatorAssertions.HasTextOptions().setTimeout(LONG));
    fewElements();
    visit.wellMade("job-log-line");
  }

  @Test
  void sectionsFoldAndErrorsStandAlone() {
    open("hostile <i>");
    visit.page.evaluate("location.hash = '#L1'");
    Locator fold = visit.page.locator(".log button.fold").first();
    assertThat(fold).hasAttribute("aria-expanded", "true");
    String before = visit.page.locator(".log .line .n").nth(1).textContent();
    fold.click();
    assertThat(visit.page.locator(".log button.fold").first())
        .hasAttribute("aria-expanded", "false");
    assertThat(visit.page.locator(".log .line .n").nth(1)).not().hasText(before);
    visit.page.getByLabel("Errors only").check();
    assertThat(visit.page.locator(".log .rows .line")).hasCount(1);
    assertThat(visit.page.locator(".log .rows")).containsText("<b>oops</b>");
  }

  @Test
  void aLogIsFollowedWhileItIsWritten() throws Exception {
    RestClient.Answer created =
        client.post(
            "/api/v1/runs",
            Map.of(
                "project",
                "pages/live",
                "jobs",
                List.of(
                    job(
                        "ticking",
                        "test",
                        "for i in $(seq 100); do echo tick $i; sleep 0.1; done",
                        Map.of()))));
    visit.page.navigate("/dashboard/jobs/" + created.body().at("/jobs/0/id").asString());
    visit.awaits(visit.page.locator(".log .rows"), "tick 1");
    assertThat(visit.page.getByLabel("Follow")).isChecked();
    visit.awaits(visit.page.locator(".log .rows"), "tick 100");
    visit.awaits(visit.page.locator(".log .rows"), "Job succeeded");
    visit.awaits(visit.page.locator(".log-status"), "complete");
    assertThat(visit.page.getByLabel("Follow")).isChecked();
    visit.awaits(visit.page.locator("#why-title"), "success");
  }

  @Test
  void aHostileLogIsShownAndDoesNothing() {
    open("hostile <i>");
    Locator rows = visit.page.locator(".log .rows");
    visit.page.locator(".log input[type=search]").fill("alert(2)");
    assertThat(rows).containsText("<script>alert(1)</script><img src=x onerror=");
    assertThat(rows).containsText("</div></bdi><h1 id=injected>mine</h1>${7*7} [[${7*7}]]");
    assertThat(rows).containsText("link moved");
    assertThat(rows).containsText("NUL ␀ bad");
    assertThat(rows).containsText("⟨U+202E⟩ evil ␇");
    assertThat(rows).containsText("⟨2 overwritten⟩ 100 %");
    assertThat(rows).containsText("… (line of ");
    assertThat(visit.page.locator("#injected")).hasCount(0);
    assertThat(visit.page.locator("main img")).hasCount(0);
    assertThat(visit.page.locator(".log .rows a[href^=javascript]")).hasCount(0);
    assertThat(rows.textContent()).doesNotContain("\u202e", "\u001b", "\0").hasSizeLessThan(60_000);
    assertThat(visit.page.title()).doesNotContain("title");
    fewElements();
    visit.wellMade("job-hostile");
    visit.page.locator("#theme").click();
    visit.wellMade("job-hostile-dark");
    visit.page.locator("#theme").click();
  }

  @Test
  void onlyWhatIsThereIsFound() {
    String job = id("failing");
    for (Map.Entry<String, Integer> one :
        Map.of(
                "/dashboard/runs?state=nonsense",
                400,
                "/dashboard/runs?after=x",
                400,
                "/dashboard/runs/00000000-0000-7000-8000-000000000000",
                404,
                "/dashboard/jobs/00000000-0000-7000-8000-000000000000",
                404,
                "/dashboard/jobs/" + job + "?attempt=99",
                404,
                "/dashboard/jobs/" + job + "/log?attempt=99",
                404,
                "/dashboard/jobs/" + job + "/log?attempt=1&offset=-1",
                400,
                "/dashboard/jobs/" + job + "/log?attempt=1&limit=100000000",
                400,
                "/dashboard/jobs/" + job + "/log.txt?attempt=1",
                200)
            .entrySet()) {
      var answer = visit.page.context().request().get(one.getKey());
      assertThat(answer.status()).as(one.getKey()).isEqualTo(one.getValue());
    }
  }

  private void open(String job) {
    visit.page.navigate("/dashboard/jobs/" + id(job));
    assertThat(visit.page.locator(".log"))
        .hasAttribute(
            "data-state", "complete", new LocatorAssertions.HasAttributeOptions().setTimeout(LONG));
  }

  private void fewElements() {
    assertThat((Integer) visit.page.evaluate("document.querySelectorAll('*').length"))
        .isLessThan(MOST_ELEMENTS);
  }

  private String id(String job) {
    return run.path("jobs")
        .valueStream()
        .filter(one -> one.path("name").asString().equals(job))
        .map(one -> one.path("id").asString())
        .findAny()
        .orElseThrow();
  }

  private static Map<String, Object> job(
      String name, String stage, String script, Map<String, Object> more) {
    var job = new java.util.HashMap<String, Object>(more);
    job.put("name", name);
    job.put("stage", stage);
    job.put("image", "glovebox/python:latest");
    job.put(
        "steps",
        List.of(
            Map.of("name", "work", "run", List.of(script)),
            Map.of("name", "complain", "run", List.of("echo '<b>oops</b>' >&2"))));
    job.put("limits", Map.of("memoryMb", 256, "pids", 64, "logBytes", 64 << 20));
    return job;
  }
}
