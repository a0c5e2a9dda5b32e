package dev.glovebox.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prints the log of one attempt as it comes. A byte of a log has the same place for ever, so after
 * a broken connection it goes on exactly where it was.
 */
final class LogFollower implements Runnable {

  private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(30);

  /** The service says every 15 seconds that it is still there. */
  private static final Duration SILENCE = Duration.ofSeconds(50);

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String LOST = "\ufffd";

  private final Api api;
  private final String log;
  private final String attempt;
  private final JobPrinter printer;
  private final AtomicReference<@Nullable InputStream> open = new AtomicReference<>();
  private volatile long heard = System.nanoTime();
  private volatile boolean ended;
  private volatile @Nullable Failure failure;
  private long at;

  /**
   * @param job its id
   * @param attempt its number
   */
  LogFollower(Api api, String job, int attempt, JobPrinter printer) {
    this.api = api;
    this.log = "/api/v1/jobs/" + job + "/log";
    this.attempt = "attempt=" + attempt;
    this.printer = printer;
  }

  /** Follows until the end of the log, or until the service has not answered for too long. */
  @Override
  public void run() {
    try {
      long trouble = 0;
      while (!ended) {
        long before = at;
        Failure broken = follow();
        if (ended) {
          break;
        }
        trouble = trouble == 0 || at > before ? System.nanoTime() : trouble;
        if (!passing(broken) || System.nanoTime() - trouble > PATIENCE.toNanos()) {
          failure = broken;
          break;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    } finally {
      printer.end();
    }
  }

  /** Why the log could not be followed to its end, if so. */
  @Nullable Failure failure() {
    return failure;
  }

  /** Breaks a connection on which nothing has come for too long: it is opened anew. */
  void check() {
    InputStream stream = open.get();
    if (stream != null && System.nanoTime() - heard > SILENCE.toNanos()) {
      close(stream);
    }
  }

  /** Whether it may be gone another time. */
  static boolean passing(Failure failure) {
    return switch (failure.status()) {
      case UNAVAILABLE, BUSY, INTERNAL_ERROR -> true;
      default -> false;
    };
  }

  /** Reads one connection until it breaks or the log is at its end. */
  private Failure follow() {
    heard = System.nanoTime();
    try (InputStream stream =
        api.events(log + "/events?" + attempt, Long.toString(at), TIME_TO_ANSWER)) {
      open.set(stream);
      read(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)));
      return new Failure(ExitStatus.UNAVAILABLE, "The service ended the connection.");
    } catch (IOException e) {
      return new Failure(ExitStatus.UNAVAILABLE, "The connection broke: " + e.getMessage(), e);
    } catch (Failure e) {
      return e;
    } finally {
      open.set(null);
    }
  }

  private void read(BufferedReader lines) throws IOException {
    String id = "";
    String event = "";
    String data = "";
    for (String line = lines.readLine(); line != null && !ended; line = lines.readLine()) {
      heard = System.nanoTime();
      if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("event: ")) {
        event = line.substring(7);
      } else if (line.startsWith("data: ")) {
        data = line.substring(6);
      } else if (line.isEmpty() && !event.isEmpty()) {
        take(event, id, data);
        event = "";
        data = "";
      }
    }
  }

  private void take(String event, String id, String data) {
    switch (event) {
      case "chunk" -> {
        JsonNode chunk = JsonMapper.shared().readTree(data);
        long end = Long.parseLong(id);
        byte[] bytes = bytes(chunk.path("text").asString(""), end - at);
        at = end;
        printer.write(chunk.path("s").asString(""), bytes);
      }
      case "end" -> ended = true;
      default -> {} // of states the run tells
    }
  }

  /** Text of an event may have lost what was not UTF-8, or half a character: then the bytes. */
  private byte[] bytes(String text, long length) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return bytes.length == length && !text.contains(LOST)
        ? bytes
        : api.bytes("%s?%s&offset=%d&limit=%d".formatted(log, attempt, at, length), TIME_TO_ANSWER);
  }

  private static void close(InputStream stream) {
    try {
      stream.close();
    } catch (IOException _) {
      return; // it was broken already
    }
  }
}
