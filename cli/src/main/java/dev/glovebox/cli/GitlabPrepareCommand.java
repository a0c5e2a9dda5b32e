package dev.glovebox.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Opens a sandbox for a job of GitLab, and sees that it works. */
@Command(name = "prepare", mixinStandardHelpOptions = true, description = "The stage prepare.")
final class GitlabPrepareCommand implements Callable<Integer> {

  private static final long MOST_LOG = 64L << 20;

  @Mixin private Connection connection = new Connection();

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      description = "For jobs that name none; default: such jobs are refused.")
  private @Nullable String image;

  @Option(
      names = "--helper-image",
      paramLabel = "IMAGE",
      description =
          "For the stages that are not the job's script (sources, caches, artifacts); it needs a"
              + " shell, git, git-lfs and gitlab-runner. Default: the job's image, which needs them then.")
  private @Nullable String helperImage;

  @Option(
      names = "--network",
      paramLabel = "MODE",
      defaultValue = "full",
      description = "none, services, allowlist or full; default: ${DEFAULT-VALUE}.")
  private String network = "full";

  @Option(
      names = "--allow",
      paramLabel = "HOST",
      description = "A host for --network allowlist; may come again.")
  private List<String> allow = new ArrayList<>();

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = Amounts.SizeConverter.class,
      description = "Of each container, such as 2GiB; default: the service's.")
  private @Nullable Long memory;

  @Option(
      names = "--milli-cpus",
      paramLabel = "NUMBER",
      description = "Thousandths of a core for each container; default: the service's.")
  private @Nullable Integer milliCpus;

  @Option(
      names = "--longest",
      paramLabel = "TIME",
      converter = Amounts.DurationConverter.class,
      defaultValue = "360m",
      description =
          "Longest time of a job that the service allows (its max-timeout); default: ${DEFAULT-VALUE}.")
  private Duration longest = Duration.ofHours(6);

  @Override
  public Integer call() {
    GitlabCall call = GitlabCall.now();
    try (Api api = connection.open()) {
      String id = OpenJob.start(api, form(call).json());
      call.remember(new GitlabCall.Prepared(id, helperImage != null));
      OpenJob job = OpenJob.of(api, id);
      Interrupts.handle(times -> job.cancel(times > 1));
      JsonNode tried = job.run("prepare", false, ":".getBytes(UTF_8), System.out);
      if (tried.path("state").asString("").equals("success")) {
        System.out.println("Sandbox ready: job " + id + " of Glovebox.");
        return ExitStatus.ACCEPTED.code();
      }
      return GitlabRunCommand.failed(call, job.read(), tried);
    } catch (Failure e) {
      System.err.println(e.getMessage());
      return e.status() == ExitStatus.NOT_ALLOWED ? call.buildFailure() : call.systemFailure();
    }
  }

  private GitlabJobForm form(GitlabCall call) {
    GitlabJobForm form = new GitlabJobForm(call, Optional.ofNullable(image));
    form.timeout(longest);
    form.network(network, allow);
    form.logBytes(MOST_LOG);
    if (helperImage != null) {
      form.helper(helperImage);
    }
    if (memory != null) {
      form.memory(memory);
    }
    if (milliCpus != null) {
      form.milliCpus(milliCpus);
    }
    return form;
  }
}
