package dev.glovebox.ci.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A service beside a job.
 *
 * @param image what it runs, with its entrypoint
 * @param aliases host names besides those made of the image's name
 * @param command arguments, or empty: the image's
 * @param variables for the service alone; the job's own reach it too
 * @param ready how to find out that it is ready
 * @param readyTimeout how long to wait for that
 * @param required whether a service that is not ready, or ends, fails the job; otherwise the log
 *     says so
 */
public record ServicePlan(
    ImageRef image,
    List<String> aliases,
    Optional<List<String>> command,
    List<Variable> variables,
    Ready ready,
    Duration readyTimeout,
    boolean required) {

  public ServicePlan {
    aliases = List.copyOf(aliases);
    command = command.map(List::copyOf);
    variables = List.copyOf(variables);
  }

  /** How to find out that a service is ready. */
  public sealed interface Ready {

    /** As the image says: its health check, else its ports, else that it runs for a second. */
    record ByImage() implements Ready {}

    /** All of these ports accept connections. */
    record Tcp(List<Integer> ports) implements Ready {
      public Tcp {
        ports = List.copyOf(ports);
      }
    }

    /** A request to this path on this port is answered with a status below 400. */
    record Http(int port, String path) implements Ready {}

    /** This command, run in the service's container, exits with 0. */
    record Command(List<String> command) implements Ready {
      public Command {
        command = List.copyOf(command);
      }
    }
  }
}
