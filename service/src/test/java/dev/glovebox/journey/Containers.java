package dev.glovebox.journey;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The engine's own word on what is there. */
final class Containers {

  private Containers() {}

  /** Full ids of all containers, running or not, of this worker. */
  static List<String> of(String worker) throws IOException {
    return list("ps --all --quiet --no-trunc", "worker=" + worker);
  }

  /** Containers, volumes and networks of an attempt of a CI job. */
  static List<String> ofAttempt(String attempt) throws IOException {
    List<String> all = new ArrayList<>();
    for (String what : List.of("ps --all --quiet", "volume ls --quiet", "network ls --quiet")) {
      all.addAll(list(what, "attempt=" + attempt));
    }
    return all;
  }

  private static List<String> list(String what, String label) throws IOException {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(what.split(" ", -1)));
    command.addAll(List.of("--filter", "label=dev.glovebox." + label));
    Process docker = new ProcessBuilder(command).redirectErrorStream(true).start();
    return docker.inputReader().lines().toList();
  }
}
