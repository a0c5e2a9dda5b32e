package dev.glovebox.problem.format;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * DOMjudge's {@code submissions.json}: what to start solutions from. JSON is read as the YAML that
 * it is.
 */
final class SubmissionsJson {

  private static final String[] PLACES = {"submissions/submissions.json", "submissions.json"};
  private static final String FOUND_BY_ITSELF = "__auto__";

  private final ImportContext context;

  SubmissionsJson(ImportContext context) {
    this.context = context;
  }

  /** Entry points by path below {@code submissions}. */
  Map<String, String> mains() throws IOException {
    var mains = new HashMap<String, String>();
    for (String place : PLACES) {
      if (context.tree().file(place).isEmpty()) {
        continue;
      }
      Optional<String> text = context.text(place);
      Optional<YamlValue> root = text.flatMap(t -> YamlText.read(place, t, context.findings()));
      if (root.isPresent() && root.get() instanceof YamlValue.Items) {
        context.findings().warn(place, "is a list, not a mapping of paths; not used");
        continue;
      }
      Keys paths = Keys.of(place, root, context.findings());
      for (String path : paths.names()) {
        if (paths.isMap(path)) {
          paths
              .map(path)
              .text("entry_point")
              .filter(entry -> !entry.equals(FOUND_BY_ITSELF))
              .ifPresent(entry -> mains.put(withoutFolder(path), entry));
        }
      }
    }
    return mains;
  }

  private static String withoutFolder(String path) {
    return path.startsWith("submissions/") ? path.substring("submissions/".length()) : path;
  }
}
