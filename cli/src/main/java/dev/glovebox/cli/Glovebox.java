package dev.glovebox.cli;

import dev.glovebox.cli.bench.BenchCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
    name = "glovebox",
    mixinStandardHelpOptions = true,
    subcommands = {
      RunCommand.class,
      VerifyCommand.class,
      CiCommand.class,
      GitlabExecutorCommand.class,
      BenchCommand.class,
      RehearseCommand.class
    },
    description = "Talks to a running Glovebox service.")
public final class Glovebox {

  private Glovebox() {}

  /** Runs a command and ends the JVM with its exit status, see {@link ExitStatus}. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    CommandLine command = new CommandLine(new Glovebox());
    command.setExecutionExceptionHandler((failure, executed, _) -> {
      if (!(failure instanceof Failure expected)) {
        throw failure;
      }
      executed.getErr().println(expected.getMessage());
      executed.getErr().flush();
      return expected.status().code();
    });
    return command.execute(arguments);
  }
}
