package dev.glovebox.cli;

import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A job of the service that is given its steps one after another. Short outages of the service are
 * waited out: nothing is asked for twice, and the log goes on at the byte at which it broke off.
 */
final class OpenJob {

  private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int PIECE = 1 << 20;
  private static final Set<String> ENDS = Set.of("success", "failed", "canceled", "skipped");

  private final Api api;
  private final String path;

  private OpenJob(Api api, String path) {
    this.api = api;
    this.path = path;
  }

  /** A job that is there already. */
  static OpenJob of(Api api, String id) {
    return new OpenJob(api, "/api/v1/jobs/" + id);
  }

  /** Starts a run of one job; gives the job's id. */
  static String start(Api api, JsonNode run) {
    String key = UUID.randomUUID().toString();
    return patiently(() -> api.post("/api/v1/runs", run, key, TIME_TO_ANSWER))
        .at("/jobs/0/id")
        .asString("");
  }

  /**
   * Runs a script as the next step, and prints what it writes.
   *
   * @return the step at its end; without any field when the job ended before it could be added
   */
  JsonNode run(String name, boolean helper, byte[] script, PrintStream out) {
    String query =
        "/steps?name=%s&image=%s"
            .formatted(URLEncoder.encode(name, StandardCharsets.UTF_8), helper ? "helper" : "job");
    String key = UUID.randomUUID().toString();
    int number;
    try {
      number =
          patiently(() -> api.postText(path + query, script, key, TIME_TO_ANSWER))
              .path("number")
              .asInt(0);
    } catch (Failure e) {
      if (e.status() == ExitStatus.USAGE && isOver()) {
        return JsonMapper.shared().createObjectNode(); // the job says why
      }
      throw e;
    }
    JsonNode step = look(number, "started", "20s");
    while (step.path("state").asString("").equals("waiting")) {
      step = look(number, "started", "20s");
    }
    return step.has("logStart") ? follow(number, step.path("logStart").asLong(0), out) : step;
  }

  /** Looks at the log first: what the step's end is not known after belongs to the step. */
  private JsonNode follow(int number, long start, PrintStream out) {
    long at = start;
    while (true) {
      long from = at;
      byte[] bytes =
          patiently(() ->
              api.bytes("%s/log?offset=%d&limit=%d".formatted(path, from, PIECE), TIME_TO_ANSWER));
      JsonNode step = look(number, "ended", bytes.length == PIECE ? "0" : "1s");
      long end = step.path("logEnd").asLong(Long.MAX_VALUE);
      int some = (int) Math.min(bytes.length, end - at);
      out.write(bytes, 0, some);
      out.flush();
      at += some;
      boolean ended = ENDS.contains(step.path("state").asString(""));
      if (ended && (at >= end || (end == Long.MAX_VALUE && bytes.length == 0))) {
        return step;
      }
      if (ended && bytes.length == 0 && isOver()) {
        return step; // the log has come to its end before it: it was lost with its worker
      }
    }
  }

  private JsonNode look(int number, String until, String timeout) {
    return patiently(() ->
        api.get(
            "%s/steps/%d?until=%s&timeout=%s".formatted(path, number, until, timeout),
            TIME_TO_ANSWER));
  }

  /** The job as it is. */
  JsonNode read() {
    return patiently(() -> api.get(path, TIME_TO_ANSWER));
  }

  private boolean isOver() {
    return ENDS.contains(read().path("state").asString(""));
  }

  /** Says that there are no more steps; what does not end then is ended by force. */
  void finish() {
    if (isOver()) {
      return;
    }
    post("/finish");
    JsonNode job = patiently(() -> api.get(path + "/wait?timeout=20s", TIME_TO_ANSWER));
    if (!ENDS.contains(job.path("state").asString(""))) {
      post("/cancel?mode=force");
    }
  }

  /** Asks the job to end early. */
  void cancel(boolean force) {
    post("/cancel?mode=" + (force ? "force" : "graceful"));
  }

  private void post(String what) {
    try {
      patiently(
          () -> api.post(path + what, JsonMapper.shared().createObjectNode(), TIME_TO_ANSWER));
    } catch (Failure e) {
      if (e.status() != ExitStatus.USAGE) { // USAGE: it is at its end already
        throw e;
      }
    }
  }

  private static <T> T patiently(Supplier<T> request) {
    long began = System.nanoTime();
    while (true) {
      try {
        return request.get();
      } catch (Failure e) {
        if (!LogFollower.passing(e) || System.nanoTime() - began > PATIENCE.toNanos()) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }
}
