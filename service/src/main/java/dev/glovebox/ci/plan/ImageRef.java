package dev.glovebox.ci.plan;

import java.util.List;
import java.util.Optional;

/**
 * An image as asked for.
 *
 * @param name of the image; may hold variables until the job starts
 * @param entrypoint replaces the image's; an empty list takes it away; empty optional keeps it
 * @param user name or number, or empty: the image's
 * @param platform such as {@code linux/amd64}, or empty: the worker's
 * @param pull policies, tried in order
 */
public record ImageRef(
    String name,
    Optional<List<String>> entrypoint,
    Optional<String> user,
    Optional<String> platform,
    List<Pull> pull) {

  public ImageRef {
    entrypoint = entrypoint.map(List::copyOf);
    pull = List.copyOf(pull);
  }

  /** The image by its name, pulled where it is not present. */
  public static ImageRef of(String name) {
    return new ImageRef(
        name, Optional.empty(), Optional.empty(), Optional.empty(), List.of(Pull.IF_NOT_PRESENT));
  }

  /** When an image is fetched. */
  public enum Pull {
    ALWAYS,
    IF_NOT_PRESENT,
    NEVER
  }
}
