package dev.glovebox.cli.bench;

import dev.glovebox.cli.SubmissionForm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Python hellos with a queue that is never empty. Whether sandboxes are fresh or reused is the
 * service's setting {@code glovebox.judge.reuse}; which it was is seen in the results.
 */
final class Sustained implements Scenario {

  private static final int CLIENTS = 32;
  private static final int SUBMISSIONS_PER_RUN = 10;
  private static final double GOAL_REUSE = 95;
  private static final double GOAL_FRESH = 10;

  @Override
  public String name() {
    return "sustained";
  }

  @Override
  public String title() {
    return "Python hellos, full queue, %d clients waiting".formatted(CLIENTS);
  }

  @Override
  public List<Row> measure(Workbench bench) {
    byte[] source = bench.program("hello.py").getBytes(StandardCharsets.UTF_8);
    int count = bench.runs() * SUBMISSIONS_PER_RUN;
    Callable<Workbench.Judged> one =
        () -> bench.judge(new SubmissionForm("python").source("hello.py", source));
    Path root = bench.bare().unpack("python", "hello.py", source);
    double bare = bench.bare().rate(root, count / 4, List.of("/usr/bin/python3", "hello.py"));
    Set<String> containers = new HashSet<>();
    long from;
    long micros;
    try (ExecutorService clients =
        Executors.newFixedThreadPool(CLIENTS, Thread.ofVirtual().factory())) {
      // The first ones warm the pool.
      collect(submit(clients, one, CLIENTS));
      from = System.nanoTime();
      for (Workbench.Judged judged : collect(submit(clients, one, count))) {
        containers.add(judged.answer().container());
      }
      micros = (System.nanoTime() - from) / 1000;
    }
    boolean fresh = containers.size() == count;
    double rate = count * 1e6 / micros;
    return List.of(
        Row.rate(
            fresh ? "fresh sandboxes" : "reused sandboxes",
            rate,
            Optional.of(bare),
            Optional.of(fresh ? GOAL_FRESH : GOAL_REUSE),
            "%d submissions in %d containers; %.0f %% of bare execution on all cores"
                .formatted(count, containers.size(), 100 * rate / bare)));
  }

  private static List<Future<Workbench.Judged>> submit(
      ExecutorService clients, Callable<Workbench.Judged> one, int count) {
    List<Future<Workbench.Judged>> pending = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      pending.add(clients.submit(one));
    }
    return pending;
  }

  private static List<Workbench.Judged> collect(List<Future<Workbench.Judged>> pending) {
    List<Workbench.Judged> judged = new ArrayList<>(pending.size());
    for (Future<Workbench.Judged> each : pending) {
      try {
        judged.add(each.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("a submission failed under load", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while measuring", e);
      }
    }
    return judged;
  }
}
