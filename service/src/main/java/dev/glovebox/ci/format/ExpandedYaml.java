package dev.glovebox.ci.format;

import dev.glovebox.ci.format.yaml.Node;
import dev.glovebox.ci.format.yaml.Node.Fields;
import dev.glovebox.ci.format.yaml.Node.Items;
import dev.glovebox.ci.format.yaml.Node.Reference;
import dev.glovebox.ci.format.yaml.Node.Scalar;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes a document as YAML, texts in double quotes. */
final class ExpandedYaml {

  private static final int LONGEST = 1_048_576;

  private final StringBuilder yaml = new StringBuilder();

  private ExpandedYaml() {}

  /** The document, or nothing if it has more than 1 MiB. */
  static Optional<String> write(Fields document) {
    var writer = new ExpandedYaml();
    writer.fields(document, 0);
    return writer.isFull() ? Optional.empty() : Optional.of(writer.yaml.toString());
  }

  private boolean isFull() {
    return yaml.length() > LONGEST;
  }

  private void value(Node node, int indent) {
    switch (node) {
      case Scalar scalar -> yaml.append(' ').append(scalar(scalar)).append('\n');
      case Items items when items.items().isEmpty() -> yaml.append(" []\n");
      case Items items -> {
        yaml.append('\n');
        for (Node item : items.items()) {
          if (isFull()) {
            return;
          }
          yaml.repeat(' ', indent).append('-');
          value(item, indent + 2);
        }
      }
      case Fields fields when fields.fields().isEmpty() -> yaml.append(" {}\n");
      case Fields fields -> {
        yaml.append('\n');
        fields(fields, indent);
      }
      case Reference reference -> yaml.append(" !reference ").append(reference.path()).append('\n');
    }
  }

  private void fields(Fields fields, int indent) {
    for (Map.Entry<String, Node.Field> entry : fields.fields().entrySet()) {
      if (isFull()) {
        return;
      }
      yaml.repeat(' ', indent).append(quoted(entry.getKey())).append(':');
      value(entry.getValue().value(), indent + 2);
    }
  }

  private static String scalar(Scalar scalar) {
    return switch (scalar.kind()) {
      case TEXT -> quoted(scalar.text());
      case NULL -> "null";
      case TRUE, FALSE, WHOLE, FRACTION -> scalar.text();
    };
  }

  private static String quoted(String text) {
    boolean simple =
        !text.isEmpty() && text.length() < 64 && text.chars().allMatch(ExpandedYaml::isWord);
    if (simple && isText(text)) {
      return text;
    }
    var quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        case '\r' -> quoted.append("\\r");
        default -> {
          if (c < ' '
              || (c >= 0x7f && c < 0xa0)
              || c == '\u2028'
              || c == '\u2029'
              || c == '\uFEFF') {
            quoted.append("\\u%04x".formatted((int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  private static boolean isWord(int c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** Words that YAML takes for something else. */
  private static boolean isText(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "true", "false", "yes", "no", "on", "off", "null", "y", "n" -> false;
      default -> true;
    };
  }
}
