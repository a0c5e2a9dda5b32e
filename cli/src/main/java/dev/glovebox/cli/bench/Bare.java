package dev.glovebox.cli.bench;

import dev.glovebox.cli.ExitStatus;
import dev.glovebox.cli.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Execution without a sandbox: {@code bench/bare} runs the same commands in the files of the same
 * image, unpacked once, under chroot. Needs root.
 *
 * @param helper the compiled helper
 * @param home where images are unpacked
 */
record Bare(Path helper, Path home) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "PATH",
          "/usr/local/bin:/usr/bin:/bin",
          "LANG",
          "C.UTF-8",
          "HOME",
          "/bench",
          "TMPDIR",
          "/tmp");

  /** One run: wall time, CPU time of process and reaped children, microseconds. */
  record Run(long wallMicros, long cpuMicros) {}

  /** Unpacks an image, unless it was before, with a folder {@code /bench} in it. */
  Path unpack(String language) {
    Path root = home.resolve(language);
    String image = "glovebox/%s:latest".formatted(language);
    String id = call("docker", "image", "inspect", "--format", "{{.Id}}", image).strip();
    Path mark = home.resolve(language + ".image");
    try {
      if (Files.exists(mark) && Files.readString(mark).equals(id)) {
        return root;
      }
      call("rm", "-rf", "--one-file-system", root.toString());
      Files.createDirectories(root.resolve("bench"));
      String container =
          call("docker", "create", "--label", "dev.glovebox.bench=true", image, "/none").strip();
      Path archive = home.resolve(language + ".tar");
      try {
        call("docker", "export", "--output", archive.toString(), container);
      } finally {
        call("docker", "rm", container);
      }
      call("tar", "-xf", archive.toString(), "-C", root.toString(), "--exclude=dev/*");
      Files.delete(archive);
      // The few devices that compilers and runtimes open.
      Files.createDirectories(root.resolve("dev"));
      Files.createDirectories(root.resolve("bench"));
      call("mknod", "-m", "666", root.resolve("dev/null").toString(), "c", "1", "3");
      call("mknod", "-m", "666", root.resolve("dev/urandom").toString(), "c", "1", "9");
      Files.writeString(mark, id);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return root;
  }

  /** Runs a command, given by its absolute path in the image, in {@code /bench}. */
  List<Run> run(Path root, int warmUp, int count, Path input, List<String> command) {
    List<String> line =
        new ArrayList<>(
            List.of(
                helper.toString(),
                "--root",
                root.toString(),
                "--directory",
                "/bench",
                "--stdin",
                input.toString(),
                "--warmup",
                Integer.toString(warmUp),
                "--count",
                Integer.toString(count)));
    ENVIRONMENT.forEach((name, value) -> line.addAll(List.of("--environment", name + "=" + value)));
    line.add("--");
    line.addAll(command);
    return call(line.toArray(String[]::new)).lines().map(Bare::read).toList();
  }

  /** The same with a file of this content in {@code /bench}. */
  Path unpack(String language, String file, byte[] content) {
    Path root = unpack(language);
    try {
      Files.write(root.resolve("bench").resolve(file), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return root;
  }

  /** Runs a command on all cores at once, {@code count} times on each; runs a second. */
  double rate(Path root, int count, List<String> command) {
    int cores = Runtime.getRuntime().availableProcessors();
    long from = System.nanoTime();
    try (ExecutorService loops = Executors.newFixedThreadPool(cores)) {
      List<Future<List<Run>>> all =
          IntStream.range(0, cores)
              .mapToObj(_ -> loops.submit(() -> run(root, 0, count, Path.of("/dev/null"), command)))
              .toList();
      for (Future<List<Run>> each : all) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a bare run failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitStatus.INTERNAL_ERROR, "Interrupted.", e);
    }
    return cores * count * 1e9 / (System.nanoTime() - from);
  }

  private static Run read(String line) {
    JsonNode run = JSON.readTree(line);
    if (run.path("exitCode").asInt() != 0) {
      throw new Failure(ExitStatus.INTERNAL_ERROR, "A bare run failed: " + line);
    }
    return new Run(
        run.path("wallMicros").asLong(),
        run.path("userMicros").asLong() + run.path("systemMicros").asLong());
  }

  static Samples walls(List<Run> runs) {
    return Samples.of(runs.stream().map(Run::wallMicros).toList());
  }

  static Samples cpus(List<Run> runs) {
    return Samples.of(runs.stream().map(Run::cpuMicros).toList());
  }

  /** Runs a program of this machine and gives its output. */
  static String call(String... command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      if (status != 0) {
        throw new Failure(
            ExitStatus.INTERNAL_ERROR,
            "%s ended with status %d".formatted(String.join(" ", command), status));
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitStatus.INTERNAL_ERROR, "Interrupted.", e);
    }
  }
}
