package dev.glovebox.sandbox.docker;

import dev.glovebox.sandbox.SandboxFile;
import java.nio.charset.StandardCharsets;

/** What the supervisor takes as the path of a file. */
final class BoxPath {

  private static final int LONGEST = 1_024;
  private static final int LONGEST_COMPONENT = 255;

  private BoxPath() {}

  /** The path as it is sent: without the mark of a folder. */
  static String nameOf(SandboxFile file) {
    String path = file.path();
    return file.isFolder() ? path.substring(0, path.length() - 1) : path;
  }

  /**
   * Refuses what the supervisor would refuse.
   *
   * @throws IllegalArgumentException naming the path and the rule
   */
  static void check(SandboxFile file) {
    String path = nameOf(file);
    if (path.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a NUL in the path of a file");
    }
    if (path.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      throw new IllegalArgumentException("path longer than " + LONGEST + " bytes: " + path);
    }
    for (String component : path.split("/", -1)) {
      if (component.isEmpty() || component.equals(".") || component.equals("..")) {
        throw new IllegalArgumentException("not a relative path without dots: '" + path + "'");
      }
      if (component.getBytes(StandardCharsets.UTF_8).length > LONGEST_COMPONENT) {
        throw new IllegalArgumentException(
            "a part of more than " + LONGEST_COMPONENT + " bytes in " + path);
      }
    }
  }
}
