package dev.glovebox.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An answer of RFC 9457.
 *
 * @param kind type, status and title
 * @param detail one sentence about this occurrence
 * @param faults all broken rules, for an invalid request
 * @param retryAfter when to try again
 */
record Problem(ProblemKind kind, String detail, List<Fault> faults, Optional<Duration> retryAfter) {
  Problem(ProblemKind kind, String detail) {
    this(kind, detail, List.of(), Optional.empty());
  }
}
