package dev.glovebox.ci.format;

import dev.glovebox.ci.format.yaml.Mark;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What was found while a pipeline was read; at most so many of each, the first ones. */
final class Problems {

  private static final int MOST = 100;

  private final Set<Diagnostic> errors = new LinkedHashSet<>();
  private final Set<Diagnostic> warnings = new LinkedHashSet<>();

  void error(String code, String path, Mark mark, String message) {
    add(errors, code, path, mark, message);
  }

  void warn(String code, String path, Mark mark, String message) {
    add(warnings, code, path, mark, message);
  }

  private static void add(Set<Diagnostic> to, String code, String path, Mark mark, String message) {
    if (to.size() < MOST) {
      to.add(new Diagnostic(code, path, mark.file(), mark.line(), mark.column(), message));
    }
  }

  boolean anyErrors() {
    return !errors.isEmpty();
  }

  List<Diagnostic> errors() {
    return List.copyOf(errors);
  }

  List<Diagnostic> warnings() {
    return List.copyOf(warnings);
  }
}
