package dev.glovebox.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Uploads a problem package and verifies it. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Uploads a problem package, judges all solutions of the jury, and compares with what each"
            + " promises.",
    footer = {
      "",
      "Exit status: 0 every promise is kept, 1 some are broken or something else is wrong with the"
          + " problem, 2 wrong usage or the package is refused, 69 no service, 70 the service's own"
          + " fault, 77 no valid API key, 130 canceled, as by Ctrl-C."
    })
final class VerifyCommand implements Callable<Integer> {

  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final Duration TIME_TO_UPLOAD = Duration.ofMinutes(30);
  private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(30);

  @Mixin private Connection connection = new Connection();

  @Parameters(
      index = "0",
      paramLabel = "PATH",
      description = "The package: a folder, or a zip or tar.gz archive.")
  private Path path = Path.of("");

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Id of the problem; default: the name of the folder or archive.")
  private @Nullable String id;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Write the result as JUnit XML, too.")
  private @Nullable Path junit;

  @Option(
      names = "--derive-limits",
      description = "Derive the time limit on this service although the package gives one.")
  private boolean deriveLimits;

  @Option(names = "--json", description = "Print the whole answer as JSON instead of the table.")
  private boolean asJson;

  @Override
  public Integer call() {
    try (Api api = connection.open()) {
      var control = new VerificationControl(api);
      Interrupts.handle(control::interrupted);
      String problem = "/api/v1/problems/" + (id != null ? id : id(path));
      String version = upload(api, problem);
      VerificationAnswer answer = verify(api, control, problem, version);
      if (asJson) {
        System.out.println(answer.json().toPrettyString());
      } else {
        answer.table().forEach(System.out::println);
      }
      if (junit != null) {
        new JUnitReport(answer).write(junit);
      }
      if (answer.canceled()) {
        return ExitStatus.INTERRUPTED.code();
      }
      return (answer.passed() ? ExitStatus.ACCEPTED : ExitStatus.WRONG).code();
    }
  }

  private String upload(Api api, String problem) {
    try (PackageArchive archive = PackageArchive.of(path)) {
      archive
          .remarks()
          .forEach(remark -> System.err.println(Terminal.harmless("warning: " + remark).strip()));
      JsonNode answer = api.put(problem, archive.file(), archive.type(), TIME_TO_UPLOAD);
      answer
          .path("warnings")
          .valueStream()
          .forEach(warning -> System.err.println(Terminal.harmless(Api.finding(warning)).strip()));
      return answer.path("version").asString("");
    }
  }

  private VerificationAnswer verify(
      Api api, VerificationControl control, String problem, String version) {
    control.beginning();
    JsonNode nothing = JsonMapper.shared().createObjectNode();
    VerificationAnswer answer =
        new VerificationAnswer(
            api.post(
                problem + "/verify?version=" + version + (deriveLimits ? "&deriveLimits=true" : ""),
                nothing,
                TIME_TO_ANSWER));
    String here = problem + "/verifications/" + answer.json().path("id").asString("");
    control.begun(here);
    int told = 0;
    while (answer.running()) {
      LockSupport.parkNanos(PAUSE.toNanos());
      answer = new VerificationAnswer(api.get(here, TIME_TO_ANSWER));
      if (answer.judged() > told) {
        told = answer.judged();
        System.err.println("%d of %d solutions judged".formatted(told, answer.total()));
      }
    }
    return answer;
  }

  /** The id that a package's file name stands for. */
  static String id(Path path) {
    String name = String.valueOf(path.toAbsolutePath().normalize().getFileName());
    String id =
        name.toLowerCase(Locale.ROOT)
            .replaceFirst("\\.(zip|tar\\.gz|tgz|kpp)$", "")
            .replaceAll("[^a-z0-9._-]", "-")
            .replaceFirst("^[^a-z0-9]+", "");
    if (id.isEmpty()) {
      throw new Failure(
          ExitStatus.USAGE, "No id follows from the name %s; give one with --id.".formatted(name));
    }
    return id.length() > 100 ? id.substring(0, 100) : id;
  }
}
