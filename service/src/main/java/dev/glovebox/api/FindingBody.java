package dev.glovebox.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glovebox.problem.Finding;
import java.util.List;
import java.util.Optional;

/**
 * Something that an import has to say.
 *
 * @param severity {@code warning} or {@code error}
 * @param file path in the package; left out when it is about the whole
 * @param line in the file, from 1
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record FindingBody(String severity, Optional<String> file, Optional<Integer> line, String message) {

  static List<FindingBody> of(List<Finding> findings) {
    return findings.stream()
        .map(finding ->
            new FindingBody(
                finding.severity().code(),
                Optional.of(finding.file()).filter(file -> !file.isEmpty()),
                finding.line(),
                finding.message()))
        .toList();
  }
}
