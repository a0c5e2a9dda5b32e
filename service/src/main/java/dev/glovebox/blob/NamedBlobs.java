package dev.glovebox.blob;

import java.util.Set;

/**
 * Contents that a feature's rows name. Each feature that stores contents has one in every process;
 * what none of them names is removed after a day. Thread-safe.
 */
public interface NamedBlobs {

  /**
   * The hashes, as of now.
   *
   * @throws RuntimeException when they can't be told: then nothing is removed
   */
  Set<String> named();
}
