package dev.glovebox.account;

import java.util.Optional;

/**
 * What one API key may use of its tenant's quota. Empty = what the configuration says; 0 = any
 * number.
 */
public record KeyQuota(Optional<Integer> requestsPerSecond, Optional<Integer> requestsPerMinute) {

  static final KeyQuota NONE = new KeyQuota(Optional.empty(), Optional.empty());

  /** For the audit log. */
  String text() {
    return "requests %s/s, %s/min"
        .formatted(TenantQuota.text(requestsPerSecond), TenantQuota.text(requestsPerMinute));
  }
}
