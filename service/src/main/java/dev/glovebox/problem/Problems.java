package dev.glovebox.problem;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** The problems of all tenants, as the judge asks for them. Thread-safe. */
public interface Problems {

  /**
   * Finds a version; versions are immutable, so what was found stays right.
   *
   * @param version as {@link ProblemVersion#version()}; empty = the newest
   */
  Optional<ProblemVersion> find(UUID tenant, String problem, Optional<String> version);

  /**
   * CPU time of one run: what the package says, else what a verification has derived from the
   * jury's solutions; empty = it is not known yet.
   */
  default Optional<Duration> timeLimit(UUID tenant, ProblemVersion version) {
    return version.definition().limits().time();
  }
}
