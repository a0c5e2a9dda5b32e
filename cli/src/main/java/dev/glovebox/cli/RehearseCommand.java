package dev.glovebox.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Has a service do what it will do all day, so that the recording of its start-up also knows which
 * of its code matters: a JVM that starts with that record compiles the right methods first.
 */
@Command(
    name = "rehearse",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = "Sends a service that is being recorded some of everything.")
final class RehearseCommand implements Callable<Integer> {

  @Mixin private Connection connection = new Connection();

  @Option(names = "--rounds", paramLabel = "N", defaultValue = "40")
  private int rounds = 40;

  @Override
  public Integer call() {
    try (Api service = connection.open()) {
      new Rehearsal(service).play(rounds);
    }
    return 0;
  }
}
