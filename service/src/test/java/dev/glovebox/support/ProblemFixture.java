package dev.glovebox.support;

import dev.glovebox.blob.Blob;
import dev.glovebox.problem.CheckerCase;
import dev.glovebox.problem.CheckerProtocol;
import dev.glovebox.problem.Checking;
import dev.glovebox.problem.InputChecking;
import dev.glovebox.problem.JuryProgram;
import dev.glovebox.problem.PackageFile;
import dev.glovebox.problem.PackageFormat;
import dev.glovebox.problem.ProblemDefinition;
import dev.glovebox.problem.ProblemLimits;
import dev.glovebox.problem.ProblemTest;
import dev.glovebox.problem.ProgramFiles;
import dev.glovebox.problem.Scoring;
import dev.glovebox.problem.TestGroup;
import dev.glovebox.problem.TestNode;
import dev.glovebox.problem.Validator;
import dev.glovebox.submission.Comparison;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A problem as a test needs it: a plain one, and what is different about it. */
public final class ProblemFixture {

  public PackageFormat format = PackageFormat.KATTIS_LEGACY;
  public boolean scoring;
  public boolean submitAnswer;
  public int passes = 1;
  public Optional<Duration> time = Optional.of(Duration.ofSeconds(2));
  public Optional<Long> memory = Optional.of(256L << 20);
  public Optional<Long> output = Optional.empty();
  public Optional<Long> code = Optional.empty();
  public Optional<Duration> compilationTime = Optional.empty();
  public Optional<Long> compilationMemory = Optional.empty();
  public Optional<Duration> validationTime = Optional.empty();
  public Optional<Long> validationMemory = Optional.empty();
  public Optional<Long> validationOutput = Optional.empty();
  public Optional<Set<String>> languages = Optional.empty();
  public Checking checking =
      new Checking.Compared(
          new Comparison.Kattis(false, false, Optional.empty(), Optional.empty()));
  public final Map<String, List<PackageFile>> include = new HashMap<>();
  public Scoring scoringOfRoot = new Scoring.PassFail();
  public final List<TestNode> tests = new ArrayList<>();
  public final List<CheckerCase> checkerCases = new ArrayList<>();
  public ProgramFiles files = ProgramFiles.USUAL;
  public InputChecking inputs = InputChecking.NONE;
  private final Function<String, Blob> store;

  /**
   * @param store keeps a text
   */
  public ProblemFixture(Function<String, Blob> store) {
    this.store = store;
  }

  /** A test in the group {@code secret}. */
  public ProblemFixture secret(String name, String input, String answer) {
    tests.add(test("secret/" + name, input, answer));
    return this;
  }

  public ProblemTest test(String path, String input, String answer, String... checkerArguments) {
    return new ProblemTest(
        path,
        Optional.of(store.apply(input)),
        Optional.of(store.apply(answer)),
        Optional.empty(),
        List.of(),
        Arrays.asList(checkerArguments),
        Optional.empty(),
        List.of(),
        false);
  }

  /** Judged by a program of one file. */
  public ProblemFixture checkedBy(
      CheckerProtocol protocol, String language, String file, String source) {
    checking =
        new Checking.Checked(List.of(new Validator(program(language, file, source), protocol)));
    return this;
  }

  public JuryProgram program(String language, String file, String source) {
    return new JuryProgram(
        "output_validators/" + file,
        List.of(new PackageFile(file, store.apply(source), false)),
        new JuryProgram.Start.ByLanguage(language, Optional.empty()));
  }

  public ProblemDefinition definition() {
    return new ProblemDefinition(
        format,
        Map.of("en", "A problem"),
        scoring,
        submitAnswer,
        new ProblemLimits(
            time,
            new ProblemLimits.TimeDerivation.Legacy(BigDecimal.valueOf(5), BigDecimal.valueOf(2)),
            memory,
            output,
            code,
            compilationTime,
            compilationMemory,
            validationTime,
            validationMemory,
            validationOutput,
            passes),
        checking,
        new TestGroup("", scoringOfRoot, tests),
        include,
        languages,
        List.of(),
        checkerCases,
        inputs,
        files);
  }
}
