package dev.glovebox.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Runs a project's pipeline, or one command, and follows it to its end. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Uploads the project, runs its pipeline file and prints the logs as they come.",
      "With --image it runs one command instead: ci run --image IMAGE -- COMMAND ARGUMENT..."
    },
    footer = {
      "",
      "What .gitignore names is not uploaded. Ctrl-C cancels, a second time by force.",
      "",
      "Exit status: 0 success; otherwise that of the first job that failed: its script's exit code,"
          + " 124 it took too long, 78 it asks for what is not allowed or not there, 75 a failure"
          + " of the service; 130 canceled. Without a run: 2 wrong usage, an invalid file, or no"
          + " job to run, 69 no service, 70 the service's own fault, 75 busy, 77 no valid API key."
    })
final class CiRunCommand implements Callable<Integer> {

  private static final Duration TIME_TO_UPLOAD = Duration.ofMinutes(30);
  private static final Duration TIME_TO_ANSWER = Duration.ofMinutes(1);
  private static final String USUAL_FILE = ".gitlab-ci.yml";
  private static final int TRIES = 5;

  @Mixin private Connection connection = new Connection();

  @Option(
      names = "--dir",
      paramLabel = "FOLDER",
      description = "The project's folder; default: the current one.")
  private Path folder = Path.of("");

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "The pipeline file, in the project's folder; default: " + USUAL_FILE + ".")
  private @Nullable Path file;

  @Option(
      names = "--project",
      paramLabel = "NAME",
      description = "The project's name; default: that of its folder.")
  private @Nullable String project;

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      description = "Run one command in this image, not the pipeline file.")
  private @Nullable String image;

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "Behind --: the command for --image, and its arguments.")
  private List<String> words = new ArrayList<>();

  @Option(
      names = {"--var", "--variable"},
      paramLabel = "NAME[=VALUE]",
      mapFallbackValue = Option.NULL_VALUE,
      description =
          "Given with the run, above all of the file; without a value: that of this environment."
              + " May be repeated.")
  private Map<String, Optional<String>> variables = Map.of();

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

  @Option(names = "--no-source", description = "Upload nothing: the workspace is empty.")
  private boolean withoutSource;

  @Option(
      names = {"-m", "--memory"},
      paramLabel = "SIZE",
      converter = Amounts.SizeConverter.class,
      description = "With --image: memory limit, such as 512MiB.")
  private @Nullable Long memory;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Amounts.DurationConverter.class,
      description = "With --image: how long it may take, such as 90s or 10m.")
  private @Nullable Duration timeout;

  @Option(
      names = "--network",
      paramLabel = "MODE",
      description = "With --image: none, services, full.")
  private @Nullable String network;

  @Option(
      names = "--keep",
      paramLabel = "GLOB",
      description = "With --image: files that the run keeps as artifacts. May be repeated.")
  private List<String> kept = new ArrayList<>();

  @Option(
      names = "--artifacts",
      paramLabel = "FOLDER",
      description =
          "Unpack what the jobs leave there: of a pipeline each job's in a folder of its name.")
  private @Nullable Path artifacts;

  @Option(
      names = "--raw",
      description =
          "Print logs as they are, also what a terminal would obey: only for those you" + " trust.")
  private boolean raw;

  @Option(
      names = "--json",
      description = "Print the run as JSON to standard output at its end; logs to standard error.")
  private boolean asJson;

  @Override
  public Integer call() {
    check();
    try (Api api = connection.open()) {
      var printer = new LogPrinter(logs(), LogPrinter.Channel.err(), raw, image == null);
      var control = new RunControl(api, printer);
      Interrupts.handle(control::interrupted);
      String run = "/api/v1/runs/" + create(api, printer, control).path("id").asString("");
      control.created(run);
      RunResult result = new RunFollower(api, run, printer).follow();
      result.lines().forEach(printer::say);
      if (artifacts != null) {
        new ArtifactDownload(api, artifacts, printer).take(result.jobs(), image == null);
      }
      if (asJson) {
        System.out.println(result.run().toPrettyString());
      }
      return result.code();
    }
  }

  private LogPrinter.Channel logs() {
    return asJson ? LogPrinter.Channel.err() : LogPrinter.Channel.out();
  }

  private void check() {
    if (branch != null && tag != null) {
      throw usage("A run is for a branch or for a tag, not for both.");
    }
    if (image == null && !words.isEmpty()) {
      throw usage("A command needs --image; without one the pipeline file is run.");
    }
    if (image != null && words.isEmpty()) {
      throw usage("--image needs a command: ci run --image IMAGE -- COMMAND ARGUMENT...");
    }
    if (image != null && file != null) {
      throw usage("--image runs a command, --file a pipeline file; one of them.");
    }
    if (image == null
        && (memory != null || timeout != null || network != null || !kept.isEmpty())) {
      throw usage("--memory, --timeout, --network and --keep go with --image; a file has its own.");
    }
    if (!Files.isDirectory(folder)) {
      throw usage("There is no folder %s.".formatted(folder));
    }
    if (image == null && !Files.isRegularFile(pipelineFile())) {
      throw usage("There is no file %s.".formatted(pipelineFile()));
    }
  }

  private static Failure usage(String sentence) {
    return new Failure(ExitStatus.USAGE, sentence);
  }

  private Path pipelineFile() {
    return folder.resolve(file != null ? file : Path.of(USUAL_FILE));
  }

  private JsonNode create(Api api, LogPrinter printer, RunControl control) {
    RunForm form = form(api, printer);
    String key = UUID.randomUUID().toString();
    control.creating();
    for (int number = 1; ; number++) {
      try {
        return api.post("/api/v1/runs", form.json(), key, TIME_TO_ANSWER);
      } catch (Failure e) {
        if (e.status() != ExitStatus.UNAVAILABLE || number == TRIES) {
          control.refused();
          throw e;
        }
      }
    }
  }

  private RunForm form(Api api, LogPrinter printer) {
    Path at = folder.toAbsolutePath().normalize();
    var git = new GitContext(new Git(at));
    var form =
        new RunForm(project != null ? project : String.valueOf(at.getFileName()))
            .on(
                tag != null ? tag : branch != null ? branch : git.branch(),
                tag != null ? "tag" : "branch",
                cause)
            .of(git)
            .variables(given());
    if (image == null || !withoutSource) {
      ProjectFiles files = ProjectFiles.of(at);
      if (image == null) {
        form.pipeline(at.relativize(pipelineFile().toAbsolutePath().normalize()), files);
      }
      if (!withoutSource) {
        form.source(upload(api, files, printer));
      }
    }
    if (image != null) {
      command(form, image);
    }
    return form;
  }

  private void command(RunForm form, String in) {
    RunForm.Command command = form.command(in, words);
    if (memory != null) {
      command.memory(memory);
    }
    if (timeout != null) {
      command.timeout(timeout);
    }
    if (network != null) {
      command.network(network);
    }
    if (!kept.isEmpty()) {
      command.keep(kept);
    }
  }

  private Map<String, String> given() {
    Map<String, String> values = new TreeMap<>();
    variables.forEach((name, value) -> values.put(name, value.orElseGet(() -> inherited(name))));
    return values;
  }

  private static String inherited(String name) {
    String value = System.getenv(name);
    if (value == null) {
      throw usage("The environment has no variable %s; give its value.".formatted(name));
    }
    return value;
  }

  private String upload(Api api, ProjectFiles files, LogPrinter printer) {
    if (!files.asGit() && Files.exists(files.folder().resolve(".gitignore"))) {
      throw usage(
          "The project has a .gitignore, and git, which knows what it means, is not installed:"
              + " nothing is uploaded.");
    }
    try (SourceArchive archive = SourceArchive.pack(files)) {
      archive.remarks().forEach(remark -> printer.say("warning: " + remark));
      return api.postFile("/api/v1/uploads", archive.file(), TIME_TO_UPLOAD)
          .path("id")
          .asString("");
    }
  }
}
