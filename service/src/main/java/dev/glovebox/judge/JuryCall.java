package dev.glovebox.judge;

import dev.glovebox.sandbox.SandboxFile;
import java.util.List;

/**
 * How a program of the jury's is called.
 *
 * @param arguments its arguments
 * @param files what is in its working directory
 * @param input its standard input; only the first bytes count
 * @param inputLength how many of them
 * @param keep folder in its working directory whose files are wanted afterwards; empty = none
 */
record JuryCall(
    List<String> arguments, List<SandboxFile> files, byte[] input, int inputLength, String keep) {

  JuryCall {
    arguments = List.copyOf(arguments);
    files = List.copyOf(files);
  }

  static JuryCall withoutInput(List<String> arguments, List<SandboxFile> files) {
    return new JuryCall(arguments, files, new byte[0], 0, "");
  }
}
