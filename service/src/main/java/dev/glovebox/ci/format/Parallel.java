package dev.glovebox.ci.format;

import java.util.List;
import java.util.Map;

/** Into how many jobs one is made. */
sealed interface Parallel {

  /** Copies that differ in their number. */
  record Copies(int count) implements Parallel {}

  /**
   * One for each of these.
   *
   * @param instances values of variables by name, in order
   */
  record Matrix(List<Map<String, String>> instances) implements Parallel {}
}
