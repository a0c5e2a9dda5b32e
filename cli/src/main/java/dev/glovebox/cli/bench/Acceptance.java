package dev.glovebox.cli.bench;

import dev.glovebox.cli.Api;
import dev.glovebox.cli.ExitStatus;
import dev.glovebox.cli.Failure;
import dev.glovebox.cli.SubmissionForm;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How many submissions are made durable a second. Measured at a service without workers, so that
 * nothing but accepting goes on; {@code ./glovebox bench} starts one beside the running service.
 */
final class Acceptance implements Scenario {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int CLIENTS = 16;
  private static final int BATCH = 20;
  private static final double GOAL_BATCHED = 2_000;
  private static final double GOAL_SINGLE = 500;

  private final Api api;

  /**
   * @param api of a service that has only the role api
   */
  Acceptance(Api api) {
    this.api = api;
  }

  @Override
  public String name() {
    return "accept";
  }

  @Override
  public String title() {
    return "Accepting submissions without running them, %d clients".formatted(CLIENTS);
  }

  @Override
  public List<Row> measure(Workbench bench) {
    ObjectNode hello =
        new SubmissionForm("python")
            .source("hello.py", bench.program("hello.py").getBytes(StandardCharsets.UTF_8))
            .json();
    ObjectNode batch = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < BATCH; i++) {
      batch.withArray("/submissions").add(hello);
    }
    int requests = bench.runs() * 20;
    double batched =
        BATCH
            * requestsPerSecond(
                "/api/v1/submissions/batch", JSON.writeValueAsBytes(batch), requests);
    double single =
        requestsPerSecond("/api/v1/submissions", JSON.writeValueAsBytes(hello), requests * 4);
    return List.of(
        Row.rate(
            "in batches of " + BATCH,
            batched,
            Optional.empty(),
            Optional.of(GOAL_BATCHED),
            "%d submissions".formatted(requests * BATCH)),
        Row.rate(
            "one by one",
            single,
            Optional.empty(),
            Optional.of(GOAL_SINGLE),
            "%d submissions".formatted(requests * 4)));
  }

  private double requestsPerSecond(String path, byte[] body, int requests) {
    burst(path, body, CLIENTS * 4);
    long from = System.nanoTime();
    burst(path, body, requests);
    return requests * 1e9 / (System.nanoTime() - from);
  }

  private void burst(String path, byte[] body, int requests) {
    AtomicInteger refused = new AtomicInteger();
    AtomicInteger status = new AtomicInteger();
    try (ExecutorService clients =
        Executors.newFixedThreadPool(CLIENTS, Thread.ofVirtual().factory())) {
      for (int i = 0; i < requests; i++) {
        clients.execute(() -> {
          HttpResponse<byte[]> response = api.postRaw(path, body, PATIENCE);
          if (response.statusCode() / 100 != 2) {
            refused.incrementAndGet();
            status.set(response.statusCode());
          }
        });
      }
    }
    if (refused.get() > 0) {
      throw new Failure(
          ExitStatus.INTERNAL_ERROR,
          "%d of %d requests to %s were refused, the last with HTTP status %d"
              .formatted(refused.get(), requests, path, status.get()));
    }
  }
}
