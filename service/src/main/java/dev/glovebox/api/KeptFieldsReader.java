package dev.glovebox.api;

import dev.glovebox.ci.plan.ArtifactPlan;
import dev.glovebox.ci.plan.CacheKey;
import dev.glovebox.ci.plan.CachePlan;
import dev.glovebox.ci.plan.Condition;
import dev.glovebox.ci.plan.Reports;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reads what is kept of a job of native JSON: {@code artifacts}, {@code reports} and {@code cache}.
 */
final class KeptFieldsReader {

  private static final int MOST_PATHS = 200;
  private static final int MOST_CACHES = 4;
  private static final int MOST_KEY_FILES = 2;
  private static final int MOST_FALLBACKS = 5;
  private static final int LONGEST_PATH = 1000;
  private static final int LONGEST_NAME = 255;
  private static final long TEN_YEARS = 315_360_000;

  private final Duration usual;

  /**
   * @param usual how long artifacts are kept that do not say
   */
  KeptFieldsReader(Duration usual) {
    this.usual = usual;
  }

  Optional<ArtifactPlan> artifacts(Fields job) {
    return job.object("artifacts").map(this::plan);
  }

  private ArtifactPlan plan(Fields fields) {
    List<String> paths = paths(fields, "paths");
    boolean untracked = fields.flag("untracked").orElse(false);
    boolean forever = fields.flag("keep").orElse(false);
    Optional<Long> seconds = fields.integer("expireSeconds", 1, TEN_YEARS);
    if (paths.isEmpty() && !untracked) {
      fields.fault("paths", "required", "needs at least one path.");
    }
    if (forever && seconds.isPresent()) {
      fields.fault("expireSeconds", "exclusive", "can't be given where keep is true.");
    }
    ArtifactPlan plan =
        new ArtifactPlan(
            fields.text("name", LONGEST_NAME).filter(name -> !name.isBlank()).orElse("artifacts"),
            paths,
            paths(fields, "exclude"),
            untracked,
            condition(fields),
            forever
                ? Optional.empty()
                : Optional.of(seconds.map(Duration::ofSeconds).orElse(usual)));
    fields.end();
    return plan;
  }

  List<CachePlan> caches(Fields job) {
    return job.objects("cache", MOST_CACHES).orElse(List.of()).stream()
        .map(KeptFieldsReader::cache)
        .toList();
  }

  private static CachePlan cache(Fields fields) {
    Optional<List<String>> files = fields.texts("files", MOST_KEY_FILES, LONGEST_PATH);
    if (files.filter(List::isEmpty).isPresent()) {
      fields.fault("files", "required", "needs one or two files.");
    }
    Optional<String> key = fields.text("key", LONGEST_NAME);
    key.filter(text -> !files.isPresent() && !CacheKey.isAllowed(text) && !text.contains("$"))
        .ifPresent(
            _ -> fields.fault("key", "not-allowed", "can't be empty, hold a slash, or dots only."));
    List<String> paths = paths(fields, "paths");
    if (paths.isEmpty()) {
      fields.fault("paths", "required", "needs at least one path.");
    }
    CachePlan plan =
        new CachePlan(
            key.orElse(files.isPresent() ? "" : "default"),
            files,
            fields.texts("fallbackKeys", MOST_FALLBACKS, LONGEST_NAME).orElse(List.of()),
            paths,
            false,
            fields
                .word("policy", List.of("pull_push", "pull", "push"))
                .orElse("pull_push")
                .replace('_', '-'),
            condition(fields));
    fields.end();
    return plan;
  }

  Reports reports(Fields job) {
    Optional<Fields> given = job.object("reports");
    if (given.isEmpty()) {
      return Reports.NONE;
    }
    Fields fields = given.get();
    Reports reports =
        new Reports(
            paths(fields, "junit"),
            paths(fields, "dotenv"),
            paths(fields, "cobertura"),
            paths(fields, "jacoco"),
            paths(fields, "others"));
    fields.end();
    return reports;
  }

  private static Condition condition(Fields fields) {
    return RunReader.word(fields, "when", Condition.values()).orElse(Condition.ON_SUCCESS);
  }

  private static List<String> paths(Fields fields, String name) {
    return fields.texts(name, MOST_PATHS, LONGEST_PATH).orElse(List.of());
  }
}
