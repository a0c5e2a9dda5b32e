package dev.glovebox.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The request for a run, as it is built. */
final class RunForm {

  private static final long MEBI = 1L << 20;

  private final ObjectNode json = JsonMapper.shared().createObjectNode();
  private final ObjectNode context = json.putObject("context");

  RunForm(String project) {
    json.put("project", project);
  }

  /**
   * @param cause what makes the run
   * @param kind {@code branch} or {@code tag}
   */
  RunForm on(String ref, String kind, String cause) {
    json.put("ref", ref);
    context.put("refKind", kind).put("cause", cause);
    return this;
  }

  /** What git knows of the project. */
  RunForm of(GitContext git) {
    git.describe(json, context);
    return this;
  }

  RunForm variables(Map<String, String> variables) {
    ArrayNode given = json.putArray("variables");
    variables.forEach((key, value) -> given.addObject().put("key", key).put("value", value));
    return this;
  }

  /**
   * @param upload id of an archive
   */
  RunForm source(String upload) {
    json.putObject("source").put("upload", upload);
    return this;
  }

  /**
   * Runs what a pipeline file plans.
   *
   * @param file relative to the folder of the files
   */
  RunForm pipeline(Path file, ProjectFiles files) {
    String name = file.toString();
    Map<String, String> yaml = files.yaml();
    String content = yaml.get(name);
    ObjectNode pipeline = json.putObject("pipeline");
    pipeline.put("file", name);
    pipeline.put(
        "content", content != null ? content : ProjectFiles.read(files.folder().resolve(file)));
    ObjectNode texts = pipeline.putObject("files");
    yaml.forEach(texts::put);
    ArrayNode paths = pipeline.putArray("paths");
    files.paths().forEach(paths::add);
    return this;
  }

  /**
   * Runs one command.
   *
   * @param words the program and its arguments, which no shell takes apart
   */
  Command command(String image, List<String> words) {
    ObjectNode job = json.putArray("jobs").addObject();
    job.put("name", "command").put("image", image);
    job.putArray("steps").addObject().put("name", "command").putArray("run").add(line(words));
    return new Command(job);
  }

  private static String line(List<String> words) {
    return words.stream().map(RunForm::quoted).collect(Collectors.joining(" "));
  }

  /** One word of a POSIX shell (2.2.2), whatever it holds. */
  static String quoted(String word) {
    return word.matches("[A-Za-z0-9_@%+:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  ObjectNode json() {
    return json;
  }

  /** The only job of a run. */
  static final class Command {

    private final ObjectNode job;

    Command(ObjectNode job) {
      this.job = job;
    }

    void memory(long bytes) {
      job.putObject("limits").put("memoryMb", Math.max(1, bytes / MEBI));
    }

    void timeout(Duration timeout) {
      job.put("timeoutSeconds", Math.max(1, timeout.toSeconds()));
    }

    void network(String mode) {
      job.putObject("network").put("mode", mode);
    }

    /**
     * @param globs of files that are kept, whatever comes of the command
     */
    void keep(List<String> globs) {
      ObjectNode artifacts = job.putObject("artifacts");
      artifacts.put("when", "always");
      globs.forEach(artifacts.putArray("paths")::add);
    }
  }
}
