package dev.glovebox.dashboard;

import dev.glovebox.problem.Checking;
import dev.glovebox.problem.Finding;
import dev.glovebox.problem.JurySolution;
import dev.glovebox.problem.ProblemDefinition;
import dev.glovebox.problem.ProblemStore;
import dev.glovebox.problem.ProblemTest;
import dev.glovebox.problem.Promise;
import dev.glovebox.problem.TestGroup;
import dev.glovebox.problem.TestNode;
import dev.glovebox.submission.Comparison;
import dev.glovebox.submission.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A version of a problem in words. What a package brought is hostile: templates escape it, and
 * {@link Legible} has been over what may be long.
 *
 * @param names by language tag
 * @param checking who says whether an output is right
 * @param groups of tests, outer ones before those in them
 * @param languages that may be used; empty = all
 */
record ProblemFacts(
    String format,
    Map<String, String> names,
    String type,
    String checking,
    int tests,
    int samples,
    List<Group> groups,
    Optional<String> languages,
    List<Solution> solutions,
    int checkerCases,
    List<Note> notes) {

  /** A group of tests, with how many are in it and in the groups in it. */
  record Group(String path, int tests) {}

  /**
   * A solution of the jury.
   *
   * @param promise what its verdict must be
   */
  record Solution(String path, String language, String promise) {}

  /**
   * What the import had to say.
   *
   * @param place file and line, as compilers write them; empty = the package as a whole
   */
  record Note(String severity, String place, String message) {}

  static ProblemFacts of(ProblemStore.Version version) {
    ProblemDefinition definition = version.version().definition();
    List<ProblemTest> tests = definition.tests().tests().toList();
    var groups = new ArrayList<Group>();
    addGroups(definition.tests(), groups);
    return new ProblemFacts(
        words(definition.format().name()),
        new TreeMap<>(definition.names()),
        type(definition),
        checking(definition.checking()),
        tests.size(),
        (int) tests.stream().filter(ProblemTest::sample).count(),
        groups,
        definition.languages().map(all -> all.stream().sorted().collect(Collectors.joining(", "))),
        definition.solutions().stream().map(ProblemFacts::solution).toList(),
        definition.checkerCases().size(),
        version.report().stream().map(ProblemFacts::note).toList());
  }

  private static String type(ProblemDefinition definition) {
    return Stream.of(
            Optional.of(definition.scoring() ? "scoring" : "pass-fail"),
            definition.checking() instanceof Checking.Interactive
                ? Optional.of("interactive")
                : Optional.<String>empty(),
            definition.limits().passes() > 1 ? Optional.of("multi-pass") : Optional.<String>empty(),
            definition.submitAnswer() ? Optional.of("submit-answer") : Optional.<String>empty())
        .flatMap(Optional::stream)
        .collect(Collectors.joining(", "));
  }

  private static String checking(Checking checking) {
    return switch (checking) {
      case Checking.Compared(Comparison comparison) -> "compared: " + comparison(comparison);
      case Checking.Checked(var checkers) ->
          "checked by "
              + checkers.stream()
                  .map(one -> one.program().name())
                  .collect(Collectors.joining(", "));
      case Checking.Interactive(var interactor, _) -> "in talk with " + interactor.program().name();
    };
  }

  private static String comparison(Comparison comparison) {
    return switch (comparison) {
      case Comparison.Exact _ -> "byte by byte";
      case Comparison.TrimLines _ -> "line by line, less white space at ends";
      case Comparison.Tokens _ -> "token by token";
      case Comparison.Kattis _ -> "as Kattis' default validator does";
    };
  }

  private static void addGroups(TestGroup group, List<Group> groups) {
    for (TestNode child : group.children()) {
      if (child instanceof TestGroup inner) {
        groups.add(new Group(Legible.of(inner.path()), (int) inner.tests().count()));
        addGroups(inner, groups);
      }
    }
  }

  private static Solution solution(JurySolution solution) {
    return new Solution(
        Legible.of(solution.path()), solution.language(), promise(solution.promise()));
  }

  private static String promise(Promise promise) {
    return switch (promise) {
      case Promise.Overall(var allowed, var score, _) ->
          codes(allowed, " or ")
              + score
                  .map(range ->
                      ", score %s to %s"
                          .formatted(range.least().toPlainString(), range.most().toPlainString()))
                  .orElse("");
      case Promise.EachTest(List<Promise.Rule> rules, _) ->
          rules.stream().map(ProblemFacts::rule).collect(Collectors.joining("; "));
      case Promise.Nothing _ -> "nothing";
    };
  }

  private static String rule(Promise.Rule rule) {
    return Stream.of(
            rule.permitted().isEmpty()
                ? Optional.<String>empty()
                : Optional.of("only " + codes(rule.permitted(), ", ")),
            rule.required().isEmpty()
                ? Optional.<String>empty()
                : Optional.of("some " + codes(rule.required(), " or ")))
        .flatMap(Optional::stream)
        .collect(
            Collectors.joining(
                ", ", rule.group().map(group -> Legible.of(group) + ": ").orElse(""), ""));
  }

  private static String codes(java.util.Set<Verdict> verdicts, String between) {
    return verdicts.stream().sorted().map(Verdict::code).collect(Collectors.joining(between));
  }

  private static Note note(Finding finding) {
    return new Note(
        finding.severity().code(),
        Legible.of(finding.file()) + finding.line().map(line -> ":" + line).orElse(""),
        Legible.of(finding.message()));
  }

  private static String words(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
