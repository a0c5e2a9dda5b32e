package dev.glovebox.submission;

import dev.glovebox.sandbox.IsolationTier;
import java.util.Optional;

/**
 * Which isolation tiers can be had, beyond what configuration allows. A process that has no engine
 * to ask knows of no reason against any.
 */
@FunctionalInterface
public interface Tiers {

  /** Everything that configuration allows. */
  Tiers AS_CONFIGURED = _ -> Optional.empty();

  /**
   * Why a tier can't be had, and what would help; empty when it can, as far as is known. Costs
   * nothing.
   */
  Optional<String> missing(IsolationTier tier);
}
