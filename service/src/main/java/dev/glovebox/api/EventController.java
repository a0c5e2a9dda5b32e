package dev.glovebox.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glovebox.account.ApiKeys;
import dev.glovebox.account.Caller;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.submission.Progress;
import dev.glovebox.submission.SubmissionId;
import dev.glovebox.submission.SubmissionStatus;
import dev.glovebox.submission.SubmissionStore;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * The life of a submission as server-sent events. The request's own virtual thread waits and
 * writes. Every event has the progress as its id, so that a client that comes back with {@code
 * Last-Event-ID} goes on where it was; one that has seen the end is told that there is no more.
 */
@RestController
@RunsIn(Role.API)
class EventController {

  private static final String LAST_EVENT_ID = "Last-Event-ID";

  private final SubmissionStore submissions;
  private final ApiProperties properties;
  private final JsonMapper json;
  private final ApiKeys keys;
  private final Set<EventStream> open = ConcurrentHashMap.newKeySet();

  EventController(
      SubmissionStore submissions, ApiProperties properties, JsonMapper json, ApiKeys keys) {
    this.keys = keys;
    this.submissions = submissions;
    this.properties = properties;
    this.json = json;
  }

  @GetMapping("/api/v1/submissions/{id}/events")
  void events(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String id,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    SubmissionId submission = SubmissionController.Ids.read(id);
    int last = lastEventId(request);
    if (submissions.status(caller.tenant(), submission).isEmpty()) {
      throw RequestRefused.notFound();
    }
    if (last == new Progress.Done().sequence()) {
      response.setStatus(HttpStatus.NO_CONTENT.value()); // an EventSource stops coming back
      return;
    }
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader("X-Accel-Buffering", "no"); // proxies shall not collect it
    var stream = new EventStream(last);
    open.add(stream);
    try (var _ =
        submissions.follow(caller.tenant(), submission, (_, progress) -> stream.offer(progress))) {
      send(caller, submission, stream, response.getOutputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while sending events");
    } finally {
      open.remove(stream);
    }
  }

  /** Open streams would keep the service from stopping; their clients come back to another. */
  @EventListener
  void stopping(ContextClosedEvent closed) {
    open.forEach(EventStream::close);
  }

  private void send(Caller caller, SubmissionId id, EventStream stream, OutputStream out)
      throws IOException, InterruptedException {
    write(out, "retry: 1000\n\n");
    var watch = new KeyWatch(keys, caller, properties.heartbeat());
    while (!watch.ended()) {
      Optional<Progress> next = stream.next(properties.heartbeat());
      if (next.isPresent()) {
        write(out, frame(caller, id, next.get()));
        if (next.get() instanceof Progress.Done) {
          return;
        }
      } else if (stream.closed()) {
        return;
      } else {
        write(out, ": still here\n\n");
      }
    }
  }

  private String frame(Caller caller, SubmissionId id, Progress progress) {
    // One line each: JSON escapes every line break that text may contain.
    return switch (progress) {
      case Progress.Queued _ -> frame(progress, "queued", new Step(id.toString()));
      case Progress.Compiling _ -> frame(progress, "compiling", new Step(id.toString()));
      case Progress.RunningTest(int number, int total) ->
          frame(progress, "running", new Running(id.toString(), number, total));
      case Progress.Done _ -> frame(progress, "done", summary(caller, id));
    };
  }

  private String frame(Progress progress, String event, Object data) {
    return "id: %d\nevent: %s\ndata: %s\n\n"
        .formatted(progress.sequence(), event, json.writeValueAsString(data));
  }

  private Summary summary(Caller caller, SubmissionId id) {
    SubmissionStatus status =
        submissions.status(caller.tenant(), id).orElseThrow(RequestRefused::notFound);
    ResultBody body = ResultBody.of(status);
    var tests = body.tests().orElse(java.util.List.of());
    return new Summary(
        body.id(),
        body.verdict(),
        tests.size(),
        tests.stream().flatMap(test -> test.cpuTimeMicros().stream()).max(Long::compare),
        tests.stream().flatMap(test -> test.memoryBytes().stream()).max(Long::compare));
  }

  private static int lastEventId(HttpServletRequest request) {
    String text = request.getHeader(LAST_EVENT_ID);
    if (text == null || text.isEmpty()) {
      return -1;
    }
    try {
      return Math.max(-1, Integer.parseInt(text));
    } catch (NumberFormatException e) {
      var faults = new Faults();
      faults.add(LAST_EVENT_ID, "wrong-type", "Last-Event-ID must be the id of an event.");
      faults.check();
      return -1;
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  record Step(String submission) {}

  record Running(String submission, int test, int tests) {}

  /**
   * @param cpuTimeMicros largest of all tests
   * @param memoryBytes largest of all tests
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Summary(
      String submission,
      Optional<ResultBody.VerdictBody> verdict,
      int tests,
      Optional<Long> cpuTimeMicros,
      Optional<Long> memoryBytes) {}
}
