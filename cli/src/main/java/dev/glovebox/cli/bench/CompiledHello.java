package dev.glovebox.cli.bench;

import dev.glovebox.cli.SubmissionForm;
import java.util.List;

/** A C++ hello that no cache has seen: compile and run. */
final class CompiledHello implements Scenario {

  private final String name;
  private final String program;
  private final double goalMillis;

  CompiledHello(String name, String program, double goalMillis) {
    this.name = name;
    this.program = program;
    this.goalMillis = goalMillis;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String title() {
    return "C++ %s, compiled afresh each time".formatted(program);
  }

  @Override
  public List<Row> measure(Workbench bench) {
    BareCompiler compiler = BareCompiler.unpack(bench);
    double bare =
        Bare.walls(compiler.compile(bench.uniqueProgram(program), bench.runs())).median()
            + Bare.walls(compiler.run(new byte[0], bench.runs())).median();
    List<Workbench.Judged> judged =
        bench.judgeAll(
            () -> new SubmissionForm("cpp").source("main.cpp", bench.uniqueProgram(program)));
    Samples service = Workbench.latencies(judged);
    return List.of(
        Row.millis(
            "median",
            service.median(),
            bare,
            goalMillis,
            "bare: the image's compiler, same command"));
  }
}
