package dev.glovebox.sandbox.docker;

import java.time.Duration;

/**
 * How containers of CI jobs are made.
 *
 * @param engine the Docker engine
 * @param seccomp what jobs may call
 * @param worker who owns the containers, unique among all that use this engine
 * @param helper image of our own helper
 * @param life after this everything of an attempt counts as left behind
 * @param engineCall how long one call of the engine may take
 */
public record JobSettings(
    EngineAddress engine,
    SeccompProfile seccomp,
    String worker,
    String helper,
    Duration life,
    Duration engineCall) {

  /** The image that {@code build/images} makes. */
  public static final String HELPER = "glovebox/ci-helper:latest";

  /** The defaults. */
  public static JobSettings of(EngineAddress engine, SeccompProfile seccomp, String worker) {
    return new JobSettings(
        engine, seccomp, worker, HELPER, Duration.ofHours(26), Duration.ofSeconds(60));
  }
}
