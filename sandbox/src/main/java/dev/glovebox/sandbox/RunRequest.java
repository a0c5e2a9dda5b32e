package dev.glovebox.sandbox;

import java.util.List;
import java.util.Map;

/**
 * One command to run in a sandbox.
 *
 * @param phase where and as whom it runs
 * @param command path or name of the program, then its arguments; never empty, never through a
 *     shell
 * @param environment the whole environment
 * @param files written into the working directory before it starts
 * @param input standard input
 * @param limits what the supervisor enforces
 * @param mergeStderr standard error goes to standard output in true order
 * @param collect which files of the working directory are handed over with the report; only in the
 *     program phase
 */
public record RunRequest(
    Phase phase,
    List<String> command,
    Map<String, String> environment,
    List<SandboxFile> files,
    byte[] input,
    RunLimits limits,
    boolean mergeStderr,
    Collect collect) {

  public RunRequest {
    if (!collect.isNothing() && phase instanceof Phase.Compile) {
      throw new IllegalArgumentException("a compile run's results are fetched, not collected");
    }
    if (command.isEmpty()) {
      throw new IllegalArgumentException("command is empty");
    }
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    files = List.copyOf(files);
  }

  /** Without files to collect. */
  public RunRequest(
      Phase phase,
      List<String> command,
      Map<String, String> environment,
      List<SandboxFile> files,
      byte[] input,
      RunLimits limits,
      boolean mergeStderr) {
    this(phase, command, environment, files, input, limits, mergeStderr, Collect.NOTHING);
  }

  /** Where and as whom a command runs. */
  public sealed interface Phase {
    /**
     * As the app user in {@code /box/app}, which is emptied first.
     *
     * @param keep globs relative to {@code /box/app}: what stays there, read-only, when the command
     *     has ended
     */
    record Compile(List<String> keep) implements Phase {
      public Compile {
        keep = List.copyOf(keep);
      }
    }

    /** As a fresh user in the fresh folder {@code /box/run}, gone afterwards. */
    record Program() implements Phase {}
  }
}
