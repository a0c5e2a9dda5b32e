package dev.glovebox.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Runs one script of GitLab's runner in the job's sandbox. */
@Command(name = "run", mixinStandardHelpOptions = true, description = "The stage run.")
final class GitlabRunCommand implements Callable<Integer> {

  @Mixin private Connection connection = new Connection();

  @Parameters(index = "0", paramLabel = "SCRIPT", description = "What the runner has written.")
  private Path script = Path.of("");

  @Parameters(index = "1", paramLabel = "STAGE", description = "Its name, such as get_sources.")
  private String stage = "";

  @Override
  public Integer call() {
    GitlabCall call = GitlabCall.now();
    try (Api api = connection.open()) {
      GitlabCall.Prepared prepared =
          call.prepared()
              .orElseThrow(
                  () -> new Failure(ExitStatus.INTERNAL_ERROR, "This job was not prepared."));
      OpenJob job = OpenJob.of(api, prepared.job());
      Interrupts.handle(times -> job.cancel(times > 1));
      boolean helper = prepared.helper() && !isOwn(stage);
      JsonNode step = job.run(stage, helper, Files.readAllBytes(script), System.out);
      return step.path("state").asString("").equals("success")
          ? ExitStatus.ACCEPTED.code()
          : failed(call, job.read(), step);
    } catch (Failure e) {
      System.err.println(e.getMessage());
      return call.systemFailure();
    } catch (IOException e) {
      System.err.println("The script can't be read: " + e.getMessage());
      return call.systemFailure();
    }
  }

  /** Whether a stage is the job's own script, which runs in the job's own image. */
  static boolean isOwn(String stage) {
    return stage.startsWith("step_")
        || stage.equals("build_script")
        || stage.equals("after_script");
  }

  /**
   * Says why, and whose failure it is.
   *
   * @param step the one that has not succeeded
   */
  static int failed(GitlabCall call, JsonNode job, JsonNode step) {
    JsonNode failure = step.has("failure") ? step.path("failure") : job.path("failure");
    String failureClass = failure.path("failureClass").asString("");
    if (!failure.path("reason").asString("").equals("script_failure")) {
      System.err.println(
          Terminal.harmless(
              failure
                  .path("message")
                  .asString(
                      "The sandbox is gone: its job is "
                          + job.path("state").asString("unknown")
                          + ".")));
    }
    if (step.has("exitCode")) {
      call.tellExitCode(step.path("exitCode").asInt(1));
    }
    return switch (failureClass) {
      case "script", "limit", "policy", "image", "service" -> call.buildFailure();
      default -> call.systemFailure();
    };
  }
}
