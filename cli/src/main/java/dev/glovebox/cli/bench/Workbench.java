package dev.glovebox.cli.bench;

import dev.glovebox.cli.Api;
import dev.glovebox.cli.ExitStatus;
import dev.glovebox.cli.Failure;
import dev.glovebox.cli.SubmissionAnswer;
import dev.glovebox.cli.SubmissionForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * What scenarios measure with.
 *
 * @param api the service
 * @param bare execution without a sandbox
 * @param programs the folder of the benchmark programs
 * @param runs how often each thing is measured
 * @param warmUp how many submissions before those do not count
 */
record Workbench(Api api, Bare bare, Path programs, int runs, int warmUp) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Between two submissions: the pool has replaced the sandbox, and the service is idle again. */
  private static final Duration THINK_TIME = Duration.ofMillis(600);

  /**
   * A judged submission.
   *
   * @param micros as the client saw it: from the first byte sent to the last byte read
   * @param answer what came of it
   */
  record Judged(long micros, SubmissionAnswer answer) {}

  String program(String name) {
    try {
      return Files.readString(programs.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A program's bytes with a comment that no other submission has: no cache can know them. */
  byte[] uniqueProgram(String name) {
    return (program(name) + "// " + UUID.randomUUID() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Submits and waits, after those that do not count, one after the other. */
  List<Judged> judgeAll(Supplier<SubmissionForm> form) {
    for (int i = 0; i < warmUp; i++) {
      judge(form.get());
    }
    List<Judged> judged = new ArrayList<>(runs);
    for (int i = 0; i < runs; i++) {
      LockSupport.parkNanos(THINK_TIME.toNanos());
      judged.add(judge(form.get()));
    }
    return judged;
  }

  /** Submits, waits, and insists on the verdict accepted. */
  Judged judge(SubmissionForm form) {
    byte[] body = JSON.writeValueAsBytes(form.json());
    long from = System.nanoTime();
    HttpResponse<byte[]> response = api.postRaw("/api/v1/submissions?wait=true", body, PATIENCE);
    long micros = (System.nanoTime() - from) / 1000;
    String text = new String(response.body(), StandardCharsets.UTF_8);
    if (response.statusCode() / 100 != 2) {
      throw new Failure(
          ExitStatus.INTERNAL_ERROR,
          "The service answered HTTP status %d: %s".formatted(response.statusCode(), text));
    }
    SubmissionAnswer answer = new SubmissionAnswer(JSON.readTree(text));
    if (!answer.done() || ExitStatus.of(answer.verdict()) != ExitStatus.ACCEPTED) {
      throw new Failure(ExitStatus.INTERNAL_ERROR, "A benchmark program was not accepted: " + text);
    }
    return new Judged(micros, answer);
  }

  static Samples latencies(List<Judged> judged) {
    return Samples.of(judged.stream().map(Judged::micros).toList());
  }
}
