package dev.glovebox.problem;

import dev.glovebox.blob.Blob;
import dev.glovebox.submission.Comparison;
import java.util.List;
import java.util.Optional;

/**
 * A test of the package's checker itself.
 *
 * @param path such as {@code invalid_output/trailing}
 * @param valid whether the checker must accept the output
 * @param arguments further arguments of the checker
 * @param comparison where it differs from the problem's, in problems without a checker
 */
public record CheckerCase(
    String path,
    Blob input,
    Blob answer,
    Blob output,
    boolean valid,
    List<String> arguments,
    Optional<Comparison> comparison) {

  public CheckerCase {
    arguments = List.copyOf(arguments);
  }
}
