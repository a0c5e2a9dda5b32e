package dev.glovebox.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glovebox.language.Language;
import dev.glovebox.language.Languages;
import dev.glovebox.platform.Role;
import dev.glovebox.platform.RunsIn;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.submission.Tiers;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a submission may ask for: languages and limits. */
@RestController
@RunsIn(Role.API)
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
class CatalogueController {

  private final Languages languages;
  private final LimitsProperties limits;
  private final ApiProperties api;
  private final Tiers tiers;

  CatalogueController(
      Languages languages,
      LimitsProperties limits,
      ApiProperties api,
      ObjectProvider<Tiers> tiers) {
    this.languages = languages;
    this.limits = limits;
    this.api = api;
    this.tiers = tiers.getIfAvailable(() -> Tiers.AS_CONFIGURED);
  }

  @GetMapping("/languages")
  LanguagesBody languages() {
    return new LanguagesBody(languages.all().stream().map(this::body).toList());
  }

  @GetMapping("/limits")
  LimitsBody limits() {
    var defaults = limits.defaults();
    var maxima = limits.maxima();
    return new LimitsBody(
        new ResultBody.LimitsBody(
            Seconds.of(defaults.cpuTime()),
            Seconds.of(defaults.wallTimeFor(defaults.cpuTime(), maxima.wallTime())),
            defaults.memory().toBytes(),
            0,
            defaults.output().toBytes(),
            defaults.fileSize().toBytes(),
            Optional.ofNullable(defaults.stack()).map(size -> size.toBytes())),
        new ResultBody.LimitsBody(
            Seconds.of(maxima.cpuTime()),
            Seconds.of(maxima.wallTime()),
            maxima.memory().toBytes(),
            maxima.processes(),
            maxima.output().toBytes(),
            maxima.fileSize().toBytes(),
            Optional.of(maxima.memory().toBytes())),
        limits.tiers().stream()
            .filter(tier -> tiers.missing(tier).isEmpty())
            .map(IsolationTier::code)
            .toList(),
        limits.files(),
        limits.source().toBytes(),
        limits.tests(),
        limits.arguments(),
        limits.metadata(),
        api.maxBody().toBytes(),
        api.maxBatch(),
        api.maxPage(),
        Seconds.of(api.maxWait()));
  }

  private LanguageBody body(Language language) {
    Languages.Readiness readiness = languages.readiness(language);
    return new LanguageBody(
        language.id(),
        language.name(),
        language.aliases(),
        language.extensions(),
        language.group(),
        readiness instanceof Languages.Readiness.Ready,
        switch (readiness) {
          case Languages.Readiness.Ready(_, String version) -> Optional.of(version);
          case Languages.Readiness.NotReady _ -> Optional.empty();
        },
        switch (readiness) {
          case Languages.Readiness.Ready(String image, _) -> Optional.of(image);
          case Languages.Readiness.NotReady _ -> Optional.empty();
        },
        switch (readiness) {
          case Languages.Readiness.Ready _ -> Optional.empty();
          case Languages.Readiness.NotReady(String reason) -> Optional.of(reason);
        },
        language.source(),
        language
            .compile()
            .map(compile ->
                new CompileBody(
                    compile.defaultOptions(),
                    compile.allowedOptions().stream().map(p -> p.pattern()).toList())),
        language.processes());
  }

  record LanguagesBody(List<LanguageBody> languages) {}

  /**
   * @param reason why it is not ready; left out when it is
   * @param source name that a single source gets
   * @param processes default process limit
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record LanguageBody(
      String id,
      String name,
      List<String> aliases,
      List<String> extensions,
      String group,
      boolean ready,
      Optional<String> version,
      Optional<String> image,
      Optional<String> reason,
      String source,
      Optional<CompileBody> compile,
      int processes) {}

  /**
   * @param allowedOptions regular expressions; an option must match one of them as a whole
   */
  record CompileBody(List<String> defaultOptions, List<String> allowedOptions) {}

  /**
   * @param defaults where a request has none; a process limit of 0 means the language's own
   * @param maxima the most a request may ask for
   */
  record LimitsBody(
      ResultBody.LimitsBody defaults,
      ResultBody.LimitsBody maxima,
      List<String> isolation,
      int files,
      long sourceBytes,
      int tests,
      int arguments,
      int metadata,
      long bodyBytes,
      int batch,
      int page,
      BigDecimal longestWait) {}
}
