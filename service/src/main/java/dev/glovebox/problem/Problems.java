package dev.glovebox.problem;

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
}
