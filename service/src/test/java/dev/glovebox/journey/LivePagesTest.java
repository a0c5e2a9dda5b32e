package dev.glovebox.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import dev.glovebox.support.GloveboxProcess;
import dev.glovebox.support.RestClient;
import dev.glovebox.support.SharedGlovebox;
import dev.glovebox.support.Wait;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Pages that are told of changes. Their clocks stand still in these tests: what does not come by
 * the stream does not come.
 */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LivePagesTest {

  private static final int STREAMS_PER_PERSON = 12;
  private static final String NOTHING_IN_INTERVALS = "window.setInterval = () => 0;";

  private final GloveboxProcess service = SharedGlovebox.get();
  private final RestClient client = RestClient.of(service);
  private final HttpClient http = HttpClient.newHttpClient();
  private Visit visit;

  @BeforeAll
  void signIn() throws Exception {
    visit = Visit.of(service);
  }

  @AfterEach
  void goOn() throws Exception {
    client.post("/api/v1/queue/resume", Map.of());
  }

  @AfterAll
  void close() {
    visit.close();
    http.close();
    client.close();
  }

  @Test
  void aSubmissionAndTheQueueAreFollowedByStreams() throws Exception {
    pause();
    String id = submit();
    try (Page page = visit.page.context().newPage();
        Page queue = visit.page.context().newPage()) {
      for (Page one : List.of(page, queue)) {
        one.addInitScript(NOTHING_IN_INTERVALS);
      }
      queue.navigate("/dashboard/queue");
      queue.waitForFunction("() => document.querySelector('#live .alarm') !== null");
      page.navigate("/dashboard/submissions/" + id);
      assertThat(page.locator("#why-title")).containsText("queued");
      client.post("/api/v1/queue/resume", Map.of());
      visit.awaits(page.locator("#why-title"), "accepted");
      assertThat(page.locator("[data-events]")).hasCount(0);
      await("the queue's page says that nothing is paused")
          .atMost(java.time.Duration.ofMinutes(1))
          .pollInSameThread()
          .until(() -> queue.locator("#live .alarm").count() == 0);
    }
  }

  @Test
  void aPageWithoutAStreamAsksNowAndThen() throws Exception {
    pause();
    String id = submit();
    try (Page page = visit.page.context().newPage()) {
      page.route("**/events", route -> route.abort());
      page.navigate("/dashboard/submissions/" + id);
      assertThat(page.locator("#why-title")).containsText("queued");
      client.post("/api/v1/queue/resume", Map.of());
      visit.awaits(page.locator("#why-title"), "accepted");
    }
  }

  @Test
  void whatIsTypedIsNotReplaced() throws Exception {
    RestClient.Answer run =
        client.post(
            "/api/v1/runs",
            Map.of(
                "project",
                "pages/typing",
                "jobs",
                List.of(
                    Map.of(
                        "name",
                        "first",
                        "image",
                        "glovebox/python:latest",
                        "when",
                        "manual",
                        "allowFailure",
                        false,
                        "steps",
                        List.of(Map.of("run", List.of("true")))))));
    assertThat(run.status()).as("%s", run.body()).isEqualTo(201);
    String job = run.body().at("/jobs/0/id").asString();
    try (Page page = visit.page.context().newPage()) {
      page.navigate("/dashboard/jobs/" + job);
      var reason = page.locator("#live input[name=reason]");
      reason.fill("because I");
      client.post("/api/v1/jobs/" + job + "/play", Map.of());
      RestClient.Answer ended = client.get("/api/v1/jobs/" + job + "/wait?timeout=20s");
      assertThat(ended.body().path("state").asString()).as("%s", ended.body()).isEqualTo("success");
      assertThat(reason).hasValue("because I");
      page.locator("#live form button").first().focus();
      assertThat(reason).hasValue("because I");
      reason.fill("");
      reason.blur();
      visit.awaits(page.locator("#why-title"), "success");
    }
  }

  @Test
  void streamsAreForWhoMaySeeThePageAndBounded() throws Exception {
    String cookie = cookie(visit.page);
    assertThat(open("/dashboard/overview/events", "").statusCode()).isEqualTo(401);
    assertThat(open("/dashboard/submissions/" + UUID.randomUUID() + "/events", cookie).statusCode())
        .isEqualTo(404);
    List<HttpResponse<InputStream>> streams = new ArrayList<>();
    try {
      HttpResponse<InputStream> last = open("/dashboard/overview/events", cookie);
      while (last.statusCode() == 200 && streams.size() <= STREAMS_PER_PERSON) {
        assertThat(last.headers().firstValue("Content-Type").orElseThrow())
            .startsWith("text/event-stream");
        streams.add(last);
        last = open("/dashboard/overview/events", cookie);
      }
      assertThat(last.statusCode()).isEqualTo(429);
      assertThat(last.headers().firstValue("Retry-After")).isPresent();
      assertThat(streams).hasSizeLessThanOrEqualTo(STREAMS_PER_PERSON);
    } finally {
      for (HttpResponse<InputStream> stream : streams) {
        stream.body().close();
      }
    }
    Wait.patiently()
        .until(() -> {
          HttpResponse<InputStream> again = open("/dashboard/overview/events", cookie);
          again.body().close();
          return again.statusCode() == 200;
        });
  }

  @Test
  void aStreamEndsWithItsSession() throws Exception {
    try (Visit other = Visit.of(service)) {
      String cookie = cookie(other.page);
      HttpResponse<InputStream> stream =
          Wait.patiently() // until streams of the same person that were left are found out
              .until(
                  () -> open("/dashboard/overview/events", cookie), one -> one.statusCode() == 200);
      other.button("Sign out").click();
      String all = new String(stream.body().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(all).startsWith("retry: 2000\n\n").endsWith("event: end\ndata:\n\n");
    }
  }

  private HttpResponse<InputStream> open(String path, String cookie) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(service.uri() + path))
            .header("Accept", "text/event-stream")
            .header("Cookie", cookie.isEmpty() ? "none=here" : cookie)
            .build(),
        HttpResponse.BodyHandlers.ofInputStream());
  }

  private static String cookie(Page page) {
    return page.context().cookies().stream()
        .filter(one -> one.name.equals("glovebox_session"))
        .map((Cookie one) -> one.name + "=" + one.value)
        .collect(Collectors.joining("; "));
  }

  private void pause() throws Exception {
    assertThat(client.post("/api/v1/queue/pause", Map.of("reason", "a test")).status())
        .isLessThan(300);
  }

  private String submit() throws Exception {
    RestClient.Answer answer =
        client.post(
            "/api/v1/submissions",
            Map.of(
                "language",
                "python",
                "source",
                "print(42)",
                "tests",
                List.of(Map.of("input", "", "expected", "42\n"))));
    assertThat(answer.status()).as("%s", answer.body()).isBetween(200, 299);
    return answer.body().path("id").asString();
  }
}
