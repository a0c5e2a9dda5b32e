package dev.glovebox.ci.format;

import dev.glovebox.ci.plan.ArtifactPlan;
import dev.glovebox.ci.plan.CacheKey;
import dev.glovebox.ci.plan.CachePlan;
import dev.glovebox.ci.plan.Condition;
import dev.glovebox.ci.plan.Reports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what is kept of a job: {@code cache} and {@code artifacts} with its reports. */
final class KeptReader {

  private static final List<String> CONDITIONS = List.of("on_success", "on_failure", "always");
  private static final int MOST_CACHES = 4;
  private static final int MOST_KEY_FILES = 2;
  private static final int MOST_FALLBACKS = 5;

  private final PlanningPolicy policy;

  KeptReader(PlanningPolicy policy) {
    this.policy = policy;
  }

  List<CachePlan> caches(Place place) {
    List<Place> items = place.oneOrMore();
    if (items.size() > MOST_CACHES) {
      place.refuse("too_many_caches", "a job may have at most 4 caches");
      return List.of();
    }
    // "cache: []" and "cache: {}" take a default away.
    return items.stream()
        .filter(item -> !item.isFields() || !item.fields().isEmpty())
        .map(this::cache)
        .toList();
  }

  private CachePlan cache(Place place) {
    place.onlyKeys(
        Set.of("key", "paths", "untracked", "policy", "when", "fallback_keys", "unprotect"));
    if (!place.isFields()) {
      place.fields();
    }
    place
        .field("unprotect")
        .ifPresent(value ->
            value.warn(
                "ignored_key",
                "trusted runs share their caches, whatever their refs; others' stay apart: unprotect has no effect"));
    List<String> fallbacks = place.field("fallback_keys").map(Place::texts).orElse(List.of());
    if (fallbacks.size() > MOST_FALLBACKS) {
      place.refuse("too_many_fallback_keys", "a cache may have at most 5 fallback keys");
    }
    Optional<Place> key = place.field("key");
    boolean byFiles = key.filter(Place::isFields).isPresent();
    return new CachePlan(
        byFiles ? prefix(key.get()) : key.map(this::literalKey).orElse("default"),
        byFiles ? Optional.of(keyFiles(key.get())) : Optional.empty(),
        fallbacks,
        place.field("paths").map(Place::texts).orElse(List.of()),
        place.field("untracked").flatMap(Place::truth).orElse(false),
        place.field("policy").map(KeptReader::cachePolicy).orElse("pull-push"),
        condition(place));
  }

  private String literalKey(Place place) {
    String key = place.text().orElse("default");
    if (!key.contains("$") && !CacheKey.isAllowed(key)) {
      place.refuse(
          "bad_cache_key", "the key of a cache cannot hold a slash, or dots only: use dashes");
    }
    return key;
  }

  private static String prefix(Place key) {
    key.onlyKeys(Set.of("files", "files_commits", "prefix"));
    return key.field("prefix").flatMap(Place::text).orElse("");
  }

  private static List<String> keyFiles(Place key) {
    key.field("files_commits")
        .ifPresent(files ->
            files.warn("read_as_files", "the key is made of the files' contents, not of commits"));
    Optional<Place> files = key.field("files").or(() -> key.field("files_commits"));
    List<String> paths = files.map(Place::texts).orElse(List.of());
    if (paths.isEmpty() || paths.size() > MOST_KEY_FILES) {
      key.refuse("bad_cache_key", "the key of a cache is made of one or two files");
    }
    return paths;
  }

  private static String cachePolicy(Place place) {
    Optional<String> text = place.text();
    if (text.filter(value -> value.contains("$")).isPresent()) {
      return text.get();
    }
    return place.oneOf(List.of("pull-push", "pull", "push")).orElse("pull-push");
  }

  private static Condition condition(Place place) {
    return place
        .field("when")
        .flatMap(when -> when.oneOf(CONDITIONS))
        .map(word -> Condition.valueOf(word.toUpperCase(Locale.ROOT)))
        .orElse(Condition.ON_SUCCESS);
  }

  Optional<ArtifactPlan> artifacts(Place place) {
    place.onlyKeys(
        Set.of(
            "paths",
            "exclude",
            "untracked",
            "name",
            "when",
            "expire_in",
            "expose_as",
            "public",
            "access",
            "reports"));
    if (!place.isFields()) {
      place.fields();
    }
    for (String key : List.of("expose_as", "public", "access")) {
      place
          .field(key)
          .ifPresent(value ->
              value.warn("ignored_key", "%s changes nothing here".formatted(value.name())));
    }
    List<String> paths = place.field("paths").map(Place::oneOrMoreTexts).orElse(List.of());
    boolean untracked = place.field("untracked").flatMap(Place::truth).orElse(false);
    Optional<Duration> expireIn =
        place.field("expire_in").map(this::expireIn).orElse(policy.artifactsExpireIn());
    List<String> exclude = place.field("exclude").map(Place::oneOrMoreTexts).orElse(List.of());
    if (paths.isEmpty() && !untracked) {
      return Optional.empty();
    }
    return Optional.of(
        new ArtifactPlan(
            place.field("name").flatMap(Place::text).orElse("artifacts"),
            paths,
            exclude,
            untracked,
            condition(place),
            expireIn));
  }

  private Optional<Duration> expireIn(Place place) {
    Optional<String> text = place.text();
    if (text.filter("never"::equals).isPresent()) {
      return Optional.empty();
    }
    Optional<Duration> duration = text.flatMap(DurationText::parse);
    if (duration.isEmpty()) {
      place.refuse(
          "bad_duration", "expire_in is a duration like \"3 days\" or \"1h 30m\", or \"never\"");
    }
    return duration;
  }

  Reports reports(Place artifacts) {
    Optional<Place> reports = artifacts.field("reports");
    if (reports.isEmpty()) {
      return Reports.NONE;
    }
    List<String> junit = new ArrayList<>();
    List<String> dotenv = new ArrayList<>();
    List<String> cobertura = new ArrayList<>();
    List<String> jacoco = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (Map.Entry<String, Place> entry : reports.get().fields().entrySet()) {
      Place report = entry.getValue();
      if (report.isNull()) {
        continue;
      }
      switch (entry.getKey()) {
        case "junit" -> junit.addAll(report.oneOrMoreTexts());
        case "dotenv" -> dotenv.addAll(report.oneOrMoreTexts());
        case "coverage_report" -> coverage(report, cobertura, jacoco);
        case "annotations" -> others.addAll(report.oneOrMoreTexts());
        case String kind -> {
          report.warn(
              "report_kept_only", "reports of the kind %s are kept, not read".formatted(kind));
          others.addAll(report.oneOrMoreTexts());
        }
      }
    }
    return new Reports(junit, dotenv, cobertura, jacoco, others);
  }

  private static void coverage(Place report, List<String> cobertura, List<String> jacoco) {
    report.onlyKeys(Set.of("coverage_format", "path"));
    Optional<String> format =
        report
            .field("coverage_format")
            .flatMap(place -> place.oneOf(List.of("cobertura", "jacoco")));
    Optional<String> path = report.field("path").flatMap(Place::text);
    if (format.isEmpty() || path.isEmpty()) {
      report.refuse("missing_key", "coverage_report needs coverage_format and path");
      return;
    }
    (format.get().equals("jacoco") ? jacoco : cobertura).add(path.get());
  }
}
