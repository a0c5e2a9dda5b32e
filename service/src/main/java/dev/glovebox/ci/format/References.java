package dev.glovebox.ci.format;

import dev.glovebox.ci.format.yaml.Node;
import dev.glovebox.ci.format.yaml.Node.Field;
import dev.glovebox.ci.format.yaml.Node.Fields;
import dev.glovebox.ci.format.yaml.Node.Items;
import dev.glovebox.ci.format.yaml.Node.Reference;
import dev.glovebox.ci.format.yaml.Node.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts what {@code !reference} names in its place. Lists stay lists in lists. */
final class References {

  private static final int DEEPEST = 10;

  /** References to references multiply; more values than these would never be used. */
  private static final long HEAVIEST = 200_000;

  private final Fields root;
  private final Problems problems;
  private final List<List<String>> open = new ArrayList<>();
  private boolean tooLarge;

  private References(Fields root, Problems problems) {
    this.root = root;
    this.problems = problems;
  }

  static Fields resolve(Fields root, Problems problems) {
    return (Fields) new References(root, problems).resolve(root, "");
  }

  private Node resolve(Node node, String path) {
    if (tooLarge) {
      return node;
    }
    return switch (node) {
      case Scalar scalar -> scalar;
      case Items items -> {
        List<Node> resolved = new ArrayList<>();
        for (Node item : items.items()) {
          resolved.add(resolve(item, path + "/" + resolved.size()));
        }
        yield checked(Items.of(resolved, items.mark()), path);
      }
      case Fields fields -> {
        Map<String, Field> resolved = new LinkedHashMap<>();
        fields
            .fields()
            .forEach((key, field) ->
                resolved.put(
                    key, new Field(field.key(), resolve(field.value(), path + "/" + key))));
        yield checked(Fields.of(resolved, fields.mark()), path);
      }
      case Reference reference -> follow(reference, path);
    };
  }

  private Node checked(Node node, String path) {
    if (node.weight() > HEAVIEST && !tooLarge) {
      tooLarge = true;
      problems.error(
          "pipeline_too_large", path, node.mark(), "references make more than 200000 values");
    }
    return node;
  }

  private Node follow(Reference reference, String path) {
    Node found = root;
    for (String key : reference.path()) {
      Node next = found instanceof Fields fields ? fields.value(key) : null;
      if (next == null) {
        problems.error(
            "unknown_reference",
            path,
            reference.mark(),
            "!reference %s names nothing: there is no \"%s\"".formatted(reference.path(), key));
        return nothing(reference);
      }
      found = next;
    }
    if (open.contains(reference.path()) || open.size() >= DEEPEST) {
      problems.error(
          open.contains(reference.path()) ? "reference_cycle" : "reference_too_deep",
          path,
          reference.mark(),
          "!reference %s leads back to itself, or is more than 10 deep"
              .formatted(reference.path()));
      return nothing(reference);
    }
    open.add(reference.path());
    Node resolved = resolve(found, path);
    open.removeLast();
    return resolved;
  }

  private static Node nothing(Reference reference) {
    return new Scalar(Scalar.Kind.NULL, "", reference.mark());
  }
}
