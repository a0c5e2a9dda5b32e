package dev.glovebox.problem;

import java.util.List;
import java.util.Optional;

/**
 * A program that comes with a package: a checker, an interactor, a grader.
 *
 * @param name for people: its path in the package
 * @param files paths relative to the program's folder
 * @param start how it is brought to run
 */
public record JuryProgram(String name, List<PackageFile> files, Start start) {

  public JuryProgram {
    files = List.copyOf(files);
  }

  /** How a program is brought to run. */
  public sealed interface Start {
    /**
     * Compiled and run as any program of its language.
     *
     * @param language id in the language catalogue
     * @param main file to start from; empty = found as for a submission
     */
    record ByLanguage(String language, Optional<String> main) implements Start {}

    /**
     * By the package's own scripts: {@code build}, where there is one, is run once in a copy of the
     * folder, then {@code run} for each use.
     */
    record ByScripts(boolean build) implements Start {}
  }
}
