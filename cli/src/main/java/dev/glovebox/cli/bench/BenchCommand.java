package dev.glovebox.cli.bench;

import dev.glovebox.cli.Api;
import dev.glovebox.cli.Connection;
import dev.glovebox.cli.ExitStatus;
import dev.glovebox.cli.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures the running service against bare execution. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the running service, each scenario beside bare execution of the same commands.",
      "Needs root, for chroot. Other work on this machine spoils the figures."
    })
public final class BenchCommand implements Callable<Integer> {

  @Mixin private Connection connection = new Connection();

  @Parameters(
      arity = "0..*",
      paramLabel = "SCENARIO",
      description =
          "python-hello, cpp-bits, cpp-iostream, cpp-problem, cpp-stored, many-tests, sustained,"
              + " cpu-accuracy, engine, accept (where a service without workers was started for it). Default:"
              + " all.")
  private List<String> scenarios = new ArrayList<>();

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "30",
      description = "How often each thing is measured (default: ${DEFAULT-VALUE}).")
  private int runs = 30;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "Submissions before each thing is measured that do not count (default:"
              + " ${DEFAULT-VALUE}). A service that has just started needs hundreds to reach its"
              + " pace.")
  private int warmUp = 20;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
  private @Nullable Path json;

  @Option(names = "--markdown", paramLabel = "FILE", description = "Write the result as Markdown.")
  private @Nullable Path markdown;

  @Option(
      names = "--repository",
      paramLabel = "DIRECTORY",
      defaultValue = "${env:GLOVEBOX_ROOT:-.}",
      description = "The clone (default: $GLOVEBOX_ROOT, then here).")
  private Path repository = Path.of(".");

  @Option(
      names = "--work",
      paramLabel = "DIRECTORY",
      defaultValue = "${env:GLOVEBOX_HOME:-.glovebox}/bench",
      description = "Where images are unpacked (default: ${DEFAULT-VALUE}).")
  private Path work = Path.of(".glovebox/bench");

  @Option(
      names = "--engine-socket",
      paramLabel = "FILE",
      defaultValue = "/var/run/docker.sock",
      description = "The engine's socket, for the scenario engine (default: ${DEFAULT-VALUE}).")
  private String engineSocket = "/var/run/docker.sock";

  @Option(
      names = "--accept-url",
      paramLabel = "URL",
      defaultValue = "${env:GLOVEBOX_ACCEPT_URL}",
      description = "A service without workers, for the scenario accept.")
  private @Nullable URI acceptUrl;

  @Option(
      names = "--accept-key",
      paramLabel = "KEY",
      defaultValue = "${env:GLOVEBOX_ACCEPT_KEY}",
      description = "Its API key.")
  private @Nullable String acceptKey;

  @Override
  public Integer call() {
    if (runs < 1 || warmUp < 0) {
      throw new Failure(ExitStatus.USAGE, "--runs must be at least 1, --warm-up at least 0.");
    }
    Report report = new Report(Conditions.now(Clock.systemUTC(), repository), runs, warmUp);
    try (Api api = connection.open()) {
      Workbench bench =
          new Workbench(
              api,
              new Bare(repository.resolve("bench/out/bare"), work.toAbsolutePath()),
              repository.resolve("bench/programs"),
              runs,
              warmUp);
      for (Scenario scenario : chosen()) {
        List<Row> rows = scenario.measure(bench);
        report.add(scenario, rows);
        System.out.println(Report.text(scenario, rows));
      }
    }
    if (json != null) {
      write(json, report.json().toPrettyString() + "\n");
    }
    if (markdown != null) {
      write(markdown, report.markdown());
    }
    return 0;
  }

  private List<Scenario> chosen() {
    List<Scenario> all =
        new ArrayList<>(
            List.of(
                new Hello(),
                new CompiledHello("cpp-bits", "hello-bits.cpp", 340),
                new CompiledHello("cpp-iostream", "hello-iostream.cpp", 190),
                TestedProgram.problem(),
                new StoredProblem(),
                TestedProgram.manyTests(),
                new Sustained(),
                new CpuAccuracy(),
                new EngineRate(engineSocket)));
    if (acceptUrl != null && acceptKey != null) {
      all.add(new Acceptance(new Api(acceptUrl, acceptKey)));
    }
    if (scenarios.isEmpty()) {
      return all;
    }
    List<String> names = all.stream().map(Scenario::name).toList();
    for (String name : scenarios) {
      if (!names.contains(name)) {
        throw new Failure(
            ExitStatus.USAGE,
            "There is no scenario %s here; there are %s."
                .formatted(name, names.stream().collect(Collectors.joining(", "))));
      }
    }
    return all.stream().filter(scenario -> scenarios.contains(scenario.name())).toList();
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("the result can't be written", e);
    }
  }
}
