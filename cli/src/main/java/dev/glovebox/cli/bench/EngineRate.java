package dev.glovebox.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How many containers a second the engine itself creates, starts and removes: the ceiling of fresh
 * sandboxes. Once with a network namespace each, once joining that of an idle holder.
 */
final class EngineRate implements Scenario {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String LABEL = "dev.glovebox.bench";
  private static final int AT_ONCE = 2;

  private final String socket;

  /**
   * @param socket path of the engine's socket
   */
  EngineRate(String socket) {
    this.socket = socket;
  }

  @Override
  public String name() {
    return "engine";
  }

  @Override
  public String title() {
    return "The engine's own create, start, remove, %d at once".formatted(AT_ONCE);
  }

  @Override
  public List<Row> measure(Workbench bench) {
    try (EngineSocket engine = new EngineSocket(socket)) {
      double own = rate(bench.runs(), "none");
      String holder = start(engine, "none");
      try {
        double joined = rate(bench.runs(), "container:" + holder);
        return List.of(
            Row.rate("own network namespace", own, Optional.empty(), Optional.empty(), ""),
            Row.rate("a holder's namespace", joined, Optional.empty(), Optional.empty(), ""));
      } finally {
        remove(engine, holder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the engine at " + socket + " could not be measured", e);
    }
  }

  private double rate(int count, String network) {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      long from = System.nanoTime();
      List<Future<Integer>> workers = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        workers.add(threads.submit(() -> cycles((count + AT_ONCE - 1) / AT_ONCE, network)));
      }
      int done = 0;
      for (Future<Integer> worker : workers) {
        done += worker.get();
      }
      return done * 1e9 / (System.nanoTime() - from);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the engine failed while it was measured", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while measuring", e);
    }
  }

  private int cycles(int count, String network) throws IOException {
    try (EngineSocket engine = new EngineSocket(socket)) {
      for (int i = 0; i < count; i++) {
        remove(engine, start(engine, network));
      }
    }
    return count;
  }

  /** A container like a sandbox, as far as the engine's work goes; it waits for its input. */
  private static String start(EngineSocket engine, String network) throws IOException {
    ObjectNode container = JsonNodeFactory.instance.objectNode();
    container.put("Image", "glovebox/python:latest");
    container.withArray("/Cmd").add("/bin/cat");
    container.put("OpenStdin", true);
    container.put("NetworkDisabled", network.equals("none"));
    container.withObject("/Labels").put(LABEL, "true");
    ObjectNode host = container.withObject("/HostConfig");
    host.put("NetworkMode", network);
    host.put("ReadonlyRootfs", true);
    host.put("Memory", 512L << 20);
    host.put("MemorySwap", 512L << 20);
    host.put("PidsLimit", 64);
    host.withArray("/CapDrop").add("ALL");
    host.withArray("/SecurityOpt").add("no-new-privileges");
    host.withObject("/LogConfig").put("Type", "none");
    host.withObject("/Tmpfs").put("/tmp", "size=16m");
    String id =
        JSON.readTree(engine.call("POST", "/containers/create", JSON.writeValueAsString(container)))
            .path("Id")
            .asString();
    engine.call("POST", "/containers/" + id + "/start", "");
    return id;
  }

  private static void remove(EngineSocket engine, String id) throws IOException {
    engine.call("DELETE", "/containers/" + id + "?force=true", "");
  }
}
