package dev.glovebox.api;

import dev.glovebox.drill.DrillRequests;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.submission.SubmissionRequest;
import dev.glovebox.submission.Tiers;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** The attacks of drills, read as requests from outside are. */
@Component
@RunsIn(dev.glovebox.platform.Role.API)
class DrillRequestReader implements DrillRequests {

  private final SubmissionRequests requests;
  private final LimitsProperties limits;
  private final Tiers tiers;

  DrillRequestReader(
      SubmissionRequests requests, LimitsProperties limits, ObjectProvider<Tiers> tiers) {
    this.requests = requests;
    this.limits = limits;
    this.tiers = tiers.getIfAvailable(() -> Tiers.AS_CONFIGURED);
  }

  @Override
  public List<IsolationTier> tiers() {
    return limits.tiers().stream().filter(tier -> tiers.missing(tier).isEmpty()).toList();
  }

  @Override
  public SubmissionRequest read(ObjectNode body, UUID tenant) throws Refused {
    try {
      return requests.read(body, tenant);
    } catch (RequestRefused e) {
      List<Fault> faults = e.problem().faults();
      throw new Refused(
          faults.isEmpty()
              ? e.problem().detail()
              : faults.stream().map(Fault::message).collect(Collectors.joining(" ")));
    }
  }
}
