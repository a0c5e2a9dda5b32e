package dev.glovebox.sandbox.docker;

import java.util.List;

/**
 * What the engine says about itself.
 *
 * @param version version of the engine
 * @param apiVersion newest version of its API
 * @param operatingSystem the host's
 * @param kernel release of the host's kernel
 * @param cpus cores of the host
 * @param memoryBytes memory of the host
 * @param cgroupVersion 1 or 2; 0 when it doesn't say
 * @param cgroupDriver {@code systemd} or {@code cgroupfs}
 * @param runtimes names of its runtimes
 * @param securityOptions such as {@code name=seccomp,profile=default}
 */
public record EngineFacts(
    String version,
    String apiVersion,
    String operatingSystem,
    String kernel,
    int cpus,
    long memoryBytes,
    int cgroupVersion,
    String cgroupDriver,
    List<String> runtimes,
    List<String> securityOptions) {

  public EngineFacts {
    runtimes = List.copyOf(runtimes);
    securityOptions = List.copyOf(securityOptions);
  }

  /** Whether it can filter system calls, without which no sandbox should run. */
  public boolean seccomp() {
    return securityOptions.stream().anyMatch(option -> option.contains("seccomp"));
  }
}
