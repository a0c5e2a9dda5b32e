package dev.glovebox.problem;

import dev.glovebox.blob.Blob;
import java.util.List;

/**
 * An input that the package's input validators are tried on.
 *
 * @param path such as {@code secret/1} or {@code invalid_input/negative}
 * @param valid whether they must accept it; otherwise at least one of them must not
 * @param arguments of the validators
 * @param files put into their working directories
 */
public record InputCase(
    String path, Blob input, boolean valid, List<String> arguments, List<PackageFile> files) {

  public InputCase {
    arguments = List.copyOf(arguments);
    files = List.copyOf(files);
  }
}
