package dev.glovebox.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What came of a run, and what a process says of it. */
record RunResult(JsonNode run) {

  private static final int LARGEST_CODE = 255;

  String state() {
    return run.path("state").asString("");
  }

  /** Whether nothing goes on without somebody: it is at its end, or waits for a manual job. */
  boolean done() {
    return switch (state()) {
      case "success", "failed", "canceled", "blocked" -> true;
      default -> false;
    };
  }

  List<JsonNode> jobs() {
    return run.path("jobs").valueStream().toList();
  }

  /**
   * The exit status: that of the first job that failed and may not. Its own exit code where its
   * script failed, 124 for time, 78 for policy and images that are not there, 75 for failures of
   * the service, 130 for what was canceled.
   */
  int code() {
    return switch (state()) {
      case "success", "blocked" -> 0;
      case "canceled" -> ExitStatus.INTERRUPTED.code();
      default ->
          firstFailed().map(job -> code(job.path("failure"))).orElse(ExitStatus.WRONG.code());
    };
  }

  private Optional<JsonNode> firstFailed() {
    return jobs().stream()
        .filter(job -> job.path("state").asString("").equals("failed"))
        .filter(job -> !job.path("failureAllowed").asBoolean(false))
        .min(Comparator.comparing(job -> job.path("finishedAt").asString("")));
  }

  private static int code(JsonNode failure) {
    String reason = failure.path("reason").asString("");
    return switch (failure.path("failureClass").asString("")) {
      case "infra" -> ExitStatus.BUSY.code();
      case "policy" -> ExitStatus.NOT_ALLOWED.code();
      case "image" ->
          reason.equals("image_pull_transient") || reason.equals("image_rate_limited")
              ? ExitStatus.BUSY.code()
              : ExitStatus.NOT_ALLOWED.code();
      case "limit" -> reason.endsWith("_timeout") ? ExitStatus.TIMEOUT.code() : exitCode(failure);
      default -> exitCode(failure);
    };
  }

  private static int exitCode(JsonNode failure) {
    int code = failure.path("exitCode").asInt(ExitStatus.WRONG.code());
    return code > 0 && code <= LARGEST_CODE ? code : ExitStatus.WRONG.code();
  }

  /** A line for people about each job that did not simply succeed, and one about all. */
  List<String> lines() {
    List<String> all = new ArrayList<>(jobs().stream().flatMap(job -> line(job).stream()).toList());
    String number = run.path("number").asString("");
    all.add(
        switch (state()) {
          case "success" ->
              "Run %s succeeded%s."
                  .formatted(number, run.path("warnings").asBoolean(false) ? " with warnings" : "");
          case "blocked" -> "Run %s waits for a manual job.".formatted(number);
          case "canceled" -> "Run %s was canceled.".formatted(number);
          default -> "Run %s failed.".formatted(number);
        });
    return all;
  }

  private static Optional<String> line(JsonNode job) {
    String name = job.path("name").asString("");
    String state = job.path("state").asString("");
    return switch (state) {
      case "failed" -> {
        JsonNode failure = job.path("failure");
        yield Optional.of(
            "%s: failed%s, %s: %s"
                .formatted(
                    name,
                    job.path("failureAllowed").asBoolean(false) ? " (allowed)" : "",
                    failure.path("reason").asString("").toLowerCase(Locale.ROOT).replace('_', ' '),
                    failure.path("message").asString("")));
      }
      case "canceled", "skipped", "manual" -> Optional.of(name + ": " + state);
      default -> Optional.empty();
    };
  }
}
