package dev.glovebox.problem.format;

import dev.glovebox.blob.Blob;
import dev.glovebox.problem.archive.Findings;
import dev.glovebox.problem.archive.PackageTree;
import dev.glovebox.problem.archive.TreeFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code constants} of a {@code problem.yaml}: {@code {{name}}} and {@code {{name.variant}}}
 * become their values in programs and settings, never in test data.
 */
final class Constants {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Pattern SEQUENCE =
      Pattern.compile("\\{\\{([a-zA-Z_][a-zA-Z0-9_]*)(?:\\.([a-zA-Z_][a-zA-Z0-9_]*))?\\}\\}");
  private static final String PLAIN = "value";
  private static final int LARGEST_FILE = 4 << 20;
  private static final int LONGEST_VALUE = 1000;

  /** All files together, with the constants in their places. */
  private static final long MOST_BYTES = 64L << 20;

  private static final List<String> FOLDERS =
      List.of("output_validator/", "output_validators/", "include/", "submissions/");

  /** By name, or by name, dot and variant. */
  private final Map<String, String> values = new HashMap<>();

  static Constants read(Keys problem) {
    var constants = new Constants();
    Keys keys = problem.map("constants");
    for (String name : keys.names()) {
      if (!NAME.matcher(name).matches()) {
        keys.error(name, "is no name of a constant");
      } else if (keys.isMap(name)) {
        Keys variants = keys.map(name);
        for (String variant : variants.names()) {
          variants.text(variant).ifPresent(text -> constants.put(variants, name, variant, text));
        }
        if (!constants.values.containsKey(name)) {
          keys.error(name, "has no value");
        }
      } else {
        keys.text(name).ifPresent(text -> constants.put(keys, name, PLAIN, text));
      }
    }
    return constants;
  }

  private void put(Keys keys, String name, String variant, String text) {
    if (text.length() > LONGEST_VALUE) {
      keys.error(name, "has a value of more than %d characters".formatted(LONGEST_VALUE));
      return;
    }
    values.put(name + "." + variant, text);
    if (variant.equals(PLAIN)) {
      values.put(name, text);
    }
  }

  /** The tree with all constants in their places. */
  PackageTree in(PackageTree tree, Findings findings) throws IOException {
    if (values.isEmpty()) {
      return tree;
    }
    var replaced = new HashMap<String, Blob>();
    long bytes = 0;
    for (TreeFile file : tree.below("")) {
      boolean theirs =
          FOLDERS.stream().anyMatch(file.path()::startsWith)
              || file.name().equals("test_group.yaml");
      if (theirs && file.blob().size() <= LARGEST_FILE) {
        Optional<byte[]> changed = replace(tree.head(file, LARGEST_FILE));
        bytes += changed.map(c -> c.length).orElse(0);
        if (bytes > MOST_BYTES) {
          findings.error(file.path(), "with constants in their places the files are too large");
          return tree;
        }
        if (changed.isPresent()) {
          replaced.put(file.path(), tree.add(new ByteArrayInputStream(changed.get())));
        }
      }
    }
    return tree.with(replaced);
  }

  /** The contents with all constants in their places; empty when there are none. */
  private Optional<byte[]> replace(byte[] contents) {
    // Byte by byte, so that files of any encoding stay what they are.
    String text = new String(contents, StandardCharsets.ISO_8859_1);
    Matcher sequence = SEQUENCE.matcher(text);
    var result = new StringBuilder();
    boolean changed = false;
    while (sequence.find()) {
      String variant = sequence.group(2);
      String value =
          values.get(variant == null ? sequence.group(1) : sequence.group(1) + "." + variant);
      if (value != null) {
        changed = true;
        if (result.length() > MOST_BYTES) {
          break;
        }
        String bytes =
            new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        sequence.appendReplacement(result, Matcher.quoteReplacement(bytes));
      }
    }
    sequence.appendTail(result);
    return changed
        ? Optional.of(result.toString().getBytes(StandardCharsets.ISO_8859_1))
        : Optional.empty();
  }
}
