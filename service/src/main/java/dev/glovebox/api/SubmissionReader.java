package dev.glovebox.api;

import dev.glovebox.language.Language;
import dev.glovebox.language.Languages;
import dev.glovebox.problem.ProblemVersion;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.submission.ExecutionLimits;
import dev.glovebox.submission.Priority;
import dev.glovebox.submission.SourceFile;
import dev.glovebox.submission.SubmissionRequest;
import dev.glovebox.submission.TestCase;
import dev.glovebox.submission.Tiers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Makes a {@link SubmissionRequest} of a JSON object, or tells every rule that it breaks. */
@Component
class SubmissionReader {

  private static final int LONGEST_WORD = 100;
  private static final int LONGEST_ARGUMENT = 4096;
  private static final int LONGEST_METADATA = 1000;
  private static final int LONGEST_KEY = 200;
  private static final List<String> PRIORITIES =
      Stream.of(Priority.values()).map(p -> p.name().toLowerCase(Locale.ROOT)).toList();

  private final Languages languages;
  private final LimitsProperties limits;
  private final Tiers tiers;
  private final SourcesReader sourcesReader;
  private final TestsReader testsReader;
  private final LimitsReader limitsReader;
  private final ProblemReader problemReader;

  SubmissionReader(
      Languages languages,
      LimitsProperties limits,
      ObjectProvider<Tiers> tiers,
      ProblemReader problemReader) {
    this.languages = languages;
    this.limits = limits;
    this.tiers = tiers.getIfAvailable(() -> Tiers.AS_CONFIGURED);
    this.sourcesReader = new SourcesReader(limits);
    this.testsReader = new TestsReader(limits);
    this.limitsReader = new LimitsReader(limits);
    this.problemReader = problemReader;
  }

  /**
   * Reads all fields. The result is only meaningful when the faults are still empty.
   *
   * @param tenant whose problems can be named
   * @param header the idempotency key of the header, if there is one
   */
  SubmissionRequest read(Fields fields, UUID tenant, Optional<String> header) {
    boolean judged = fields.node("problem").isPresent();
    Optional<ProblemVersion> problem =
        judged ? problemReader.read(fields, tenant) : Optional.empty();
    boolean outputs = problem.filter(p -> p.definition().submitAnswer()).isPresent();
    Optional<Language> language = outputs ? noLanguage(fields) : language(fields);
    List<SourceFile> sources = sourcesReader.read(fields, language);
    Optional<String> main = sourcesReader.main(fields, sources);
    Optional<List<String>> options = compileOptions(fields, language);
    List<String> arguments =
        fields.texts("arguments", limits.arguments(), LONGEST_ARGUMENT).orElse(List.of());
    List<TestCase> tests = judged ? List.of() : testsReader.read(fields);
    problem.ifPresent(p -> problemReader.check(fields, p.definition(), language, sources));
    ExecutionLimits granted =
        problem
            .map(p -> problemReader.limits(fields, tenant, p, language))
            .orElseGet(() ->
                limitsReader.read(judged ? Optional.empty() : fields.object("limits"), language));
    fields.word("network", List.of("none"));
    IsolationTier tier = tier(fields);
    Priority priority =
        fields
            .word("priority", PRIORITIES)
            .map(word -> Priority.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(Priority.NORMAL);
    boolean stopAtFirstFailure = fields.flag("stopAtFirstFailure").orElse(judged);
    boolean mergeStderr = fields.flag("mergeStderr").orElse(false);
    boolean drain =
        fields.word("onOutputLimit", List.of("stop", "drain")).map("drain"::equals).orElse(judged);
    Map<String, String> metadata = metadata(fields);
    Optional<String> idempotencyKey = idempotencyKey(fields, header);
    fields.end();
    return new SubmissionRequest(
        language.map(Language::id).orElse(outputs ? SubmissionRequest.OUTPUTS : ""),
        sources,
        main,
        options,
        arguments,
        tests,
        granted,
        tier,
        priority,
        stopAtFirstFailure,
        mergeStderr,
        drain,
        metadata,
        idempotencyKey,
        problem.map(ProblemReader::reference),
        Optional.empty());
  }

  /**
   * Refuses a problem that can't be judged and a language whose image is not there yet.
   *
   * @throws RequestRefused that says why, or how far it is
   */
  void requireReady(SubmissionRequest request, UUID tenant) {
    request.problem().ifPresent(problem -> problemReader.requireJudgeable(tenant, problem));
    if (!request.language().equals(SubmissionRequest.OUTPUTS)) {
      requireReady(request);
    }
  }

  /**
   * Refuses a language whose image is not there yet.
   *
   * @throws RequestRefused that says how far it is
   */
  private void requireReady(SubmissionRequest request) {
    Language language = languages.find(request.language()).orElseThrow();
    switch (languages.readiness(language)) {
      case Languages.Readiness.Ready _ -> {}
      case Languages.Readiness.NotReady(String reason) ->
          throw RequestRefused.later(
              ProblemKind.LANGUAGE_NOT_READY,
              "%s can't be used yet: %s".formatted(language.name(), Shown.text(reason, 300)),
              Duration.ofSeconds(5));
    }
  }

  private static Optional<Language> noLanguage(Fields fields) {
    for (String name : List.of("language", "main", "compileOptions", "arguments")) {
      if (fields.has(name)) {
        fields.node(name);
        fields.fault(name, "exclusive", "has no meaning: outputs are submitted, not a program.");
      }
    }
    return Optional.empty();
  }

  private Optional<Language> language(Fields fields) {
    if (!fields.has("language")) {
      fields.fault("language", "required", "is needed.");
    }
    Optional<String> name = fields.text("language", LONGEST_WORD);
    Optional<Language> language = name.flatMap(languages::find);
    if (name.isPresent() && language.isEmpty()) {
      fields.fault(
          "language", "not-allowed", "names no language; GET /api/v1/languages lists them.");
    }
    return language;
  }

  /** A tier that can't be had is refused, never replaced by a weaker one. */
  private IsolationTier tier(Fields fields) {
    IsolationTier tier =
        fields
            .word("isolation", limits.tiers().stream().map(IsolationTier::code).toList())
            .flatMap(IsolationTier::of)
            .orElse(limits.tiers().getFirst());
    tiers
        .missing(tier)
        .ifPresent(why ->
            fields.fault(
                "isolation", "not-available", "can't be %s here: %s.".formatted(tier.code(), why)));
    return tier;
  }

  private Optional<List<String>> compileOptions(Fields fields, Optional<Language> language) {
    Optional<List<String>> options =
        fields.texts("compileOptions", limits.arguments(), LONGEST_ARGUMENT);
    if (options.isEmpty() || language.isEmpty()) {
      return options;
    }
    var allowed = language.get().compile().map(Language.Compile::allowedOptions).orElse(List.of());
    for (int i = 0; i < options.get().size(); i++) {
      String option = options.get().get(i);
      if (allowed.stream().noneMatch(pattern -> pattern.matcher(option).matches())) {
        fields.fault(
            "compileOptions[%d]".formatted(i),
            "not-allowed",
            "is not an option that %s allows.".formatted(language.get().name()));
      }
    }
    return options;
  }

  private Map<String, String> metadata(Fields fields) {
    Optional<Fields> given = fields.object("metadata");
    if (given.isEmpty()) {
      return Map.of();
    }
    List<String> names = given.get().names();
    if (names.size() > limits.metadata()) {
      fields.fault(
          "metadata", "too-many", "may have at most %d entries.".formatted(limits.metadata()));
      return Map.of();
    }
    var metadata = new LinkedHashMap<String, String>();
    for (String name : names) {
      Optional<String> key = given.get().storable(fields.at("metadata"), name, LONGEST_WORD);
      Optional<String> value = given.get().text(name, LONGEST_METADATA);
      if (key.isPresent() && value.isPresent()) {
        metadata.put(key.get(), value.get());
      }
    }
    return metadata;
  }

  private static Optional<String> idempotencyKey(Fields fields, Optional<String> header) {
    Optional<String> inBody = fields.text("idempotencyKey", LONGEST_KEY);
    if (inBody.isPresent() && inBody.get().isBlank()) {
      fields.fault("idempotencyKey", "required", "can't be blank.");
    }
    if (inBody.isPresent() && header.isPresent() && !inBody.equals(header)) {
      fields.fault("idempotencyKey", "exclusive", "differs from the header Idempotency-Key.");
    }
    return inBody.or(() -> header);
  }
}
