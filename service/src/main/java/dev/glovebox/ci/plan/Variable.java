package dev.glovebox.ci.plan;

/**
 * A variable of a job.
 *
 * @param key letters, digits and underscores, not starting with a digit
 * @param value up to 64 KiB
 * @param masked whether its value is kept out of logs
 * @param raw whether {@code $} in the value is itself
 * @param file whether the value is written to a file, and the variable holds its path
 */
public record Variable(String key, String value, boolean masked, boolean raw, boolean file) {

  /** A plain variable, expanded. */
  public static Variable of(String key, String value) {
    return new Variable(key, value, false, false, false);
  }
}
