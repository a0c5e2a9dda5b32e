package dev.glovebox.api;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What the {@code type} of a problem points to. */
@RestController
class ProblemPages {

  @GetMapping(path = "/problems/{code}")
  ResponseEntity<String> problem(@PathVariable String code) {
    ProblemKind kind =
        Stream.of(ProblemKind.values())
            .filter(candidate -> candidate.code().equals(code))
            .findAny()
            .orElseThrow(
                () -> RequestRefused.of(ProblemKind.NOT_FOUND, "There is no such problem."));
    return ResponseEntity.ok()
        .contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
        .body("%s (%d)\n%s\n".formatted(kind.code(), kind.status().value(), kind.title()));
  }
}
