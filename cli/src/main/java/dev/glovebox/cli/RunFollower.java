package dev.glovebox.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** Follows a run to its end: prints the logs of all attempts of its jobs as they come. */
final class RunFollower {

  private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Api api;
  private final String run;
  private final LogPrinter printer;
  private final Map<String, Integer> followed = new HashMap<>();
  private final List<LogFollower> logs = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  /**
   * @param run its path
   */
  RunFollower(Api api, String run, LogPrinter printer) {
    this.api = api;
    this.run = run;
    this.printer = printer;
  }

  /**
   * Waits for the end of the run, and of its logs.
   *
   * @throws Failure when the service has not answered for too long; the run goes on
   */
  RunResult follow() {
    RunResult seen = look();
    followLogs(seen);
    while (!seen.done()) {
      seen = look();
      followLogs(seen);
      logs.forEach(LogFollower::check);
    }
    awaitLogs();
    return seen;
  }

  /** The run, at its end or half a second later. */
  private RunResult look() {
    long from = System.nanoTime();
    while (true) {
      try {
        return new RunResult(api.get(run + "/wait?timeout=500ms", TIME_TO_ANSWER));
      } catch (Failure e) {
        boolean passing = LogFollower.passing(e);
        if (!passing || System.nanoTime() - from > PATIENCE.toNanos()) {
          throw new Failure(
              e.status(), "%s The run may go on: %s".formatted(e.getMessage(), run), e);
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private void followLogs(RunResult seen) {
    for (JsonNode job : seen.jobs()) {
      String id = job.path("id").asString("");
      int attempts = job.path("attempts").asInt(0);
      for (int next = followed.getOrDefault(id, 0) + 1; next <= attempts; next++) {
        follow(id, job.path("name").asString(""), next);
      }
      followed.put(id, attempts);
    }
  }

  private void follow(String job, String name, int attempt) {
    if (attempt > 1) {
      printer.say("%s: attempt %d".formatted(name, attempt));
    }
    var log = new LogFollower(api, job, attempt, printer.job(name));
    logs.add(log);
    threads.add(Thread.ofVirtual().start(log));
  }

  private void awaitLogs() {
    for (Thread thread : threads) {
      try {
        while (!thread.join(PAUSE)) {
          logs.forEach(LogFollower::check);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Failure(ExitStatus.UNAVAILABLE, "Interrupted.", e);
      }
    }
    for (LogFollower log : logs) {
      Failure failure = log.failure();
      if (failure != null) {
        printer.say("A log could not be read to its end: " + failure.getMessage());
      }
    }
  }
}
