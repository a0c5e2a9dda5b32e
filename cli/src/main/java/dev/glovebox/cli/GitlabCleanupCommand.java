package dev.glovebox.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends the sandbox of a job of GitLab. */
@Command(name = "cleanup", mixinStandardHelpOptions = true, description = "The stage cleanup.")
final class GitlabCleanupCommand implements Callable<Integer> {

  @Mixin private Connection connection = new Connection();

  @Override
  public Integer call() {
    GitlabCall call = GitlabCall.now();
    try (Api api = connection.open()) {
      call.prepared().ifPresent(prepared -> OpenJob.of(api, prepared.job()).finish());
      return ExitStatus.ACCEPTED.code();
    } catch (Failure e) {
      System.err.println(e.getMessage());
      return call.systemFailure();
    }
  }
}
