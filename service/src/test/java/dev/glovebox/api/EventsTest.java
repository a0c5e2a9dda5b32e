package dev.glovebox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.glovebox.account.Scope;
import dev.glovebox.submission.Progress;
import dev.glovebox.submission.SubmissionId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The event stream: order, resuming, end. */
class EventsTest extends ApiTest {

  private static final String HELLO = "{\"language\":\"py\",\"source\":\"\"}";
  private static final int DONE = Integer.MAX_VALUE;

  @Test
  void everyStepIsToldAndTheStreamEndsAfterDone() throws Exception {
    var id = new SubmissionId(UUID.fromString(submit(HELLO)));
    try (var events = open(id)) {
      assertThat(next(events)).containsExactly("id: 0", "event: queued", data(id));
      submissions.progressed(id, new Progress.Compiling());
      assertThat(next(events)).containsExactly("id: 1", "event: compiling", data(id));
      submissions.progressed(id, new Progress.RunningTest(1, 2));
      assertThat(next(events).get(2)).contains("\"test\":1", "\"tests\":2");
      submissions.progressed(id, new Progress.Compiling()); // a second attempt begins anew
      submissions.progressed(id, new Progress.RunningTest(2, 2));
      assertThat(next(events)).startsWith("id: 3", "event: running");
      submissions.finish(id, FakeSubmissions.result("x".getBytes(StandardCharsets.UTF_8), 2));
      assertThat(next(events)).startsWith("id: " + DONE, "event: done");
      assertThat(events.readLine()).isNull();
    }
    await().until(() -> submissions.followers.get(id).isEmpty());
  }

  @Test
  void aClientGoesOnWhereItWas() {
    var id = new SubmissionId(UUID.fromString(submit(HELLO)));
    submissions.finish(id, FakeSubmissions.result(new byte[0], 1));
    var resumed = send(request(path(id)).header("Last-Event-ID", "1"));
    assertThat(resumed.body()).contains("event: done", "\"code\":\"AC\"").doesNotContain("queued");
    var over = send(request(path(id)).header("Last-Event-ID", Integer.toString(DONE)));
    assertThat(over.statusCode()).isEqualTo(204);
    assertThat(over.body()).isEmpty();
    var nonsense = send(request(path(id)).header("Last-Event-ID", "x"));
    assertThat(nonsense.statusCode()).isEqualTo(400);
    assertThat(nonsense.body()).contains("Last-Event-ID");
  }

  @Test
  void aStepThatTheClientHasSeenIsNotToldAgain() throws Exception {
    var id = new SubmissionId(UUID.fromString(submit(HELLO)));
    submissions.progressed(id, new Progress.RunningTest(1, 3));
    HttpResponse<java.io.InputStream> response =
        CLIENT.send(
            request(path(id)).header("Last-Event-ID", "2").build(),
            HttpResponse.BodyHandlers.ofInputStream());
    try (var events = reader(response)) {
      submissions.progressed(id, new Progress.RunningTest(2, 3));
      assertThat(next(events)).startsWith("id: 3");
    }
  }

  @Test
  void aSilentStreamShowsThatItLives() throws Exception {
    var id = new SubmissionId(UUID.fromString(submit(HELLO)));
    try (var events = open(id)) {
      String line = events.readLine();
      while (!line.startsWith(":")) {
        line = events.readLine();
      }
      assertThat(line).isEqualTo(": still here");
    }
    // The client is gone: the next heartbeat notices.
    await().until(() -> submissions.followers.get(id).isEmpty());
  }

  /** Each is read to its end, which does not come where nobody looks after it. */
  @Test
  @Timeout(60)
  void streamsEndWithTheirTenant() throws Exception {
    var id = new SubmissionId(UUID.fromString(submit(HELLO)));
    try (var submission = open(id);
        var runs =
            reader(
                CLIENT.send(
                    request("/api/v1/events").build(),
                    HttpResponse.BodyHandlers.ofInputStream()))) {
      String disable = "/api/v1/tenants/t-" + tenant + "/disable";
      key = keys.key(keys.tenant(), Scope.ADMIN);
      assertThat(post(disable, "{\"reason\": \"a test\"}").statusCode()).isEqualTo(200);
      assertThat(submission.lines()).contains("id: 0");
      assertThat(runs.lines()).first().isEqualTo("retry: 1000");
    }
    await().until(() -> submissions.followers.get(id).isEmpty());
  }

  @Test
  void aSlowClientLosesTheOldestStepsAndNeverTheLast() throws InterruptedException {
    var stream = new EventStream(-1);
    for (int number = 1; number <= 1000; number++) {
      stream.offer(new Progress.RunningTest(number, 1000));
    }
    stream.offer(new Progress.Done());
    Progress last = stream.next(java.time.Duration.ZERO).orElseThrow();
    assertThat(last.sequence()).isGreaterThan(500);
    int steps = 1;
    for (var next = stream.next(java.time.Duration.ZERO); next.isPresent(); steps++) {
      last = next.get();
      next = stream.next(java.time.Duration.ZERO);
    }
    assertThat(last).isEqualTo(new Progress.Done());
    assertThat(steps).isEqualTo(256);
  }

  private static String path(SubmissionId id) {
    return "/api/v1/submissions/" + id + "/events";
  }

  private static String data(SubmissionId id) {
    return "data: {\"submission\":\"" + id + "\"}";
  }

  private BufferedReader open(SubmissionId id) throws Exception {
    var response =
        CLIENT.send(request(path(id)).build(), HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/event-stream");
    return reader(response);
  }

  private static BufferedReader reader(HttpResponse<java.io.InputStream> response) {
    return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  /** The lines of the next event; comments and settings are passed over. */
  private static List<String> next(BufferedReader events) throws IOException {
    var lines = new java.util.ArrayList<String>();
    for (String line = events.readLine(); line != null; line = events.readLine()) {
      if (line.isEmpty() && !lines.isEmpty()) {
        return lines;
      }
      if (!line.isEmpty() && !line.startsWith(":") && !line.startsWith("retry")) {
        lines.add(line);
      }
    }
    return lines;
  }
}
