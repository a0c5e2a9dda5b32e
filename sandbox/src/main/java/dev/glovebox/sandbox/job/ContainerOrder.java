package dev.glovebox.sandbox.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container of a job.
 *
 * @param image id of its image
 * @param command what it runs, the entrypoint included
 * @param shell whether the first shell of the image is appended to the command
 * @param user who runs it: name or number, with {@code :group}; blank: root
 * @param workspace where the workspace is seen, or empty: nowhere
 * @param environment besides the image's
 * @param aliases names by which the others reach it
 * @param milliCpus thousandths of a core
 * @param memoryBytes besides what it writes into the workspace
 * @param processes most at a time
 * @param fileBytes largest file it may write
 */
public record ContainerOrder(
    String image,
    List<String> command,
    boolean shell,
    String user,
    Optional<String> workspace,
    Map<String, String> environment,
    List<String> aliases,
    int milliCpus,
    long memoryBytes,
    int processes,
    long fileBytes) {

  public ContainerOrder {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    aliases = List.copyOf(aliases);
  }
}
