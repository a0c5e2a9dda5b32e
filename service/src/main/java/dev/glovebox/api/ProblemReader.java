package dev.glovebox.api;

import dev.glovebox.language.Language;
import dev.glovebox.problem.GrantedLimits;
import dev.glovebox.problem.ProblemDefinition;
import dev.glovebox.problem.ProblemVersion;
import dev.glovebox.problem.Problems;
import dev.glovebox.submission.ExecutionLimits;
import dev.glovebox.submission.ProblemRef;
import dev.glovebox.submission.Quarantine;
import dev.glovebox.submission.SourceFile;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Reads which problem a submission is judged against, pins its newest version, and holds the
 * submission to what the problem allows.
 */
@Component
class ProblemReader {

  private static final int LONGEST_ID = 100;
  private static final Pattern VERSION = Pattern.compile("[0-9a-f]{64}");

  /** What a problem decides, so that a request can't. */
  private static final List<String> DECIDED =
      List.of("tests", "stdin", "stdinBase64", "comparison", "limits", "mergeStderr");

  private final Problems problems;
  private final Quarantine quarantine;
  private final LimitsProperties limits;

  ProblemReader(ObjectProvider<Problems> problems, Quarantine quarantine, LimitsProperties limits) {
    this.problems = problems.getIfAvailable(() -> (_, _, _) -> Optional.empty());
    this.quarantine = quarantine;
    this.limits = limits;
  }

  /** The field {@code problem}; empty when it is wrong, and the faults say why. */
  Optional<ProblemVersion> read(Fields fields, UUID tenant) {
    for (String name : DECIDED) {
      if (fields.has(name)) {
        fields.node(name);
        fields.fault(name, "exclusive", "is the problem's to say.");
      }
    }
    Optional<String> id;
    Optional<String> version = Optional.empty();
    if (fields.node("problem").filter(node -> node.isObject()).isPresent()) {
      Fields object = fields.object("problem").orElseThrow();
      if (!object.has("id")) {
        object.fault("id", "required", "is needed.");
      }
      id = object.text("id", LONGEST_ID);
      version = object.text("version", LONGEST_ID);
      if (version.isPresent() && !VERSION.matcher(version.get()).matches()) {
        object.fault("version", "not-allowed", "must be 64 lower-case hexadecimal digits.");
        id = Optional.empty();
      }
      object.end();
    } else {
      id = fields.text("problem", LONGEST_ID);
    }
    Optional<String> wanted = version;
    Optional<ProblemVersion> found = id.flatMap(i -> problems.find(tenant, i, wanted));
    if (id.isPresent() && found.isEmpty()) {
      fields.fault(
          "problem",
          "not-allowed",
          wanted.isPresent() ? "names no version of a problem." : "names no problem.");
    }
    if (found.isPresent() && found.get().definition().tests().tests().findAny().isEmpty()) {
      fields.fault("problem", "not-allowed", "names a problem without tests.");
      return Optional.empty();
    }
    return found;
  }

  /** What is stored of it. */
  static ProblemRef reference(ProblemVersion version) {
    return new ProblemRef(
        version.problem(),
        version.version(),
        Math.toIntExact(version.definition().tests().tests().count()));
  }

  /** Holds language and sources to what the problem allows. */
  void check(
      Fields fields,
      ProblemDefinition problem,
      Optional<Language> language,
      List<SourceFile> sources) {
    if (language.isPresent()
        && problem.languages().filter(some -> !some.contains(language.get().id())).isPresent()) {
      fields.fault(
          "language",
          "not-allowed",
          "must be one that the problem allows: %s."
              .formatted(String.join(", ", problem.languages().orElseThrow())));
    }
    long bytes = sources.stream().mapToLong(file -> file.content().length).sum();
    problem
        .limits()
        .codeBytes()
        .filter(most -> bytes > most)
        .ifPresent(most ->
            fields.fault(
                fields.has("source") ? "source" : "files",
                "too-long",
                "may have at most %d bytes in all for this problem.".formatted(most)));
  }

  /** The limits of its runs; what is more than the service gives is a fault, never cut short. */
  ExecutionLimits limits(
      Fields fields, UUID tenant, ProblemVersion problem, Optional<Language> language) {
    ExecutionLimits otherwise = new LimitsReader(limits).read(Optional.empty(), language);
    ExecutionLimits granted =
        GrantedLimits.of(
            problem.definition().limits().withTime(problems.timeLimit(tenant, problem)),
            otherwise,
            language.map(Language::timeFactor).orElse(java.math.BigDecimal.ONE));
    var most = limits.problems();
    if (granted.cpu().compareTo(most.cpuTime()) > 0
        || granted.memoryBytes() > most.memory().toBytes()
        || granted.outputBytes() > most.output().toBytes()) {
      fields.fault(
          "problem",
          "out-of-range",
          "needs %s s of CPU time, %d bytes of memory and %d bytes of output; glovebox.limits.problems allows %s s, %d and %d."
              .formatted(
                  Seconds.of(granted.cpu()),
                  granted.memoryBytes(),
                  granted.outputBytes(),
                  Seconds.of(most.cpuTime()),
                  most.memory().toBytes(),
                  most.output().toBytes()));
    }
    return granted;
  }

  /**
   * Refuses a version that can't be judged.
   *
   * @throws RequestRefused that says why
   */
  void requireJudgeable(UUID tenant, ProblemRef problem) {
    quarantine
        .find(tenant, problem.problem(), problem.version())
        .ifPresent(found -> {
          throw RequestRefused.of(
              ProblemKind.PROBLEM_QUARANTINED,
              "Version %s of problem %s can't be judged since %s: %s"
                  .formatted(
                      problem.version(),
                      problem.problem(),
                      found.since(),
                      Shown.text(found.reason(), 500)));
        });
  }
}
