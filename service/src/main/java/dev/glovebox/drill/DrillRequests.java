package dev.glovebox.drill;

import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.submission.SubmissionRequest;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads requests as the API does, so that an attack has the limits and rules of this installation.
 */
public interface DrillRequests {

  /** The isolation tiers that can be had here; the first is the default. */
  List<IsolationTier> tiers();

  /**
   * Reads a request in the form of the API.
   *
   * @throws Refused when this installation does not take it
   */
  SubmissionRequest read(ObjectNode body, UUID tenant) throws Refused;

  /** The request breaks a rule of this installation; the message says which. */
  final class Refused extends Exception {
    public Refused(String reason) {
      super(reason);
    }
  }
}
