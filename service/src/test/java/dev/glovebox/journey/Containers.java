package dev.glovebox.journey;

import java.io.IOException;
import java.util.List;

/** The engine's own word on what is there. */
final class Containers {

  private Containers() {}

  /** Full ids of all containers, running or not, of this worker. */
  static List<String> of(String worker) throws IOException {
    Process docker =
        new ProcessBuilder(
                "docker",
                "ps",
                "--all",
                "--quiet",
                "--no-trunc",
                "--filter",
                "label=dev.glovebox.worker=" + worker)
            .redirectErrorStream(true)
            .start();
    return docker.inputReader().lines().toList();
  }
}
