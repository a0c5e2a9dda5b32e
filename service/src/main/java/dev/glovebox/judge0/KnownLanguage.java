package dev.glovebox.judge0;

import java.util.Optional;

/**
 * A language as clients of Judge0 know it.
 *
 * @param key under which it is stored, see {@link Flavour}
 * @param name for people; clients look for parts of it
 * @param file name of the source; empty where there is no source
 * @param compiled whether compiler options may be given
 * @param language id of ours that stands in for it; empty = none does
 */
record KnownLanguage(
    int key, String name, Optional<String> file, boolean compiled, Optional<String> language) {

  private static final int MULTI_FILE = 89;

  /** Its number. */
  int id() {
    return Flavour.id(key);
  }

  /** Whether a program is all in its additional files. */
  boolean multiFile() {
    return id() == MULTI_FILE;
  }
}
