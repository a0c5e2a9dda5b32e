package dev.glovebox.sandbox;

import java.util.Locale;
import java.util.Optional;

/**
 * How strongly a program is kept apart from the host's kernel. One API and one verdict semantics
 * for all.
 */
public enum IsolationTier {
  /** A hardened container on the host's kernel (runc). */
  CONTAINER("runc"),
  /** A hardened container on gVisor's user-space kernel (runsc). */
  GVISOR("runsc");

  private final String runtime;

  IsolationTier(String runtime) {
    this.runtime = runtime;
  }

  /** The engine's name for the runtime that provides this tier. */
  public String runtime() {
    return runtime;
  }

  /** The name in requests and results, lower case. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The tier with this {@link #code()}, if there is one. */
  public static Optional<IsolationTier> of(String code) {
    for (IsolationTier tier : values()) {
      if (tier.code().equals(code)) {
        return Optional.of(tier);
      }
    }
    return Optional.empty();
  }
}
