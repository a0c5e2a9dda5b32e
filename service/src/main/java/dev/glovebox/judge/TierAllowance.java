package dev.glovebox.judge;

import dev.glovebox.sandbox.IsolationTier;

/**
 * What a tier costs a program that it would not have cost in a plain container. Limits are widened
 * by it, so that one set of limits gives the same verdicts in every tier. What the tier itself
 * needs of memory and processes is the sandbox's business.
 *
 * @param time factor on CPU and wall limits
 */
record TierAllowance(int time) {

  static TierAllowance of(IsolationTier tier) {
    return switch (tier) {
      case CONTAINER -> new TierAllowance(1);
      case GVISOR -> new TierAllowance(2);
    };
  }
}
