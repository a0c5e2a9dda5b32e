package dev.glovebox.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.glovebox.problem.Checking;
import dev.glovebox.problem.Finding;
import dev.glovebox.problem.JurySolution;
import dev.glovebox.problem.ProblemDefinition;
import dev.glovebox.problem.ProblemLimits;
import dev.glovebox.problem.ProblemStore;
import dev.glovebox.problem.ProblemTest;
import dev.glovebox.problem.ProblemVersion;
import dev.glovebox.problem.Promise;
import dev.glovebox.problem.TestGroup;
import dev.glovebox.problem.TestNode;
import dev.glovebox.problem.Validator;
import dev.glovebox.submission.Comparison;
import dev.glovebox.submission.Verdict;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A version of a problem: what there is, never what is in it. Test data is shown nowhere.
 *
 * @param newest whether it is judged when a submission names none
 * @param type words of the package formats: pass-fail or scoring, interactive, multi-pass,
 *     submit-answer
 * @param languages that may be used; left out = all
 * @param findings what the import had to say
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record ProblemVersionBody(
    String id,
    String version,
    boolean newest,
    Instant createdAt,
    String format,
    Map<String, String> names,
    List<String> type,
    LimitsBody limits,
    TestsBody tests,
    CheckingBody checking,
    Optional<Set<String>> languages,
    List<SolutionBody> solutions,
    int checkerCases,
    List<FindingBody> findings) {

  static ProblemVersionBody of(ProblemStore.Version version) {
    return of(version.version(), version.newest(), version.createdAt(), version.report());
  }

  /** What was just put is the newest. */
  static ProblemVersionBody of(ProblemStore.Stored stored, List<Finding> report) {
    return of(stored.version(), true, stored.createdAt(), report);
  }

  private static ProblemVersionBody of(
      ProblemVersion version, boolean newest, Instant createdAt, List<Finding> report) {
    ProblemDefinition definition = version.definition();
    return new ProblemVersionBody(
        version.problem(),
        version.version(),
        newest,
        createdAt,
        ResultBody.code(definition.format()),
        new TreeMap<>(definition.names()),
        type(definition),
        LimitsBody.of(definition.limits()),
        TestsBody.of(definition.tests()),
        CheckingBody.of(definition.checking()),
        definition.languages().map(TreeSet::new),
        definition.solutions().stream().map(SolutionBody::of).toList(),
        definition.checkerCases().size(),
        FindingBody.of(report));
  }

  private static List<String> type(ProblemDefinition definition) {
    var type = new ArrayList<String>();
    type.add(definition.scoring() ? "scoring" : "pass-fail");
    if (definition.checking() instanceof Checking.Interactive) {
      type.add("interactive");
    }
    if (definition.limits().passes() > 1) {
      type.add("multi-pass");
    }
    if (definition.submitAnswer()) {
      type.add("submit-answer");
    }
    return type;
  }

  /**
   * Seconds and bytes; what the package leaves to the service is left out.
   *
   * @param time left out = derived from the jury's solutions
   * @param passes runs of a submission on one test, at most
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record LimitsBody(
      Optional<BigDecimal> time,
      Optional<Long> memory,
      Optional<Long> output,
      Optional<Long> code,
      Optional<BigDecimal> compilationTime,
      Optional<Long> compilationMemory,
      Optional<BigDecimal> validationTime,
      Optional<Long> validationMemory,
      Optional<Long> validationOutput,
      int passes) {

    static LimitsBody of(ProblemLimits limits) {
      return new LimitsBody(
          limits.time().map(Seconds::of),
          limits.memoryBytes(),
          limits.outputBytes(),
          limits.codeBytes(),
          limits.compilationTime().map(Seconds::of),
          limits.compilationMemoryBytes(),
          limits.validationTime().map(Seconds::of),
          limits.validationMemoryBytes(),
          limits.validationOutputBytes(),
          limits.passes());
    }
  }

  /**
   * @param groups all of them, outer ones before those in them; the root is left out
   */
  record TestsBody(int count, int samples, List<GroupBody> groups) {

    static TestsBody of(TestGroup root) {
      var groups = new ArrayList<GroupBody>();
      addGroups(root, groups);
      List<ProblemTest> tests = root.tests().toList();
      return new TestsBody(
          tests.size(), (int) tests.stream().filter(ProblemTest::sample).count(), groups);
    }

    private static void addGroups(TestGroup group, List<GroupBody> groups) {
      for (TestNode child : group.children()) {
        if (child instanceof TestGroup inner) {
          groups.add(new GroupBody(inner.path(), (int) inner.tests().count()));
          addGroups(inner, groups);
        }
      }
    }
  }

  /**
   * @param tests in it and in the groups in it
   */
  record GroupBody(String path, int tests) {}

  /**
   * Who says whether an output is right.
   *
   * @param kind comparison, checker or interactor
   * @param comparison where the kind is comparison
   * @param programs of the package, by their paths, otherwise
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record CheckingBody(String kind, Optional<String> comparison, List<ProgramBody> programs) {

    static CheckingBody of(Checking checking) {
      return switch (checking) {
        case Checking.Compared(Comparison comparison) ->
            new CheckingBody("comparison", Optional.of(name(comparison)), List.of());
        case Checking.Checked(List<Validator> checkers) ->
            new CheckingBody(
                "checker", Optional.empty(), checkers.stream().map(ProgramBody::of).toList());
        case Checking.Interactive(Validator interactor, Optional<Validator> checker) -> {
          var programs = new ArrayList<ProgramBody>();
          programs.add(ProgramBody.of(interactor));
          checker.map(ProgramBody::of).ifPresent(programs::add);
          yield new CheckingBody("interactor", Optional.empty(), programs);
        }
      };
    }

    private static String name(Comparison comparison) {
      return switch (comparison) {
        case Comparison.Exact _ -> "exact";
        case Comparison.TrimLines _ -> "trim-lines";
        case Comparison.Tokens _ -> "tokens";
        case Comparison.Kattis _ -> "kattis";
      };
    }
  }

  /**
   * @param protocol kattis, testlib, testlib-appes or cms
   */
  record ProgramBody(String path, String protocol) {
    static ProgramBody of(Validator validator) {
      return new ProgramBody(validator.program().name(), ResultBody.code(validator.protocol()));
    }
  }

  /**
   * @param expected codes of verdicts that its whole may have; for promises about each test, those
   *     that a test may have; empty = any
   * @param required codes of verdicts of which at least one test must have one; empty = none
   * @param leastScore of the whole, where it is promised
   * @param mostScore of the whole, where it is promised
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record SolutionBody(
      String path,
      String language,
      List<String> expected,
      List<String> required,
      Optional<BigDecimal> leastScore,
      Optional<BigDecimal> mostScore) {

    static SolutionBody of(JurySolution solution) {
      Set<Verdict> expected = new TreeSet<>();
      Set<Verdict> required = new TreeSet<>();
      Optional<Promise.ScoreRange> score = Optional.empty();
      switch (solution.promise()) {
        case Promise.Overall(Set<Verdict> allowed, Optional<Promise.ScoreRange> range, _) -> {
          expected.addAll(allowed);
          score = range;
        }
        case Promise.EachTest(List<Promise.Rule> rules, _) -> {
          for (Promise.Rule rule : rules) {
            if (rule.group().isEmpty()) {
              expected.addAll(rule.permitted());
              required.addAll(rule.required());
              score = score.isPresent() ? score : rule.score();
            }
          }
        }
        case Promise.Nothing _ -> {}
      }
      return new SolutionBody(
          solution.path(),
          solution.language(),
          expected.stream().map(Verdict::code).toList(),
          required.stream().map(Verdict::code).toList(),
          score.map(Promise.ScoreRange::least),
          score.map(Promise.ScoreRange::most));
    }
  }
}
