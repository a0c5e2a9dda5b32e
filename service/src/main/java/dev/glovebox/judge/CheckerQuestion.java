package dev.glovebox.judge;

import dev.glovebox.sandbox.SandboxFile;
import java.util.Arrays;
import java.util.List;

/**
 * What a checker is asked.
 *
 * @param input what the program read
 * @param answer of the jury
 * @param output of the program, from index 0
 * @param outputLength how much of it is output
 * @param arguments further arguments for the checker
 * @param feedback files that the checker left in the passes before
 * @param passes whether another pass may follow in this problem
 */
record CheckerQuestion(
    byte[] input,
    byte[] answer,
    byte[] output,
    int outputLength,
    List<String> arguments,
    List<SandboxFile> feedback,
    boolean passes) {

  byte[] outputAlone() {
    return outputLength == output.length ? output : Arrays.copyOf(output, outputLength);
  }
}
