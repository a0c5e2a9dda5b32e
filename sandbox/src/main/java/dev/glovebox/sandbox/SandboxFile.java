package dev.glovebox.sandbox;

/**
 * A file that goes into or comes out of a sandbox.
 *
 * @param path relative, with {@code /} between components, without empty, {@code .} or {@code ..}
 *     components
 * @param content the bytes; not copied
 * @param executable whether it gets the execute permission
 */
public record SandboxFile(String path, byte[] content, boolean executable) {

  public SandboxFile(String path, byte[] content) {
    this(path, content, false);
  }
}
