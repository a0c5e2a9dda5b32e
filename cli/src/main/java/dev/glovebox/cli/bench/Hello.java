package dev.glovebox.cli.bench;

import dev.glovebox.cli.SubmissionForm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One Python hello at a time, the service being idle: what a person waits for. */
final class Hello implements Scenario {

  private static final double GOAL_OVER_BARE_MICROS = 5_000;

  @Override
  public String name() {
    return "python-hello";
  }

  @Override
  public String title() {
    return "Python hello, idle service, as the client sees it";
  }

  @Override
  public List<Row> measure(Workbench bench) {
    byte[] source = bench.program("hello.py").getBytes(StandardCharsets.UTF_8);
    Path root = bench.bare().unpack("python", "hello.py", source);
    Samples bare =
        Bare.walls(
            bench
                .bare()
                .run(
                    root,
                    3,
                    bench.runs(),
                    Path.of("/dev/null"),
                    List.of("/usr/bin/python3", "hello.py")));
    Samples service =
        Workbench.latencies(
            bench.judgeAll(() -> new SubmissionForm("python").source("hello.py", source)));
    double goal = (bare.median() + GOAL_OVER_BARE_MICROS) / 1e3;
    return List.of(
        Row.millis("median", service.median(), bare.median(), goal, "goal: bare + 5 ms"),
        new Row(
            "95th percentile",
            "ms",
            service.percentile(0.95) / 1e3,
            Optional.of(bare.percentile(0.95) / 1e3),
            Optional.empty(),
            true,
            ""));
  }
}
