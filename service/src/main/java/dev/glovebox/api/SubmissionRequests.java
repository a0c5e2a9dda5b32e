package dev.glovebox.api;

import dev.glovebox.submission.SubmissionRequest;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Requests in the form of the API, for others who take them: the rules are the same everywhere. */
@Component
public class SubmissionRequests {

  private final SubmissionReader reader;

  SubmissionRequests(SubmissionReader reader) {
    this.reader = reader;
  }

  /**
   * Reads a request.
   *
   * @throws RequestRefused when it breaks a rule, or its language can't be used yet
   */
  public SubmissionRequest read(ObjectNode body, UUID tenant) {
    var faults = new Faults();
    SubmissionRequest request = reader.read(new Fields(body, "", faults), tenant, Optional.empty());
    faults.check();
    reader.requireReady(request, tenant);
    return request;
  }
}
