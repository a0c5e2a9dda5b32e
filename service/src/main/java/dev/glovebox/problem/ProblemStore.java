package dev.glovebox.problem;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The problems of a tenant, as their owners manage them. Thread-safe. */
public interface ProblemStore {

  /**
   * Stores a version and makes it the newest; one transaction.
   *
   * @param problem id, as {@link ProblemVersion#problem()}
   * @param report what the import had to say
   */
  Stored put(UUID tenant, String problem, ProblemDefinition definition, List<Finding> report);

  /**
   * Problems in the order of their ids.
   *
   * @param after the last id of the page before
   * @param size most rows
   */
  List<Row> list(UUID tenant, Optional<String> after, int size);

  /** A version with its report; empty version = the newest. */
  Optional<Version> version(UUID tenant, String problem, Optional<String> version);

  /** All versions, the newest first; empty when there is no such problem. */
  List<VersionRow> versions(UUID tenant, String problem);

  /** Notes the time limit that was derived for a version, in place of any earlier one. */
  void deriveTimeLimit(UUID tenant, ProblemVersion version, Duration limit);

  /**
   * Removes a problem with all its versions.
   *
   * @return whether there was one
   */
  boolean delete(UUID tenant, String problem);

  /**
   * @param fresh whether the version was not there before
   */
  record Stored(ProblemVersion version, Instant createdAt, boolean fresh) {}

  /**
   * A problem in a list.
   *
   * @param version the newest
   * @param updatedAt when that became the newest
   */
  record Row(String problem, String version, String name, Instant createdAt, Instant updatedAt) {}

  /** A version with all of it. */
  record Version(ProblemVersion version, List<Finding> report, Instant createdAt, boolean newest) {}

  /** A version in a list. */
  record VersionRow(String version, Instant createdAt, boolean newest) {}
}
