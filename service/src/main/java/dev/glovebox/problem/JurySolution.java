package dev.glovebox.problem;

import java.util.List;
import java.util.Optional;

/**
 * A solution of the jury's, with what it promises.
 *
 * @param path in the package, without the folder of all solutions: {@code accepted/jane.cpp}
 * @param language id in the language catalogue
 * @param files paths relative to the solution
 * @param main file, class or module to start from; empty = found as for a submission
 * @param promise what its verdict must be
 */
public record JurySolution(
    String path, String language, List<PackageFile> files, Optional<String> main, Promise promise) {

  public JurySolution {
    files = List.copyOf(files);
  }
}
