package dev.glovebox.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tells what is wrong with a pipeline file, and what it would run. */
@Command(
    name = "lint",
    mixinStandardHelpOptions = true,
    description = "Tells what is wrong with a pipeline file, and which jobs it would run.",
    footer = {
      "",
      "Errors and warnings are lines of file:line:column, as editors read them.",
      "",
      "Exit status: 0 the file is valid, 1 it has errors, 2 wrong usage, 69 no service, 70 the"
          + " service's own fault, 77 no valid API key."
    })
final class LintCommand implements Callable<Integer> {

  private static final Duration TIME_TO_ANSWER = Duration.ofMinutes(1);
  private static final String USUAL_FILE = ".gitlab-ci.yml";

  @Mixin private Connection connection = new Connection();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "The pipeline file; its folder is the project. Default: " + USUAL_FILE + ".")
  private Path file = Path.of(USUAL_FILE);

  @Option(
      names = "--branch",
      paramLabel = "NAME",
      description = "The run is for this branch; default: the one checked out, then main.")
  private @Nullable String branch;

  @Option(names = "--tag", paramLabel = "NAME", description = "The run is for this tag.")
  private @Nullable String tag;

  @Option(
      names = "--cause",
      paramLabel = "CAUSE",
      description = "What makes the run, such as push, web or schedule; default: push.")
  private String cause = "push";

  @Option(
      names = "--variable",
      paramLabel = "NAME=VALUE",
      description = "Given with the run, above all of the file; may be repeated.")
  private Map<String, String> variables = Map.of();

  @Option(names = "--json", description = "Print the whole answer as JSON.")
  private boolean asJson;

  @Override
  public Integer call() {
    if (branch != null && tag != null) {
      throw new Failure(ExitStatus.USAGE, "A run is for a branch or for a tag, not for both.");
    }
    if (!Files.isRegularFile(file)) {
      throw new Failure(ExitStatus.USAGE, "There is no file %s.".formatted(file));
    }
    ObjectNode request = request();
    try (Api api = connection.open()) {
      JsonNode answer = api.post("/api/v1/lint", request, TIME_TO_ANSWER);
      if (asJson) {
        System.out.println(answer.toPrettyString());
      } else {
        print(answer);
      }
      boolean valid = answer.path("valid").asBoolean(false);
      return (valid ? ExitStatus.ACCEPTED : ExitStatus.WRONG).code();
    }
  }

  private ObjectNode request() {
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
    var files = ProjectFiles.of(folder);
    String name = String.valueOf(file.getFileName());
    var yaml = files.yaml();
    String content = yaml.get(name);
    if (content == null) {
      content = ProjectFiles.read(file);
    }
    ObjectNode request = JsonMapper.shared().createObjectNode();
    request.put("project", String.valueOf(folder.getFileName()));
    request.put("ref", tag != null ? tag : branch != null ? branch : files.branch().orElse("main"));
    ObjectNode pipeline = request.putObject("pipeline");
    pipeline.put("file", name).put("content", content);
    ObjectNode texts = pipeline.putObject("files");
    yaml.forEach(texts::put);
    var paths = pipeline.putArray("paths");
    files.paths().forEach(paths::add);
    request.putObject("context").put("cause", cause).put("refKind", tag != null ? "tag" : "branch");
    var given = request.putArray("variables");
    variables.forEach((key, value) -> given.addObject().put("key", key).put("value", value));
    return request;
  }

  private static void print(JsonNode answer) {
    answer.path("errors").forEach(error -> System.err.println(line("error", error)));
    answer.path("warnings").forEach(warning -> System.err.println(line("warning", warning)));
    answer
        .path("jobs")
        .forEach(job ->
            System.out.println(
                Terminal.harmless(
                    "%s: %s (%s)"
                        .formatted(
                            job.path("stage").asString(""),
                            job.path("name").asString(""),
                            job.path("when").asString("")))));
    if (answer.path("valid").asBoolean(false) && !answer.path("created").asBoolean(false)) {
      System.out.println("Valid; no job is to run.");
    }
  }

  private static String line(String severity, JsonNode diagnostic) {
    return Terminal.harmless(
            "%s:%d:%d: %s: %s [%s]"
                .formatted(
                    diagnostic.path("file").asString(""),
                    diagnostic.path("line").asInt(1),
                    diagnostic.path("column").asInt(1),
                    severity,
                    diagnostic.path("message").asString(""),
                    diagnostic.path("code").asString("")))
        .strip();
  }
}
