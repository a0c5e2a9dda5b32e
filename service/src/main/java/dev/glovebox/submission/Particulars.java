package dev.glovebox.submission;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * What only some front doors ask for.
 *
 * @param compile what compiling may take, where that is less than the language's compiler may
 * @param recordOrder whether it is recorded in which order both output streams were written
 * @param checkSyntax whether the sources of a program that has failed, in a language without
 *     compiler, are looked at: if they can't be read, it is a compile error
 * @param live by this id somebody waits in one of the processes to talk with the program
 * @param extras what there is more of the runs than usual
 */
public record Particulars(
    Optional<CompileBounds> compile,
    boolean recordOrder,
    boolean checkSyntax,
    Optional<UUID> live,
    Optional<RunExtras> extras) {

  /** Of everybody else. */
  public static final Particulars NONE =
      new Particulars(Optional.empty(), false, true, Optional.empty(), Optional.empty());

  /** With runs as usual. */
  public Particulars(
      Optional<CompileBounds> compile,
      boolean recordOrder,
      boolean checkSyntax,
      Optional<UUID> live) {
    this(compile, recordOrder, checkSyntax, live, Optional.empty());
  }

  /**
   * What compiling may take at most.
   *
   * @param cpu CPU time
   * @param wall elapsed time
   * @param memoryBytes memory
   */
  public record CompileBounds(Duration cpu, Duration wall, long memoryBytes) {}
}
