package dev.glovebox.cli.bench;

import dev.glovebox.cli.ExitStatus;
import dev.glovebox.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where and when something was measured, in the order in which it is shown.
 *
 * @param entries name and value
 */
record Conditions(Map<String, String> entries) {

  static Conditions now(Clock clock, Path repository) {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("Date", Instant.now(clock).truncatedTo(ChronoUnit.MINUTES).toString());
    entries.put(
        "Commit", told("git", "-C", repository.toString(), "describe", "--always", "--dirty"));
    entries.put("Processor", processor());
    entries.put("Cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    entries.put("Kernel", System.getProperty("os.version", "unknown"));
    entries.put(
        "Engine",
        told(
            "docker",
            "info",
            "--format",
            "Docker {{.ServerVersion}}, cgroup v{{.CgroupVersion}}, {{.Driver}}"));
    entries.put("Load before", load());
    return new Conditions(entries);
  }

  private static String told(String... command) {
    try {
      return Bare.call(command).strip();
    } catch (Failure e) {
      if (e.status() == ExitStatus.INTERNAL_ERROR) {
        return "unknown"; // not a clone, or no such tool: the measurement is still one
      }
      throw e;
    }
  }

  private static String processor() {
    return firstLine(Path.of("/proc/cpuinfo"), "model name");
  }

  private static String load() {
    return firstLine(Path.of("/proc/loadavg"), "").replaceAll(" \\d+/.*", "");
  }

  private static String firstLine(Path file, String start) {
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(start))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse("unknown");
    } catch (IOException _) {
      return "unknown"; // not Linux
    }
  }
}
