package dev.glovebox.judge;

import dev.glovebox.sandbox.RunReport;
import dev.glovebox.sandbox.SandboxFile;
import java.util.List;

/**
 * One run of a program of the jury's that came to its end by itself.
 *
 * @param name of the program
 * @param exitCode how it ended
 * @param out beginning of what it wrote to standard output
 * @param error beginning of what it wrote to standard error
 * @param files what it left in the folders that were to be kept
 * @param report all that was measured
 */
record JuryRun(
    String name,
    int exitCode,
    byte[] out,
    byte[] error,
    List<SandboxFile> files,
    RunReport report) {

  /** Standard error, and standard output where it said nothing there. */
  String words() {
    String said = CheckerText.of(error);
    return said.isEmpty() ? CheckerText.of(out) : said;
  }

  /** That it broke its protocol. */
  JuryFault broke(String how) {
    return new JuryFault(name + " " + how, words());
  }
}
