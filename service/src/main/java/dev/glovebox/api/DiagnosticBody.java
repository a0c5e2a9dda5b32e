package dev.glovebox.api;

import dev.glovebox.ci.format.Diagnostic;
import java.util.List;

/**
 * What is wrong with a pipeline file, and where.
 *
 * @param code stable, such as {@code unsupported_key}
 * @param path JSON pointer into the document, includes and extends resolved
 * @param line from 1
 * @param column from 1
 */
record DiagnosticBody(String code, String path, String file, int line, int column, String message) {

  static List<DiagnosticBody> of(List<Diagnostic> diagnostics) {
    return diagnostics.stream()
        .map(d ->
            new DiagnosticBody(d.code(), d.path(), d.file(), d.line(), d.column(), d.message()))
        .toList();
  }
}
