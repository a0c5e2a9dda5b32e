package dev.glovebox.sandbox.job;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an image with everything in it that Docker leaves to be guessed, after the grammar of
 * the distribution project's references. Ids of images are no names: an engine finds images of
 * others by a part of their id.
 *
 * @param registry host, with {@code :port} where it has one; {@code docker.io} where the text has
 *     none
 * @param path of the repository, such as {@code library/debian}
 * @param tag {@code latest} where the text has neither tag nor digest
 * @param digest such as {@code sha256:} and 64 hexadecimal digits; what has one needs no tag
 */
public record ImageName(
    String registry, String path, Optional<String> tag, Optional<String> digest) {

  /** The registry of names without one. */
  public static final String DOCKER_HUB = "docker.io";

  private static final int LONGEST = 512;

  private static final Pattern GRAMMAR =
      Pattern.compile(
          "(?:(?<registry>localhost(?::\\d{1,5})?"
              + "|(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\\.)+[A-Za-z0-9-]+(?::\\d{1,5})?"
              + "|[A-Za-z0-9-]+:\\d{1,5}|\\[[0-9a-fA-F:]+](?::\\d{1,5})?)/)?"
              + "(?<path>[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*)"
              + "(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?"
              + "(?:@(?<digest>sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}))?");

  private static final Pattern ID = Pattern.compile("(?:sha256:)?[0-9a-f]{64}");

  /** What a text names, or empty: it is no name. */
  public static Optional<ImageName> parse(String text) {
    Matcher parts = GRAMMAR.matcher(text);
    if (text.length() > LONGEST || !parts.matches() || ID.matcher(text).matches()) {
      return Optional.empty();
    }
    String registry =
        Optional.ofNullable(parts.group("registry"))
            .filter(host -> !host.equals("index.docker.io"))
            .orElse(DOCKER_HUB);
    String path = parts.group("path");
    Optional<String> digest = Optional.ofNullable(parts.group("digest"));
    return Optional.of(
        new ImageName(
            registry,
            registry.equals(DOCKER_HUB) && !path.contains("/") ? "library/" + path : path,
            Optional.ofNullable(parts.group("tag"))
                .or(() -> digest.isPresent() ? Optional.empty() : Optional.of("latest")),
            digest));
  }

  /** Registry and path. */
  public String repository() {
    return registry + "/" + path;
  }

  /** Digest, otherwise tag. */
  public String version() {
    return digest.or(() -> tag).orElse("latest");
  }

  /**
   * Whether it is a name of Glovebox's own images, by which it finds them: nothing that comes from
   * a registry may get such a name.
   */
  public boolean isOurs() {
    return registry.equals(DOCKER_HUB)
        && (path.startsWith("glovebox/") || path.startsWith("library/glovebox"));
  }

  /** The whole name, as every engine understands it. */
  @Override
  public String toString() {
    return repository()
        + digest.map(value -> "@" + value).orElseGet(() -> ":" + tag.orElse("latest"));
  }
}
