package dev.glovebox.judge;

import dev.glovebox.queue.EquipmentFault;
import dev.glovebox.queue.InfrastructureFault;
import dev.glovebox.sandbox.PeerLostException;
import dev.glovebox.sandbox.SandboxException;
import java.util.Locale;

/** Failures of sandboxes as the worker understands them: what may be the engine's is told apart. */
final class SandboxFaults {

  private SandboxFaults() {}

  /** Of the program's sandbox. */
  static InfrastructureFault ofProgram(SandboxException e) {
    return of("sandbox_", e.kind(), String.valueOf(e.getMessage()), e);
  }

  /**
   * Of the sandbox of one of the jury's programs.
   *
   * @param name of the program
   */
  static InfrastructureFault ofJury(String name, SandboxException e) {
    return of("jury_sandbox_", e.kind(), name + ": " + e.getMessage(), e);
  }

  /** The same where the program's sandbox went on. */
  static InfrastructureFault ofJury(String name, PeerLostException e) {
    return of("jury_sandbox_", e.kind(), name + ": " + e.getMessage(), e);
  }

  private static InfrastructureFault of(
      String prefix, SandboxException.Kind kind, String message, Exception e) {
    String code = prefix + kind.name().toLowerCase(Locale.ROOT);
    return kind.mayBeEngines()
        ? new EquipmentFault(code, message, e)
        : new InfrastructureFault(code, message, e);
  }
}
