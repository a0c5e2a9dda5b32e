package dev.glovebox.sandbox.job;

import java.util.List;
import java.util.Optional;

/**
 * What matters of an image.
 *
 * @param id content-addressed
 * @param digest of its manifest, as its registry knows it, or empty: it comes from none
 * @param platform such as {@code linux/amd64}
 * @param bytes of all its layers
 * @param entrypoint what its containers start with
 * @param command arguments of the entrypoint
 * @param user who runs it, or blank: root
 * @param ports TCP ports it says it serves, ascending
 * @param healthCheck whether it can tell its health
 */
public record JobImage(
    String id,
    Optional<String> digest,
    String platform,
    long bytes,
    List<String> entrypoint,
    List<String> command,
    String user,
    List<Integer> ports,
    boolean healthCheck) {

  public JobImage {
    entrypoint = List.copyOf(entrypoint);
    command = List.copyOf(command);
    ports = List.copyOf(ports);
  }
}
