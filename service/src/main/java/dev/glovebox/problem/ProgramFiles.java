package dev.glovebox.problem;

import java.util.Optional;

/**
 * What the files in its working directory are to a submitted program.
 *
 * @param input name of the file that the test's input is in; empty = it is standard input
 * @param output name of the file whose contents are judged; empty = standard output is
 * @param writable whether the program may write files
 */
public record ProgramFiles(Optional<String> input, Optional<String> output, boolean writable) {

  /** Standard streams, and files for whatever a program likes. */
  public static final ProgramFiles USUAL =
      new ProgramFiles(Optional.empty(), Optional.empty(), true);
}
