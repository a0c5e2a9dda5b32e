package dev.glovebox.ci.format;

import dev.glovebox.ci.format.yaml.Mark;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was found while a pipeline was read; at most so many of each, the first ones. What many jobs
 * have from one place by {@code extends} or an anchor is told once.
 */
final class Problems {

  private static final int MOST = 100;

  private record Told(String code, Mark mark, String message) {}

  private final Map<Told, Diagnostic> errors = new LinkedHashMap<>();
  private final Map<Told, Diagnostic> warnings = new LinkedHashMap<>();

  void error(String code, String path, Mark mark, String message) {
    add(errors, code, path, mark, message);
  }

  void warn(String code, String path, Mark mark, String message) {
    add(warnings, code, path, mark, message);
  }

  private static void add(
      Map<Told, Diagnostic> to, String code, String path, Mark mark, String message) {
    if (to.size() < MOST) {
      to.putIfAbsent(
          new Told(code, mark, message),
          new Diagnostic(code, path, mark.file(), mark.line(), mark.column(), message));
    }
  }

  boolean anyErrors() {
    return !errors.isEmpty();
  }

  List<Diagnostic> errors() {
    return List.copyOf(errors.values());
  }

  List<Diagnostic> warnings() {
    return List.copyOf(warnings.values());
  }
}
