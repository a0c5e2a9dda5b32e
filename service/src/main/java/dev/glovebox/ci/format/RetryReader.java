package dev.glovebox.ci.format;

import dev.glovebox.ci.plan.JobPlan.RetryPlan;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code retry}, with GitLab's reasons as the classes and reasons of this service. */
final class RetryReader {

  /** No failure is tried again. */
  static final RetryPlan NONE = new RetryPlan(0, Set.of(), Set.of());

  /** A reason that cannot occur here stands for itself, so that it does not become "all". */
  private static final Map<String, Set<String>> REASONS =
      Map.ofEntries(
          Map.entry("unknown_failure", Set.of("infra")),
          Map.entry("script_failure", Set.of("script")),
          Map.entry("api_failure", Set.of("infra")),
          Map.entry("stuck_or_timeout_failure", Set.of("job_timeout", "queue_timeout")),
          Map.entry("runner_system_failure", Set.of("infra", "image", "service")),
          Map.entry("runner_unsupported", Set.of("runner_unsupported")),
          Map.entry("stale_schedule", Set.of("stale_schedule")),
          Map.entry("job_execution_timeout", Set.of("job_timeout", "step_timeout")),
          Map.entry("archived_failure", Set.of("archived_failure")),
          Map.entry("unmet_prerequisites", Set.of("unmet_prerequisites")),
          Map.entry("scheduler_failure", Set.of("infra")),
          Map.entry("data_integrity_failure", Set.of("data_integrity_failure")));

  private RetryReader() {}

  static RetryPlan retry(Place place) {
    if (!place.isFields()) {
      return new RetryPlan(place.whole(0, 2).orElse(0), Set.of(), Set.of());
    }
    place.onlyKeys(Set.of("max", "when", "exit_codes"));
    int max = place.field("max").map(value -> value.whole(0, 2).orElse(0)).orElse(0);
    Set<String> on = new HashSet<>();
    boolean always = false;
    for (Place when : place.field("when").map(Place::oneOrMore).orElse(List.of())) {
      String reason = when.text().orElse("");
      if (reason.equals("always")) {
        always = true;
      } else if (REASONS.containsKey(reason)) {
        on.addAll(REASONS.getOrDefault(reason, Set.of()));
      } else {
        when.refuse(
            "unknown_value",
            "\"%s\" is no reason to retry; reasons are always, %s"
                .formatted(reason, String.join(", ", REASONS.keySet().stream().sorted().toList())));
      }
    }
    Set<Integer> codes = RulesReader.exitCodes(place);
    return always ? new RetryPlan(max, Set.of(), Set.of()) : new RetryPlan(max, on, codes);
  }
}
