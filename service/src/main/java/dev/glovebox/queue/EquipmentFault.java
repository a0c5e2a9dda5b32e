package dev.glovebox.queue;

/**
 * A job could not be done, and it may be that nothing can be done here: the worker tries its {@link
 * Equipment} out before it counts the attempt.
 */
public final class EquipmentFault extends InfrastructureFault {

  /**
   * @param code stable short code, counted in the metrics
   * @param message the evidence, for operators
   */
  public EquipmentFault(String code, String message, Throwable cause) {
    super(code, message, cause);
  }

  public EquipmentFault(String code, String message) {
    super(code, message);
  }
}
