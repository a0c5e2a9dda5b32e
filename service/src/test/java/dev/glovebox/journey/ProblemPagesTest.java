package dev.glovebox.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.support.PackageArchive;
import dev.glovebox.support.RestClient;
import dev.glovebox.support.SharedGlovebox;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** A contest director's way through the pages: import, verify, mend, judge again. */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProblemPagesTest {

  private static final String RIGHT = "a, b = map(int, input().split())\nprint(a + b)\n";
  private static final String WRONG = "a, b = map(int, input().split())\nprint(a - b)\n";
  private static final String BROKEN_CHECKER = "raise SystemExit('<script>alert(1)</script>')\n";

  private final RestClient client = RestClient.of(SharedGlovebox.get());
  private Visit visit;

  @BeforeAll
  void signIn() throws Exception {
    visit = Visit.of(SharedGlovebox.get());
  }

  @AfterAll
  void close() {
    visit.close();
    client.close();
  }

  @Test
  void aBrokenCheckerIsSeenAndItsVersionPutBackIntoUse() throws Exception {
    put(
        "pages-broken",
        Map.of(
            "problem.yaml",
            "name: A <b>broken</b> checker\nvalidation: custom\nnonsense: 1\n",
            "output_validators/check.py",
            BROKEN_CHECKER));
    JsonNode fault = client.judge(submission("pages-broken", RIGHT));
    assertThat(fault.at("/verdict/code").asString()).as("%s", fault).isEqualTo("JE");

    visit.page.navigate("/dashboard/problems?state=quarantined&text=broken");
    assertThat(visit.page.locator("#list tbody")).containsText("A <b>broken</b> checker");
    visit.wellMade("problems");
    visit.link("pages-broken").click();
    assertThat(visit.page.locator(".alarm").first()).containsText("quarantined");
    assertThat(visit.page.getByText("problem.yaml:3")).isVisible();
    visit.wellMade("problem-quarantined");

    visit.page.navigate("/dashboard/internal-errors?tenant=default");
    var group =
        visit
            .page
            .locator("section.card")
            .filter(
                new com.microsoft.playwright.Locator.FilterOptions()
                    .setHas(visit.page.getByText(fault.path("id").asString())));
    assertThat(group).containsText("the checker output_validators/check.py");
    visit.wellMade("internal-errors");
    group.getByLabel("Reason").fill("the checker is mended");
    group.getByText("Judge them again").click();
    assertThat(visit.page).hasURL(Pattern.compile(".*/dashboard/rejudgings/[0-9a-f-]{36}"));
    assertThat(visit.page.getByText("the checker is mended")).isVisible();
    visit.page.getByLabel("Reason").fill("not yet");
    visit.button("Discard").click();
    visit.awaits(visit.page.locator("#state-title"), "discarded");

    visit.page.navigate("/dashboard/problems/default/pages-broken");
    visit.page.getByLabel("Reason").fill("tried by hand");
    visit.button("Lift the quarantine").click();
    assertThat(visit.page.getByText("quarantined")).hasCount(0);
    visit.page.navigate("/dashboard/audit");
    assertThat(visit.page.getByText("lifted a quarantine")).isVisible();
    assertThat(visit.page.getByText("tried by hand")).isVisible();
    assertThat(visit.page.getByText("requeued internal errors")).isVisible();
  }

  @Test
  void aVerificationIsCanceled() throws Exception {
    put("pages-endless", Map.of("submissions/accepted/endless.py", "while True:\n    pass\n"));
    visit.page.navigate("/dashboard/problems/default/pages-endless");
    visit.button("Verify this version").click();
    visit.button("Cancel this verification").click();
    visit.awaits(visit.page.locator("#outcome-title"), "canceled");
    assertThat(visit.button("Cancel this verification")).hasCount(0);
    visit.wellMade("canceled-verification");
  }

  @Test
  void aProblemIsVerifiedMendedAndJudgedAgain() throws Exception {
    put("pages-sum", Map.of("data/secret/2.ans", "6\n", "submissions/accepted/liar.py", WRONG));
    JsonNode before = client.judge(submission("pages-sum", RIGHT));
    assertThat(before.at("/verdict/code").asString()).as("%s", before).isEqualTo("WA");
    visit.page.navigate("/dashboard/problems/default/pages-sum");
    visit.button("Verify this version").click();
    visit.awaits(visit.page.locator("#outcome-title"), "something is wrong");
    assertThat(visit.page.getByText("it promises AC and got WA").first()).isVisible();
    visit.wellMade("verification");
    visit.link("pages-sum").click();
    assertThat(visit.page.getByText("something is wrong")).isVisible();
    visit.wellMade("problem");

    put("pages-sum", Map.of());
    visit.page.reload();
    visit.link("Judge its submissions again").click();
    assertThat(visit.page.getByLabel("Problem", exact())).hasValue("pages-sum");
    visit.button("Count first").click();
    assertThat(visit.page.locator("#count")).containsText(Pattern.compile("\\d judgings?"));
    visit.wellMade("rejudgings");
    visit.page.getByLabel("Reason").fill("2.ans was <wrong>");
    visit.button("Judge again").click();
    visit.awaits(visit.page.locator("#state-title"), "ready");
    assertThat(visit.page.locator(".matrix")).containsText("to AC");
    assertThat(visit.page.locator("#changed-title")).isVisible();
    visit.wellMade("rejudging");
    visit.page.getByLabel("Reason").fill("looks right");
    visit.button("Apply").click();
    visit.awaits(visit.page.locator("#state-title"), "applied");
    JsonNode after = client.get("/api/v1/submissions/" + before.path("id").asString()).body();
    assertThat(after.at("/verdict/code").asString()).as("%s", after).isEqualTo("AC");
    visit.page.navigate("/dashboard/rejudgings");
    assertThat(visit.page.locator("#list tbody tr").first()).containsText("2.ans was <wrong>");
  }

  @Test
  void whatHasNoMeaningIsRefused() {
    for (Map.Entry<String, Integer> one :
        Map.of(
                "/dashboard/problems?state=nonsense", 400,
                "/dashboard/problems?after=x", 400,
                "/dashboard/problems?text=%00", 400,
                "/dashboard/problems/default/pages-sum?version=x", 400,
                "/dashboard/problems/nobody/pages-sum", 404,
                "/dashboard/problems/default/nothing", 404,
                "/dashboard/rejudgings?after=1", 400,
                "/dashboard/rejudgings/count?tenant=default", 400,
                "/dashboard/rejudgings/00000000-0000-7000-8000-000000000000", 404)
            .entrySet()) {
      var answer = visit.page.context().request().get(one.getKey());
      assertThat(answer.status()).as(one.getKey()).isEqualTo(one.getValue());
    }
  }

  private static com.microsoft.playwright.Page.GetByLabelOptions exact() {
    return new com.microsoft.playwright.Page.GetByLabelOptions().setExact(true);
  }

  private void put(String id, Map<String, String> changes) throws Exception {
    Map<String, String> files = new HashMap<>();
    files.put("problem.yaml", "name: Sum\n");
    files.put(".timelimit", "10");
    files.put("data/sample/1.in", "1 2\n");
    files.put("data/sample/1.ans", "3\n");
    files.put("data/secret/2.in", "2 3\n");
    files.put("data/secret/2.ans", "5\n");
    files.put("submissions/accepted/right.py", RIGHT);
    files.putAll(changes);
    var archive = new PackageArchive();
    files.forEach(archive::file);
    RestClient.Answer answer =
        client.put("/api/v1/problems/" + id, "application/zip", archive.zip());
    assertThat(answer.status()).as("%s", answer.body()).isIn(200, 201);
  }

  private static Map<String, Object> submission(String problem, String source) {
    return Map.of("language", "python", "source", source, "problem", problem);
  }
}
