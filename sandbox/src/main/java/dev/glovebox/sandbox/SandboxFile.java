package dev.glovebox.sandbox;

/**
 * A file that goes into or comes out of a sandbox, or an empty folder that goes into one.
 *
 * @param path relative, with {@code /} between components, without empty, {@code .} or {@code ..}
 *     components; a folder's ends with {@code /}
 * @param content the bytes; not copied
 * @param executable whether it gets the execute permission
 */
public record SandboxFile(String path, byte[] content, boolean executable) {

  public SandboxFile {
    if (path.endsWith("/") && (content.length > 0 || executable)) {
      throw new IllegalArgumentException("a folder with what only a file has: " + path);
    }
  }

  public SandboxFile(String path, byte[] content) {
    this(path, content, false);
  }

  /**
   * A folder, which a program may fill where it may write.
   *
   * @param path without {@code /} at its end
   */
  public static SandboxFile folder(String path) {
    return new SandboxFile(path + '/', new byte[0]);
  }

  /** Whether it is an empty folder. */
  public boolean isFolder() {
    return path.endsWith("/");
  }
}
