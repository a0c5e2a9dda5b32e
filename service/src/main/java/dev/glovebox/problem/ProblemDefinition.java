package dev.glovebox.problem;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything the judge must know of a problem. Stored as it is; whatever the format, an importer
 * has resolved inheritance, defaults and constants.
 *
 * @param names by language tag, at least one
 * @param scoring whether there is a score besides the verdict
 * @param submitAnswer whether outputs are submitted in place of programs: files named as the tests
 * @param tests root of all tests
 * @param include files put beside a submission's own before it is compiled, by the id of its
 *     language; {@code default} for languages not named
 * @param languages that may be used; empty = all
 * @param solutions of the jury
 * @param checkerCases tests of the checker
 * @param inputs what says which inputs there may be
 * @param files what files are to a submitted program
 */
public record ProblemDefinition(
    PackageFormat format,
    Map<String, String> names,
    boolean scoring,
    boolean submitAnswer,
    ProblemLimits limits,
    Checking checking,
    TestGroup tests,
    Map<String, List<PackageFile>> include,
    Optional<Set<String>> languages,
    List<JurySolution> solutions,
    List<CheckerCase> checkerCases,
    InputChecking inputs,
    ProgramFiles files) {

  public ProblemDefinition {
    names = Map.copyOf(names);
    include = Map.copyOf(include);
    solutions = List.copyOf(solutions);
    checkerCases = List.copyOf(checkerCases);
  }

  /** The same with other limits. */
  public ProblemDefinition withLimits(ProblemLimits other) {
    return new ProblemDefinition(
        format,
        names,
        scoring,
        submitAnswer,
        other,
        checking,
        tests,
        include,
        languages,
        solutions,
        checkerCases,
        inputs,
        files);
  }

  /** How many trials of the jury's own programs there are: checker cases, then inputs. */
  public int trials() {
    return checkerCases.size() + inputs.cases().size();
  }
}
