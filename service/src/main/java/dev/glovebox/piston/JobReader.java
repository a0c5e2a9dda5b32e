package dev.glovebox.piston;

import dev.glovebox.api.FileNames;
import dev.glovebox.api.LimitsProperties;
import dev.glovebox.language.Language;
import dev.glovebox.piston.Runtimes.Installed;
import dev.glovebox.submission.Comparison;
import dev.glovebox.submission.Particulars;
import dev.glovebox.submission.Priority;
import dev.glovebox.submission.SourceFile;
import dev.glovebox.submission.SubmissionRequest;
import dev.glovebox.submission.TestCase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a native request of a Piston job, or refuses it with the message of the first rule that it
 * breaks. Rules, their order and their words are those of the original; what the original fails on
 * is refused in its form.
 */
@Component
class JobReader {

  private static final String FILE = "file";
  private static final int LONGEST_ARGUMENT = 4096;

  private final Runtimes runtimes;
  private final JobLimits jobLimits;
  private final LimitsProperties limits;

  JobReader(Runtimes runtimes, PistonProperties properties, LimitsProperties limits) {
    this.runtimes = runtimes;
    this.jobLimits = new JobLimits(properties, limits);
    this.limits = limits;
  }

  /**
   * @param runtime that was selected
   * @param request for the native service
   */
  record Job(Installed runtime, SubmissionRequest request) {}

  Job read(ObjectNode body) {
    return read(body, Optional.empty());
  }

  /**
   * The same for a program that is talked with: what the body says of its input is passed over.
   *
   * @param id by which somebody waits for it
   */
  Job readLive(ObjectNode body, UUID id) {
    return read(body, Optional.of(id));
  }

  private Job read(ObjectNode body, Optional<UUID> live) {
    String language = required(body, "language");
    String version = required(body, "version");
    List<JsonNode> files = files(body);
    Installed runtime = runtime(language, version);
    int main = main(runtime, files);
    JobLimits.Granted granted = jobLimits.read(body, runtime.ours(), live.isPresent());
    List<SourceFile> sources = sources(runtime.ours(), files, main);
    return new Job(
        runtime,
        new SubmissionRequest(
                runtime.ours().id(),
                sources,
                Optional.of(sources.get(main).name()),
                Optional.empty(),
                arguments(body.path("args")),
                List.of(
                    new TestCase(
                        "",
                        live.isPresent() ? new byte[0] : input(body.path("stdin")),
                        Optional.empty(),
                        new Comparison.Exact())),
                granted.run(),
                limits.tiers().getFirst(),
                Priority.NORMAL,
                false,
                false,
                false,
                Map.of(),
                Optional.empty())
            .with(new Particulars(Optional.of(granted.compile()), true, false, live)));
  }

  private static String required(ObjectNode body, String name) {
    JsonNode node = body.path(name);
    if (!node.isString() || node.asString().isEmpty()) {
      throw PistonRefused.invalid(name + " is required as a string");
    }
    return node.asString();
  }

  private List<JsonNode> files(ObjectNode body) {
    if (!body.path("files").isArray()) {
      throw PistonRefused.invalid("files is required as an array");
    }
    var files = new ArrayList<JsonNode>();
    body.path("files").forEach(files::add);
    for (int i = 0; i < files.size(); i++) {
      if (!files.get(i).path("content").isString()) {
        throw PistonRefused.invalid("files[%d].content is required as a string".formatted(i));
      }
    }
    if (files.size() > limits.files()) {
      throw PistonRefused.invalid("files cannot exceed the configured limit of " + limits.files());
    }
    return files;
  }

  private Installed runtime(String language, String version) {
    Optional<Installed> runtime = runtimes.find(language, version);
    if (runtime.isEmpty() && runtimes.stillUnknown(language)) {
      throw PistonRefused.later(
          language + " is only just being installed; try again", Duration.ofSeconds(1));
    }
    return runtime.orElseThrow(
        () -> PistonRefused.invalid("%s-%s runtime is unknown".formatted(language, version)));
  }

  /** The first that is text; for programs that came as they are the first of all. */
  private static int main(Installed runtime, List<JsonNode> files) {
    if (runtime.language().equals(FILE) && !files.isEmpty()) {
      return 0;
    }
    for (int i = 0; i < files.size(); i++) {
      if (isText(files.get(i))) {
        return i;
      }
    }
    throw PistonRefused.invalid("files must include at least one utf8 encoded file");
  }

  /** An encoding that is none counts as the usual one where bytes are made of it, but not here. */
  private static boolean isText(JsonNode file) {
    JsonNode encoding = file.path("encoding");
    return JobLimits.isFalsy(encoding)
        || (encoding.isString() && encoding.asString().equals("utf8"));
  }

  private List<SourceFile> sources(Language language, List<JsonNode> files, int main) {
    var sources = new ArrayList<SourceFile>();
    var names = new FileNames();
    long bytes = 0;
    for (int i = 0; i < files.size(); i++) {
      String name = name(language, files.get(i), i, main);
      int index = i;
      names
          .refuse(name)
          .ifPresent(refusal -> {
            throw PistonRefused.invalid("files[%d].name %s".formatted(index, refusal.why()));
          });
      byte[] content = content(files.get(i));
      bytes += content.length;
      if (bytes > limits.source().toBytes()) {
        throw PistonRefused.invalid(
            "files cannot exceed the configured limit of %d bytes"
                .formatted(limits.source().toBytes()));
      }
      sources.add(new SourceFile(name, content));
    }
    return sources;
  }

  /**
   * The original gives compilers every text with the extension that they want, whatever its name.
   */
  private static String name(Language language, JsonNode file, int index, int main) {
    JsonNode given = file.path("name");
    if (!given.isString() || given.asString().isEmpty()) {
      if (index == main) {
        return language.source();
      }
      String name = "file%d.code".formatted(index);
      return language.compile().isPresent() && isText(file) ? extended(language, name) : name;
    }
    String name = given.asString();
    boolean needed = index == main && !language.extensions().isEmpty();
    return needed && !language.compiles(extension(name)) ? extended(language, name) : name;
  }

  private static String extended(Language language, String name) {
    return language.sourceExtensions().findFirst().map(e -> name + "." + e).orElse(name);
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static byte[] content(JsonNode file) {
    String content = file.path("content").asString();
    return switch (file.path("encoding").asString("")) {
      case "base64" -> Encodings.base64(content);
      case "hex" -> Encodings.hex(content);
      default -> content.getBytes(StandardCharsets.UTF_8);
    };
  }

  private List<String> arguments(JsonNode args) {
    if (args.isMissingNode() || args.isNull()) {
      return List.of();
    }
    if (!args.isArray()) {
      throw PistonRefused.invalid("args must be an array");
    }
    var arguments = new ArrayList<String>();
    for (JsonNode arg : args) {
      if (!arg.isValueNode() || arg.isNull()) {
        throw PistonRefused.invalid("args[%d] must be a string".formatted(arguments.size()));
      }
      String text = arg.asString();
      if (text.length() > LONGEST_ARGUMENT || text.indexOf('\0') >= 0) {
        throw PistonRefused.invalid(
            "args[%d] must have at most %d characters and no NUL"
                .formatted(arguments.size(), LONGEST_ARGUMENT));
      }
      arguments.add(text);
    }
    if (arguments.size() > limits.arguments()) {
      throw PistonRefused.invalid(
          "args cannot exceed the configured limit of " + limits.arguments());
    }
    return arguments;
  }

  /** Programs that read lines get a whole one, even of an empty input. */
  private static byte[] input(JsonNode stdin) {
    if (!stdin.isMissingNode() && !stdin.isNull() && !stdin.isString()) {
      throw PistonRefused.invalid("stdin must be a string");
    }
    String text = stdin.asString("");
    return (text.endsWith("\n") ? text : text + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
