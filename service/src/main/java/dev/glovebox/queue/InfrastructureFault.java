package dev.glovebox.queue;

/**
 * A job could not be done for our own reasons. Never the user's fault, never the user's verdict.
 */
public sealed class InfrastructureFault extends RuntimeException permits EquipmentFault {

  private final String code;

  /**
   * @param code stable short code, counted in the metrics
   * @param message the evidence, for operators
   */
  public InfrastructureFault(String code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public InfrastructureFault(String code, String message) {
    super(message);
    this.code = code;
  }

  public String code() {
    return code;
  }
}
