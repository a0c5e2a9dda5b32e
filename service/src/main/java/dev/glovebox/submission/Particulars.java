package dev.glovebox.submission;

import java.time.Duration;
import java.util.Optional;

/**
 * What only some front doors ask for.
 *
 * @param compile what compiling may take, where that is less than the language's compiler may
 * @param recordOrder whether it is recorded in which order both output streams were written
 * @param checkSyntax whether the sources of a program that has failed, in a language without
 *     compiler, are looked at: if they can't be read, it is a compile error
 */
public record Particulars(
    Optional<CompileBounds> compile, boolean recordOrder, boolean checkSyntax) {

  /** Of everybody else. */
  public static final Particulars NONE = new Particulars(Optional.empty(), false, true);

  /**
   * What compiling may take at most.
   *
   * @param cpu CPU time
   * @param wall elapsed time
   * @param memoryBytes memory
   */
  public record CompileBounds(Duration cpu, Duration wall, long memoryBytes) {}
}
