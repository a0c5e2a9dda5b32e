package dev.glovebox.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** The header {@code Idempotency-Key}. */
final class IdempotencyKeys {

  private static final String HEADER = "Idempotency-Key";

  private IdempotencyKeys() {}

  static Optional<String> read(HttpServletRequest http, Faults faults) {
    String key = http.getHeader(HEADER);
    if (key == null) {
      return Optional.empty();
    }
    if (key.isBlank() || key.length() > 200 || !key.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      faults.add(
          HEADER, "characters", "Idempotency-Key must be 1 to 200 printable ASCII characters.");
      return Optional.empty();
    }
    return Optional.of(key);
  }
}
