package dev.glovebox.cli.bench;

import dev.glovebox.cli.SubmissionForm;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The same twenty tests as a problem that the service has, as a judge keeps them: a submission is
 * its program alone.
 */
final class StoredProblem implements Scenario {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final double GOAL_MILLIS = 550;
  private static final String PROGRAM = "problem.cpp";

  @Override
  public String name() {
    return "cpp-stored";
  }

  @Override
  public String title() {
    return "C++ problem with 20 tests of 590 kB, kept by the service";
  }

  @Override
  public List<Row> measure(Workbench bench) {
    List<TestedProgram.Test> tests = TestedProgram.problemTests();
    BareCompiler compiler = BareCompiler.unpack(bench);
    double bare =
        Bare.walls(compiler.compile(bench.uniqueProgram(PROGRAM), bench.runs())).median()
            + TestedProgram.bareTests(bench, compiler, tests);
    String id = "benchmark-" + UUID.randomUUID();
    String path = "/api/v1/problems/" + id;
    upload(bench, path, tests);
    try {
      Samples whole =
          Workbench.latencies(
              bench.judgeAll(() ->
                  new SubmissionForm("cpp")
                      .source("main.cpp", bench.uniqueProgram(PROGRAM))
                      .problem(id)));
      return List.of(
          Row.millis(
              "median, compile and all tests",
              whole.median(),
              bare,
              GOAL_MILLIS,
              "%d tests".formatted(tests.size())));
    } finally {
      bench.api().delete(path, PATIENCE);
    }
  }

  private static void upload(Workbench bench, String path, List<TestedProgram.Test> tests) {
    try {
      Path archive = Files.createTempFile("benchmark", ".zip");
      try {
        try (OutputStream out = Files.newOutputStream(archive);
            ZipOutputStream zip = new ZipOutputStream(out)) {
          add(zip, "glovebox.yaml", "limits: {time: 5}\n".getBytes(StandardCharsets.UTF_8));
          for (int i = 0; i < tests.size(); i++) {
            add(zip, "%02d.in".formatted(i + 1), tests.get(i).input());
            add(zip, "%02d.ans".formatted(i + 1), tests.get(i).expected());
          }
        }
        bench.api().put(path, archive, "application/zip", PATIENCE);
      } finally {
        Files.delete(archive);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the benchmark's problem can't be packed", e);
    }
  }

  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }
}
