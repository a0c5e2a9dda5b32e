package dev.glovebox.problem;

import java.util.Locale;
import java.util.Optional;

/**
 * What an import has to say of a package.
 *
 * @param file path in the package; empty = the package as a whole
 * @param line in the file, from 1, where it is known
 * @param message one sentence for people
 */
public record Finding(Severity severity, String file, Optional<Integer> line, String message) {

  /** How bad it is. */
  public enum Severity {
    /** Taken over, but perhaps not as it was meant. */
    WARNING,
    /** The package is refused. */
    ERROR;

    /** The stable code, lower case. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** {@code file:line: message}, as compilers write it. */
  @Override
  public String toString() {
    String place = file.isEmpty() ? "" : file + line.map(l -> ":" + l).orElse("") + ": ";
    return severity.code() + ": " + place + message;
  }
}
