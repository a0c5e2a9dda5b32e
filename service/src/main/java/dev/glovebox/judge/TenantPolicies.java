package dev.glovebox.judge;

import java.util.UUID;

/** What a tenant wants of the sandboxes its programs run in. */
@FunctionalInterface
public interface TenantPolicies {

  /** Whether a proven clean sandbox of this tenant may serve its next submission. */
  boolean allowsReuse(UUID tenant);
}
