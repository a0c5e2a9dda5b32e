package dev.glovebox.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Fetches what the jobs of a run have left, and unpacks it. */
final class ArtifactDownload {

  private static final Duration TIME_TO_ANSWER = Duration.ofMinutes(1);
  private static final int LONGEST_NAME = 100;

  private final Api api;
  private final Path folder;
  private final LogPrinter printer;
  private final Set<String> taken = new HashSet<>();

  ArtifactDownload(Api api, Path folder, LogPrinter printer) {
    this.api = api;
    this.folder = folder;
    this.printer = printer;
  }

  /**
   * @param apart whether each job has a folder of its own
   * @throws Failure when something can't be fetched or unpacked
   */
  void take(List<JsonNode> jobs, boolean apart) {
    for (JsonNode job : jobs) {
      if (job.path("attempts").asInt(0) > 0) {
        String name = job.path("name").asString("");
        take(job.path("id").asString(""), apart ? folder.resolve(folderName(name)) : folder);
      }
    }
  }

  private void take(String job, Path to) {
    JsonNode answer = api.get("/api/v1/jobs/" + job + "/artifacts", TIME_TO_ANSWER);
    for (JsonNode artifact : answer.path("artifacts")) {
      if (artifact.path("kind").asString("").equals("archive")) {
        unpack(artifact.path("id").asString(""), to);
      }
    }
  }

  private void unpack(String artifact, Path to) {
    var unzip = new SafeUnzip(to);
    try {
      Path file = Files.createTempFile("artifact", ".zip");
      try (InputStream content =
          api.stream("/api/v1/artifacts/" + artifact + "/content", TIME_TO_ANSWER)) {
        Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
        unzip.unpack(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.UNAVAILABLE,
          "Artifacts could not be unpacked to %s: %s.".formatted(to, e.getMessage()),
          e);
    }
    unzip.remarks().forEach(remark -> printer.say("warning: " + remark));
    printer.say("%d files in %s".formatted(unzip.files(), to));
  }

  /** A name of a folder for a job, whatever its own name is; no two have the same. */
  private String folderName(String job) {
    String harmless = job.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^\\.+", "_");
    String name = harmless.length() > LONGEST_NAME ? harmless.substring(0, LONGEST_NAME) : harmless;
    String free = name;
    for (int number = 2; !taken.add(free); number++) {
      free = name + "-" + number;
    }
    return free;
  }
}
