package dev.glovebox.ci.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code needs}. */
final class NeedsReader {

  private static final int MOST = 50;
  private static final int DEEPEST = 10;

  private NeedsReader() {}

  static List<NeedWanted> needs(Place place) {
    List<NeedWanted> needs = new ArrayList<>();
    collect(place, 1, needs);
    if (needs.size() > MOST) {
      place.refuse("too_many_needs", "a job may need at most 50 others");
      return List.of();
    }
    return needs;
  }

  /** Lists in lists come of references, and count as one list. */
  private static void collect(Place list, int depth, List<NeedWanted> needs) {
    if (depth > DEEPEST) {
      list.refuse("needs_too_deep", "lists in needs are nested more than 10 deep");
      return;
    }
    for (Place item : list.items()) {
      if (item.isItems()) {
        collect(item, depth + 1, needs);
      } else {
        need(item).ifPresent(needs::add);
      }
    }
  }

  private static Optional<NeedWanted> need(Place place) {
    if (!place.isFields()) {
      return place.text().map(job -> new NeedWanted(place, job, true, false, Optional.empty()));
    }
    for (String key : List.of("pipeline", "project", "ref")) {
      Optional<Place> other = place.field(key);
      if (other.isPresent()) {
        other
            .get()
            .refuse(
                "unsupported_key",
                "needs: %s is not supported: jobs of other pipelines and projects are not reached here"
                    .formatted(key));
        return Optional.empty();
      }
    }
    place.onlyKeys(Set.of("job", "artifacts", "optional", "parallel"));
    Optional<String> job = place.field("job").flatMap(Place::text);
    if (job.isEmpty()) {
      place.refuse("missing_key", "an item of needs names a job");
    }
    boolean artifacts = place.field("artifacts").flatMap(Place::truth).orElse(true);
    boolean optional = place.field("optional").flatMap(Place::truth).orElse(false);
    Optional<List<Map<String, List<String>>>> matrix =
        place
            .field("parallel")
            .flatMap(parallel -> parallel.field("matrix"))
            .map(NeedsReader::selectors);
    return job.map(name -> new NeedWanted(place, name, artifacts, optional, matrix));
  }

  private static List<Map<String, List<String>>> selectors(Place matrix) {
    List<Map<String, List<String>>> selectors = new ArrayList<>();
    for (Place item : matrix.items()) {
      Map<String, List<String>> selector = new LinkedHashMap<>();
      item.fields().forEach((key, value) -> selector.put(key, value.oneOrMoreTexts()));
      selectors.add(selector);
    }
    return selectors;
  }
}
