package dev.glovebox.problem.archive;

import dev.glovebox.blob.Blob;

/**
 * A file of a package.
 *
 * @param path from the root of the package, with {@code /}
 * @param blob on the stage of the import
 * @param executable whether the archive says that it is
 */
public record TreeFile(String path, Blob blob, boolean executable) {

  /** The last component of the path. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  TreeFile at(String otherPath) {
    return new TreeFile(otherPath, blob, executable);
  }
}
