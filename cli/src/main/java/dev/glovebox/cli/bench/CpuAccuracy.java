package dev.glovebox.cli.bench;

import dev.glovebox.cli.SubmissionForm;
import java.util.List;
import java.util.Optional;

/** CPU time that the service reports for a fixed loop, against {@code getrusage} of a bare run. */
final class CpuAccuracy implements Scenario {

  private static final double GOAL_PERCENT = 2;

  @Override
  public String name() {
    return "cpu-accuracy";
  }

  @Override
  public String title() {
    return "CPU time of a fixed loop, reported against getrusage";
  }

  @Override
  public List<Row> measure(Workbench bench) {
    BareCompiler compiler = BareCompiler.unpack(bench);
    byte[] source = bench.uniqueProgram("loop.cpp");
    compiler.compile(source, 1);
    double bare = Bare.cpus(compiler.run(new byte[0], bench.runs())).median();
    double reported =
        Samples.of(
                bench.judgeAll(() -> new SubmissionForm("cpp").source("main.cpp", source)).stream()
                    .map(judged -> judged.answer().cpuMicros(0))
                    .toList())
            .median();
    return List.of(
        new Row(
            "difference of the medians",
            "%",
            100 * Math.abs(reported - bare) / bare,
            Optional.empty(),
            Optional.of(GOAL_PERCENT),
            true,
            "reported %.1f ms, bare %.1f ms".formatted(reported / 1e3, bare / 1e3)));
  }
}
