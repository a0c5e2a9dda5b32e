package dev.glovebox.api;

import dev.glovebox.account.ApiKeys;
import dev.glovebox.account.Caller;
import dev.glovebox.ci.run.LogReader;
import dev.glovebox.ci.run.Runs;
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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
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
 * The log of a job's attempt: as it is, as lines of JSON, as server-sent events. A byte of a log
 * has the same place for ever, and readers read the table: none misses anything, however slow it is
 * and however often it comes back.
 */
@RestController
@RunsIn(Role.API)
class JobLogController {

  private static final String LAST_EVENT_ID = "Last-Event-ID";
  private static final Duration STILL_HERE = Duration.ofSeconds(15);

  private final Runs runs;
  private final LogReader logs;
  private final JsonMapper json;
  private final ApiKeys keys;
  private final ApiProperties properties;
  private volatile boolean stopping;

  JobLogController(
      Runs runs, LogReader logs, JsonMapper json, ApiKeys keys, ApiProperties properties) {
    this.keys = keys;
    this.properties = properties;
    this.runs = runs;
    this.logs = logs;
    this.json = json;
  }

  /** Open streams would keep the service from stopping; their clients come back to another. */
  @EventListener
  void stopping(ContextClosedEvent closed) {
    stopping = true;
  }

  private enum Format {
    RAW,
    NDJSON
  }

  @GetMapping("/api/v1/jobs/{id}/log")
  void log(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String id,
      HttpServletRequest http,
      HttpServletResponse response)
      throws IOException {
    var faults = new Faults();
    var parameters = new Parameters(http, faults);
    Format format =
        parameters
            .value("format", "not-allowed", "raw or ndjson", JobLogController::format)
            .orElse(Format.RAW);
    long offset = parameters.integer("offset", 0, 999_999_999).orElse(0);
    long limit = parameters.integer("limit", 1, 999_999_999).orElse(999_999_999);
    Optional<Integer> attempt = parameters.integer("attempt", 1, 1000);
    parameters.end();
    faults.check();
    UUID tried = JobController.attempt(runs, JobController.find(runs, caller, id), attempt);
    LogReader.State state = logs.state(tried);
    response.setHeader("X-Log-Bytes", Long.toString(state.bytes()));
    response.setHeader("X-Log-Complete", Boolean.toString(state.state().ended()));
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    OutputStream out = response.getOutputStream();
    switch (format) {
      case RAW -> {
        response.setContentType(MediaType.TEXT_PLAIN_VALUE);
        raw(tried, offset, limit, out);
      }
      case NDJSON -> {
        response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
        new LogLines(json, out, offset).write(logs, tried, limit);
      }
    }
  }

  private static Optional<Format> format(String text) {
    return switch (text) {
      case "raw" -> Optional.of(Format.RAW);
      case "ndjson" -> Optional.of(Format.NDJSON);
      default -> Optional.empty();
    };
  }

  private void raw(UUID attempt, long offset, long limit, OutputStream out) throws IOException {
    long at = offset;
    long end = offset + limit;
    List<LogReader.Piece> pieces = logs.read(attempt, at);
    while (!pieces.isEmpty() && at < end) {
      for (LogReader.Piece piece : pieces) {
        int some = (int) Math.min(piece.bytes().length, end - at);
        out.write(piece.bytes(), 0, some);
        at += some;
      }
      pieces = at < end ? logs.read(attempt, at) : List.of();
    }
  }

  /** The log as it comes; the id of each event is the place behind it. */
  @GetMapping("/api/v1/jobs/{id}/log/events")
  void events(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String id,
      HttpServletRequest http,
      HttpServletResponse response)
      throws IOException {
    var faults = new Faults();
    var parameters = new Parameters(http, faults);
    Optional<Integer> attempt = parameters.integer("attempt", 1, 1000);
    long offset = parameters.integer("offset", 0, 999_999_999).orElse(0);
    parameters.end();
    long from = lastEventId(http, faults).orElse(offset);
    faults.check();
    UUID tried = JobController.attempt(runs, JobController.find(runs, caller, id), attempt);
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader("X-Accel-Buffering", "no"); // proxies shall not collect it
    response.setStatus(HttpStatus.OK.value());
    try (Signals.Signal signal = logs.signal(tried)) {
      var watch = new KeyWatch(keys, caller, properties.heartbeat());
      follow(tried, from, signal, watch, response.getOutputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while sending a log");
    }
  }

  private void follow(
      UUID attempt, long from, Signals.Signal signal, KeyWatch watch, OutputStream out)
      throws IOException, InterruptedException {
    write(out, "retry: 1000\n\n");
    long at = from;
    var whole = new WholeCharacters();
    String told = "";
    long lastSent = System.nanoTime();
    while (!stopping && !watch.ended()) {
      // Before the log: what comes to an end after this has its last bytes read once more.
      LogReader.State state = logs.state(attempt);
      long before = at;
      for (var pieces = logs.read(attempt, at);
          !pieces.isEmpty();
          pieces = logs.read(attempt, at)) {
        for (LogReader.Piece piece : pieces) {
          at = piece.start() + piece.bytes().length;
          send(out, whole.add(piece));
        }
      }
      if (!told.equals(state.state().code())) {
        told = state.state().code();
        write(out, event(at - whole.size(), "state", new StateData(told)));
      } else if (before == at && System.nanoTime() - lastSent > STILL_HERE.toNanos()) {
        write(out, ": keep-alive\n\n");
        lastSent = System.nanoTime();
      }
      if (before != at) {
        lastSent = System.nanoTime();
      }
      if (state.state().ended()) {
        send(out, whole.rest());
        write(out, event(at, "end", new EndData(told, state.exitCode(), at)));
        return;
      }
      signal.await(LogReader.SECOND_LOOK);
    }
  }

  private void send(OutputStream out, List<LogReader.Piece> pieces) throws IOException {
    for (LogReader.Piece piece : pieces) {
      write(out, chunk(piece));
    }
  }

  private String chunk(LogReader.Piece piece) {
    return event(
        piece.start() + piece.bytes().length,
        "chunk",
        new ChunkData(
            piece.at().toString(),
            piece.origin().name().toLowerCase(Locale.ROOT),
            new String(piece.bytes(), StandardCharsets.UTF_8)));
  }

  private String event(long id, String event, Object data) {
    return "id: %d\nevent: %s\ndata: %s\n\n".formatted(id, event, json.writeValueAsString(data));
  }

  private static Optional<Long> lastEventId(HttpServletRequest http, Faults faults) {
    String text = http.getHeader(LAST_EVENT_ID);
    if (text == null || text.isEmpty()) {
      return Optional.empty();
    }
    if (!text.matches("\\d{1,15}")) {
      faults.add(LAST_EVENT_ID, "wrong-type", "Last-Event-ID must be the id of an event.");
      return Optional.empty();
    }
    return Optional.of(Long.valueOf(text));
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /**
   * @param t when it came
   * @param s whose output it is
   */
  record ChunkData(String t, String s, String text) {}

  /**
   * @param job where the attempt is
   */
  record StateData(String job) {}

  /**
   * @param bytes how long the log is
   */
  record EndData(String status, Optional<Integer> exitCode, long bytes) {}
}
