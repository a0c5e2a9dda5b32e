package dev.glovebox.api;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which names source files may have. They become arguments of compilers and files in a sandbox, so
 * the rule says what is allowed rather than what isn't.
 */
public final class FileNames {

  private static final int MOST_BYTES = 255;
  private static final int DEEPEST = 8;
  private static final Pattern LETTERS =
      Pattern.compile("[\\p{L}\\p{N}\\p{M} ._+@=,()\\[\\]~#%!&'^/-]+");

  private final Set<String> files = new HashSet<>();
  private final Set<String> folders = new HashSet<>();

  /** Why the name can't be used, or nothing. Remembers it for the names that follow. */
  public Optional<Refusal> refuse(String name) {
    return unsafe(name)
        .map(why -> new Refusal("unsafe-name", why))
        .or(() -> taken(name) ? Optional.of(DUPLICATE) : Optional.empty());
  }

  /**
   * @param rule stable code
   * @param why the end of a sentence that begins with the field
   */
  public record Refusal(String rule, String why) {}

  private static final Refusal DUPLICATE =
      new Refusal(
          "duplicate",
          "names a file or folder that is there already (case and Unicode form don't count).");

  private static Optional<String> unsafe(String name) {
    if (name.isEmpty()) {
      return Optional.of("is empty.");
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      return Optional.of("is longer than %d bytes.".formatted(MOST_BYTES));
    }
    if (name.startsWith("/")) {
      return Optional.of("must be a relative path.");
    }
    if (!LETTERS.matcher(name).matches()) {
      return Optional.of("contains a character that names of files can't have here.");
    }
    List<String> parts = List.of(name.split("/", -1));
    if (parts.size() > DEEPEST) {
      return Optional.of("lies deeper than %d folders.".formatted(DEEPEST));
    }
    for (String part : parts) {
      if (part.isEmpty()) {
        return Optional.of("has an empty component.");
      }
      if (part.startsWith(".")) {
        return Optional.of("has a component that begins with a dot.");
      }
      if (part.startsWith("-") || part.startsWith("@")) {
        // Inside a folder too: programs that change into it name their files without it.
        return Optional.of(
            "has a component that begins with - or @, which tools take for options.");
      }
      if (!part.equals(part.strip())) {
        return Optional.of("has a component that begins or ends with a blank.");
      }
    }
    return Optional.empty();
  }

  private boolean taken(String name) {
    String folded = folded(name);
    if (folders.contains(folded)) {
      return true;
    }
    for (int slash = folded.indexOf('/'); slash >= 0; slash = folded.indexOf('/', slash + 1)) {
      String folder = folded.substring(0, slash);
      if (files.contains(folder)) {
        return true;
      }
      folders.add(folder);
    }
    return !files.add(folded);
  }

  private static String folded(String name) {
    String upper = Normalizer.normalize(name, Normalizer.Form.NFC).toUpperCase(Locale.ROOT);
    return Normalizer.normalize(upper.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
  }
}
