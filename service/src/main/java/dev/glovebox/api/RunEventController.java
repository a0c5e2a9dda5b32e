package dev.glovebox.api;

import dev.glovebox.account.ApiKeys;
import dev.glovebox.account.Caller;
import dev.glovebox.ci.run.RunEvents;
import dev.glovebox.ci.run.RunEvents.Position;
import dev.glovebox.ci.run.Signals;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What happens to the runs and jobs of a tenant, as server-sent events. Readers read the table:
 * however slow they are and however often they come back, none misses anything or sees it twice.
 */
@RestController
@RunsIn(Role.API)
class RunEventController {

  private static final String LAST_EVENT_ID = "Last-Event-ID";
  private static final Pattern POSITION = Pattern.compile("(\\d{1,18})-(\\d{1,18})");
  private static final Duration STILL_HERE = Duration.ofSeconds(15);

  /** What other transactions hold back comes when they end, which nobody tells. */
  private static final Duration IN_A_MOMENT = Duration.ofMillis(50);

  private static final int LONGEST_NAME = 255;

  private final RunEvents events;
  private final JsonMapper json;
  private final ApiKeys keys;
  private final ApiProperties properties;
  private volatile boolean stopping;

  RunEventController(RunEvents events, JsonMapper json, ApiKeys keys, ApiProperties properties) {
    this.keys = keys;
    this.properties = properties;
    this.events = events;
    this.json = json;
  }

  /** Open streams would keep the service from stopping; their clients come back to another. */
  @EventListener
  void stopping(ContextClosedEvent closed) {
    stopping = true;
  }

  @GetMapping("/api/v1/events")
  void events(
      @AuthenticationPrincipal Caller caller, HttpServletRequest http, HttpServletResponse response)
      throws IOException {
    var faults = new Faults();
    var parameters = new Parameters(http, faults);
    Optional<String> project =
        parameters.value(
            "project",
            "not-allowed",
            "a name",
            text -> text.length() > LONGEST_NAME ? Optional.empty() : Optional.of(text));
    parameters.end();
    Optional<Position> last = lastEventId(http, faults);
    faults.check();
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader("X-Accel-Buffering", "no"); // proxies shall not collect it
    response.setStatus(HttpStatus.OK.value());
    try (Signals.Signal signal = events.signal(caller.tenant())) {
      OutputStream out = response.getOutputStream();
      write(out, "retry: 1000\n\n");
      if (last.isPresent() && !events.knows(last.get())) {
        write(out, "event: reset\ndata: {}\n\n");
      }
      Position from = last.filter(events::knows).orElseGet(events::now);
      var watch = new KeyWatch(keys, caller, properties.heartbeat());
      follow(new Asked(caller.tenant(), project, watch), from, signal, out);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while sending events");
    }
  }

  /** What is told. */
  private record Asked(UUID tenant, Optional<String> project, KeyWatch key) {

    boolean wants(RunEvents.Event event) {
      return project.isEmpty() || project.get().equals(event.project());
    }
  }

  private void follow(Asked asked, Position from, Signals.Signal signal, OutputStream out)
      throws IOException, InterruptedException {
    write(out, place(from));
    Position at = from;
    long lastSent = System.nanoTime();
    while (!stopping && !asked.key().ended()) {
      RunEvents.Page page = events.after(asked.tenant(), at);
      at = page.next();
      boolean sent = false;
      for (RunEvents.Event event : page.events()) {
        if (asked.wants(event)) {
          write(out, event(event));
          sent = true;
        }
      }
      if (!sent && System.nanoTime() - lastSent > STILL_HERE.toNanos()) {
        write(out, place(at));
        sent = true;
      }
      if (sent) {
        lastSent = System.nanoTime();
      }
      signal.await(page.more() ? IN_A_MOMENT : RunEvents.SECOND_LOOK);
    }
  }

  private String event(RunEvents.Event event) {
    ObjectNode data = json.createObjectNode();
    data.put("sequence", event.at().id());
    data.put("timestamp", event.time().toString());
    data.setAll((ObjectNode) json.readTree(event.detail()));
    return "id: %s\nevent: %s\ndata: %s\n\n"
        .formatted(id(event.at()), event.kind(), json.writeValueAsString(data));
  }

  /** No event, for it has no data, but where to go on (HTML, 9.2.6). */
  private static String place(Position at) {
    return ": still here\nid: %s\n\n".formatted(id(at));
  }

  private static String id(Position at) {
    return at.transaction() + "-" + at.id();
  }

  private static Optional<Position> lastEventId(HttpServletRequest http, Faults faults) {
    String text = http.getHeader(LAST_EVENT_ID);
    if (text == null || text.isEmpty()) {
      return Optional.empty();
    }
    Matcher position = POSITION.matcher(text);
    if (!position.matches()) {
      faults.add(LAST_EVENT_ID, "wrong-type", "Last-Event-ID must be the id of an event.");
      return Optional.empty();
    }
    return Optional.of(
        new Position(Long.parseLong(position.group(1)), Long.parseLong(position.group(2))));
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
