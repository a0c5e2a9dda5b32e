package dev.glovebox.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a terminal is shown. Output of an unknown program may contain sequences that change the
 * window's title, answer on the user's behalf or hide what was printed before.
 */
final class Terminal {

  private Terminal() {}

  /** Whether one of the first three descriptors of this process is a terminal. */
  static boolean isTerminal(int descriptor) {
    try {
      String target =
          Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(descriptor))).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException _) {
      return false; // closed, or no /proc: then nothing is asked and nothing is hidden
    }
  }

  /** The text with control characters made visible, but for line feed and tab. */
  static String harmless(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (c == '\n' || c == '\t' || !dangerous(c)) {
            shown.appendCodePoint(c);
          } else if (c < 0x20) {
            shown.append('^').append((char) (c + 0x40));
          } else {
            shown.append("\\u{").append(Integer.toHexString(c)).append('}');
          }
        });
    return shown.toString();
  }

  private static boolean dangerous(int c) {
    return switch (Character.getType(c)) {
      // Format characters turn the direction of text around.
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> true;
      default -> false;
    };
  }
}
