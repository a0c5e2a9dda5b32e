package dev.glovebox.ci.format;

import dev.glovebox.ci.format.yaml.Node;
import dev.glovebox.ci.format.yaml.Node.Field;
import dev.glovebox.ci.format.yaml.Node.Fields;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lays one map over another, as {@code include} and {@code extends} do. */
final class Merging {

  private Merging() {}

  /** Maps are merged key by key; anything else above replaces what is below, nothing too. */
  static Fields over(Fields below, Fields above) {
    Map<String, Field> merged = new LinkedHashMap<>(below.fields());
    above
        .fields()
        .forEach((key, field) -> {
          Node lower = below.value(key);
          Node value =
              lower instanceof Fields base && field.value() instanceof Fields top
                  ? over(base, top)
                  : field.value();
          merged.put(key, new Field(field.key(), value));
        });
    return Fields.of(merged, above.mark());
  }
}
