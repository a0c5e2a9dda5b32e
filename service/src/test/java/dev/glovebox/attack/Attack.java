package dev.glovebox.attack;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A hostile program and what must come of it.
 *
 * @param id letter of the family and number, for example {@code A01}
 * @param title what it does
 * @param language id in the language catalogue
 * @param sources by name; the file to start from is first
 * @param compileOptions empty = the language's default
 * @param arguments of the program
 * @param limits by the names of the request, with their units
 * @param tests at least one
 * @param expected of the submission as a whole
 */
record Attack(
    String id,
    String title,
    String language,
    Map<String, byte[]> sources,
    List<String> compileOptions,
    List<String> arguments,
    Map<String, String> limits,
    List<Step> tests,
    Expectation expected) {

  /**
   * One test of the submission. Several of them show what one leaves for the next.
   *
   * @param name for people
   * @param input standard input
   * @param answer expected standard output, where the judge is to compare
   * @param expected what must come of it
   */
  record Step(String name, byte[] input, Optional<String> answer, Expectation expected) {}
}
