package dev.glovebox.problem.archive;

import java.io.IOException;

/** The archive itself is at fault, not the disk that it is read from or written to. */
final class BrokenArchive extends IOException {

  private final String entry;

  /**
   * @param entry where; empty = the archive as a whole
   */
  BrokenArchive(String entry, String message) {
    super(message);
    this.entry = entry;
  }

  BrokenArchive(String entry, String message, Throwable cause) {
    super(message, cause);
    this.entry = entry;
  }

  String entry() {
    return entry;
  }
}
