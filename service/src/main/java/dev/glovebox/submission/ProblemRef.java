package dev.glovebox.submission;

/**
 * The version of a problem that a submission is judged against.
 *
 * @param problem id that its owner gave it
 * @param version SHA-256 of its definition, lower-case hexadecimal: pinned when the submission was
 *     accepted, whatever is uploaded later
 * @param tests how many tests it has; at least one
 */
public record ProblemRef(String problem, String version, int tests) {

  public ProblemRef {
    if (tests < 1) {
      throw new IllegalArgumentException("a problem without tests can't be judged: " + problem);
    }
  }
}
