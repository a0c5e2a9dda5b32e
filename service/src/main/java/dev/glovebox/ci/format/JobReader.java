package dev.glovebox.ci.format;

import dev.glovebox.ci.format.rules.ExpressionSyntaxException;
import dev.glovebox.ci.plan.Reports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a job whose extends, references and defaults are resolved. */
final class JobReader {

  private static final List<String> WHENS =
      List.of("on_success", "on_failure", "always", "manual", "delayed");

  private final PlanningPolicy policy;
  private final ImageReader images;
  private final KeptReader kept;

  JobReader(PlanningPolicy policy) {
    this.policy = policy;
    this.images = new ImageReader(policy);
    this.kept = new KeptReader(policy);
  }

  /** The job, or nothing, with an error, if it has nothing to run. */
  Optional<JobDefinition> read(Place job) {
    if (!JobKeys.check(job)) {
      return Optional.empty();
    }
    List<String> script = job.field("script").map(ScriptReader::lines).orElse(List.of());
    boolean toldAlready =
        job.field("script").map(field -> field.isItems() && !field.items().isEmpty()).orElse(false);
    if (script.isEmpty() && toldAlready) {
      return Optional.empty();
    }
    if (script.isEmpty()) {
      job.refuse(
          "missing_script",
          "jobs:%s config should implement script: give it a script, or a name with a leading dot"
              .formatted(job.name()));
      return Optional.empty();
    }
    List<String> lines =
        new ArrayList<>(job.field("before_script").map(ScriptReader::lines).orElse(List.of()));
    lines.addAll(script);
    checkConditions(job);
    return Optional.of(definition(job, lines));
  }

  private JobDefinition definition(Place job, List<String> lines) {
    Optional<String> when = job.field("when").flatMap(value -> value.oneOf(WHENS));
    return new JobDefinition(
        job.name(),
        job,
        job.field("stage").or(() -> job.field("type")).flatMap(Place::text).orElse("test"),
        job.field("image").flatMap(images::image),
        lines,
        job.field("after_script").map(ScriptReader::lines).orElse(List.of()),
        inherited(job),
        job.field("variables").map(VariablesReader::ofJob).orElse(List.of()),
        job.field("services").map(images::services).orElse(List.of()),
        job.field("cache").map(kept::caches).orElse(List.of()),
        job.field("artifacts").flatMap(kept::artifacts),
        job.field("artifacts").map(kept::reports).orElse(Reports.NONE),
        job.field("needs").map(NeedsReader::needs),
        job.field("dependencies").map(Place::items),
        when.map(RulesReader::when),
        startIn(job, when),
        job.field("allow_failure").map(RulesReader::allowFailure),
        job.field("retry").map(RetryReader::retry).orElse(RetryReader.NONE),
        job.field("timeout").map(this::timeout).orElse(policy.defaultTimeout()),
        job.field("parallel").flatMap(ParallelReader::parallel),
        job.field("tags").map(JobReader::tags).orElse(List.of()),
        job.field("rules").map(RulesReader::ofJob),
        job.field("only").map(RulesReader::onlyExcept),
        job.field("except").map(RulesReader::onlyExcept),
        job.field("resource_group").flatMap(Place::text),
        job.field("interruptible").flatMap(Place::truth).orElse(false),
        job.field("coverage").flatMap(JobReader::coverage),
        job.field("environment").flatMap(JobReader::environment));
  }

  private static void checkConditions(Place job) {
    if (job.field("rules").isEmpty()) {
      return;
    }
    for (String key : List.of("only", "except")) {
      job.field(key)
          .ifPresent(older ->
              older.refuse(
                  "rules_and_only",
                  "a job has either rules or only and except: move %s into the rules"
                      .formatted(key)));
    }
  }

  private static Duration startIn(Place job, Optional<String> when) {
    Optional<Duration> delay = job.field("start_in").flatMap(RulesReader::delay);
    if (when.filter("delayed"::equals).isPresent() && job.field("start_in").isEmpty()) {
      job.refuse("missing_key", "when: delayed needs start_in");
    }
    return when.filter("delayed"::equals).isPresent() ? delay.orElse(Duration.ZERO) : Duration.ZERO;
  }

  private static Optional<Set<String>> inherited(Place job) {
    Optional<Place> inherit = job.field("inherit");
    inherit.ifPresent(place -> place.onlyKeys(Set.of("default", "variables")));
    Optional<Place> wanted = inherit.flatMap(place -> place.field("variables"));
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    if (wanted.get().isItems()) {
      return Optional.of(Set.copyOf(wanted.get().texts()));
    }
    return wanted.get().truth().orElse(true) ? Optional.empty() : Optional.of(Set.of());
  }

  private Duration timeout(Place place) {
    Optional<Duration> timeout = place.text().flatMap(DurationText::parse);
    if (timeout.isEmpty()) {
      place.refuse("bad_duration", "timeout is a duration like \"1h 30m\"");
      return policy.defaultTimeout();
    }
    if (timeout.get().compareTo(policy.maxTimeout()) > 0) {
      place.warn(
          "timeout_shortened",
          "jobs may take at most %d minutes here".formatted(policy.maxTimeout().toMinutes()));
      return policy.maxTimeout();
    }
    return timeout.get();
  }

  private static List<Place> tags(Place place) {
    if (place.isScalar()) {
      place.warn(
          "tags_not_a_list", "tags is a list: write [%s]".formatted(place.text().orElse("")));
    }
    return place.oneOrMore().stream().filter(tag -> tag.text().isPresent()).toList();
  }

  private static Optional<String> coverage(Place place) {
    Optional<String> literal = place.text();
    if (literal.isPresent()) {
      try {
        CoverageFinder.of(literal.get());
      } catch (ExpressionSyntaxException e) {
        place.refuse("bad_pattern", e.getMessage());
        return Optional.empty();
      }
    }
    return literal;
  }

  private static Optional<String> environment(Place place) {
    place.warn(
        "environment_recorded",
        "the environment is recorded and CI_ENVIRONMENT_NAME set; nothing is deployed or stopped");
    return place.isFields() ? place.field("name").flatMap(Place::text) : place.text();
  }
}
