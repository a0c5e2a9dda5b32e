package dev.glovebox.api;

import java.util.Optional;

/** The query parameter {@code project}: the name of one. */
final class ProjectParameter {

  private static final int LONGEST = 255;

  private ProjectParameter() {}

  /** The name, or an empty text after a fault. */
  static String read(Parameters parameters, Faults faults) {
    Optional<String> project =
        parameters.value(
            "project",
            "not-allowed",
            "the name of a project",
            text ->
                text.isBlank() || text.length() > LONGEST ? Optional.empty() : Optional.of(text));
    if (!parameters.has("project")) {
      faults.add("project", "required", "project is needed.");
    }
    return project.orElse("");
  }
}
