package dev.glovebox.judge;

import dev.glovebox.sandbox.SandboxFile;
import dev.glovebox.submission.TestCase;
import java.util.List;
import java.util.Optional;

/**
 * What the program is run on, with everything in memory.
 *
 * @param number of the test, from 1
 * @param arguments of the program, after those of the submission
 * @param files put into its working directory
 * @param input its standard input
 * @param output name of the file in its working directory that is judged in place of standard
 *     output
 */
record Trial(
    int number,
    List<String> arguments,
    List<SandboxFile> files,
    byte[] input,
    Optional<String> output) {

  /** What is judged is standard output. */
  Trial(int number, List<String> arguments, List<SandboxFile> files, byte[] input) {
    this(number, arguments, files, input, Optional.empty());
  }

  /**
   * @param files put into the program's working directory
   */
  static Trial of(int number, TestCase test, List<SandboxFile> files) {
    return new Trial(number, List.of(), files, test.input());
  }
}
