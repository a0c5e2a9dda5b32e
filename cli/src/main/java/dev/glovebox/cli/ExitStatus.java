package dev.glovebox.cli;

/** Exit statuses: what shell scripts can tell apart. Stable. */
public enum ExitStatus {
  ACCEPTED(0),
  WRONG(1),
  /** Also picocli's own status for wrong usage. */
  USAGE(2),
  COMPILE_ERROR(3),
  RUNTIME_ERROR(4),
  TIME_LIMIT(5),
  MEMORY_LIMIT(6),
  OUTPUT_LIMIT(7),
  SECURITY_VIOLATION(8),
  CANCELLED(9),
  /** The service did not answer, or not in time. */
  UNAVAILABLE(69),
  /** The judge's own fault. */
  INTERNAL_ERROR(70),
  /** Too much is waiting, or a job failed for reasons of the service's own; try again later. */
  BUSY(75),
  /** The API key is missing, unknown, or may not do this. */
  UNAUTHORISED(77),
  /** A job asks for what is not allowed, or not there. */
  NOT_ALLOWED(78),
  /** A job took too long. */
  TIMEOUT(124),
  /** A run was ended early; what a shell says of Ctrl-C. */
  INTERRUPTED(130);

  private final int code;

  ExitStatus(int code) {
    this.code = code;
  }

  /** The number that the process ends with. */
  public int code() {
    return code;
  }

  /** The status for a verdict's code; a verdict that this version does not know is our fault. */
  public static ExitStatus of(String verdict) {
    return switch (verdict) {
      case "AC" -> ACCEPTED;
      case "WA", "PE", "NO" -> WRONG;
      case "CE" -> COMPILE_ERROR;
      case "RTE" -> RUNTIME_ERROR;
      case "TLE", "WTLE" -> TIME_LIMIT;
      case "MLE" -> MEMORY_LIMIT;
      case "OLE" -> OUTPUT_LIMIT;
      case "SV" -> SECURITY_VIOLATION;
      case "CAN", "SK" -> CANCELLED;
      default -> INTERNAL_ERROR;
    };
  }
}
