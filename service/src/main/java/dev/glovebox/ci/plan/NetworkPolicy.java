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
   * @param hosts names, {@code *.example.org} for all below one, with {@code :port} where it is
   *     neither 80 nor 443
   */
  record Allowlist(List<String> hosts) implements NetworkPolicy {
    public Allowlist {
      hosts = List.copyOf(hosts);
    }
  }

  /**
   * Its services, and every public host and port, by way of a proxy: HTTP and what can tunnel
   * through it.
   */
  record Full() implements NetworkPolicy {}
}
