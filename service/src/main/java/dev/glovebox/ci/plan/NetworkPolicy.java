package dev.glovebox.ci.plan;

import java.util.List;

/** What a job may reach. */
public sealed interface NetworkPolicy {

  /** Nothing, its services neither. */
  record None() implements NetworkPolicy {}

  /** Its services. */
  record Services() implements NetworkPolicy {}

  /**
   * Its services, and these hosts over HTTP and HTTPS.
   *
   * @param hosts names, {@code *.example.org} for all below one
   */
  record Allowlist(List<String> hosts) implements NetworkPolicy {
    public Allowlist {
      hosts = List.copyOf(hosts);
    }
  }

  /** Everything but private and link-local addresses. */
  record Full() implements NetworkPolicy {}
}
