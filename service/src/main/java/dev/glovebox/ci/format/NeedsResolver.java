package dev.glovebox.ci.format;

import dev.glovebox.ci.plan.JobPlan.Need;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds which jobs of a run wait for which others, and that they do not wait in circles. */
final class NeedsResolver {

  private static final Pattern MATRIX_VALUE =
      Pattern.compile("\\$\\[\\[\\s*matrix\\.([^\\s\\]]+)\\s*]]");

  private final List<String> stages;
  private final Set<String> defined;
  private final Map<String, List<PlannedJob>> byName = new LinkedHashMap<>();
  private final Map<String, List<String>> waits = new HashMap<>();

  NeedsResolver(List<String> stages, List<JobDefinition> definitions, List<PlannedJob> jobs) {
    this.stages = stages;
    this.defined = definitions.stream().map(JobDefinition::name).collect(Collectors.toSet());
    for (PlannedJob job : jobs) {
      String base = job.instance().definition().name();
      byName.computeIfAbsent(base, _ -> new ArrayList<>()).add(job);
      if (!base.equals(job.name())) {
        byName.computeIfAbsent(job.name(), _ -> new ArrayList<>()).add(job);
      }
    }
  }

  PlannedJob.Links links(PlannedJob job) {
    Optional<List<Need>> needs = job.needs().map(wanted -> needs(job, wanted));
    needs.ifPresent(list -> waits.put(job.name(), list.stream().map(Need::job).toList()));
    return new PlannedJob.Links(
        needs, job.instance().definition().dependencies().map(list -> dependencies(job, list)));
  }

  private List<Need> needs(PlannedJob job, List<NeedWanted> wanted) {
    Map<String, Need> needs = new LinkedHashMap<>();
    for (NeedWanted need : wanted) {
      if (need.job().equals(job.instance().definition().name())) {
        need.place().refuse("needs_itself", "%s needs itself".formatted(need.job()));
        continue;
      }
      List<PlannedJob> found = byName.getOrDefault(need.job(), List.of());
      List<PlannedJob> chosen = found.stream().filter(other -> isChosen(other, need, job)).toList();
      if (chosen.isEmpty()) {
        missing(job, need, !found.isEmpty());
      }
      for (PlannedJob other : chosen) {
        if (stage(other) > stage(job)) {
          need.place()
              .refuse(
                  "needs_later_stage",
                  "'%s' job needs '%s' job, but '%s' is not in any previous stage"
                      .formatted(job.name(), need.job(), need.job()));
        }
        needs.put(other.name(), new Need(other.name(), need.artifacts()));
      }
    }
    return List.copyOf(needs.values());
  }

  private void missing(PlannedJob job, NeedWanted need, boolean otherInstances) {
    if (!defined.contains(need.job()) && !need.optional()) {
      need.place()
          .refuse(
              "unknown_job",
              "'%s' job needs '%s' job, which is not in the file"
                  .formatted(job.name(), need.job()));
    } else if (otherInstances && !need.optional()) {
      need.place()
          .refuse("unknown_job", "no job of the matrix '%s' is chosen".formatted(need.job()));
    } else if (!need.optional()) {
      need.place()
          .refuse(
              "need_not_in_run",
              "'%s' job needs '%s' job, but '%s' was not added to the pipeline: write optional: true"
                  .formatted(job.name(), need.job(), need.job()));
    }
  }

  private static boolean isChosen(PlannedJob other, NeedWanted need, PlannedJob consumer) {
    if (need.matrix().isEmpty()) {
      return true;
    }
    Map<String, String> values = other.instance().matrix();
    return need.matrix().get().stream()
        .anyMatch(selector ->
            selector.entrySet().stream()
                .allMatch(entry ->
                    values.containsKey(entry.getKey())
                        && entry.getValue().stream()
                            .map(value -> own(value, consumer))
                            .anyMatch(values.getOrDefault(entry.getKey(), "")::equals)));
  }

  /** {@code $[[ matrix.A ]]} is the consumer's own value of A; of no such value it stays. */
  private static String own(String value, PlannedJob consumer) {
    Map<String, String> values = consumer.instance().matrix();
    return MATRIX_VALUE
        .matcher(value)
        .replaceAll(
            found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
  }

  private List<String> dependencies(PlannedJob job, List<Place> places) {
    List<String> names = new ArrayList<>();
    for (Place place : places) {
      String name = place.text().orElse("");
      List<PlannedJob> found = byName.getOrDefault(name, List.of());
      if (found.isEmpty() && !defined.contains(name)) {
        place.refuse(
            "unknown_job",
            "'%s' job depends on '%s' job, which is not in the file".formatted(job.name(), name));
      }
      for (PlannedJob other : found) {
        boolean needed = waits.getOrDefault(job.name(), List.of()).contains(other.name());
        if (job.needs().isPresent() && !needed) {
          place.refuse(
              "dependency_not_needed",
              "'%s' job depends on '%s' job, which must then be in its needs"
                  .formatted(job.name(), name));
        } else if (!needed && stage(other) >= stage(job)) {
          place.refuse(
              "dependency_not_earlier",
              "'%s' job depends on '%s' job, which is in no earlier stage"
                  .formatted(job.name(), name));
        }
        names.add(other.name());
      }
    }
    return names;
  }

  private int stage(PlannedJob job) {
    return stages.indexOf(job.instance().definition().stage());
  }

  /** Refuses the first circle, once all links are known. */
  void checkCircles(List<PlannedJob> jobs) {
    Set<String> done = new HashSet<>();
    for (PlannedJob job : jobs) {
      List<String> circle = circle(job.name(), new ArrayList<>(), done);
      if (!circle.isEmpty()) {
        job.place()
            .field("needs")
            .orElse(job.place())
            .refuse(
                "needs_cycle", "jobs need each other in a circle: " + String.join(" → ", circle));
        return;
      }
    }
  }

  /** At most as deep as there are jobs, of which there are few. */
  private List<String> circle(String job, List<String> path, Set<String> done) {
    if (path.contains(job)) {
      List<String> circle = new ArrayList<>(path.subList(path.indexOf(job), path.size()));
      circle.add(job);
      return circle;
    }
    if (done.contains(job)) {
      return List.of();
    }
    path.add(job);
    for (String next : waits.getOrDefault(job, List.of())) {
      List<String> circle = circle(next, path, done);
      if (!circle.isEmpty()) {
        return circle;
      }
    }
    path.removeLast();
    done.add(job);
    return List.of();
  }
}
