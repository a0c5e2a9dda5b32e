package dev.glovebox.judge;

import dev.glovebox.problem.CheckerCase;
import dev.glovebox.problem.InputCase;
import dev.glovebox.problem.PackageFile;
import dev.glovebox.problem.ProblemDefinition;
import dev.glovebox.problem.ProblemTest;
import dev.glovebox.problem.Validator;
import dev.glovebox.sandbox.SandboxFile;
import dev.glovebox.submission.Progress;
import dev.glovebox.submission.TestResult;
import dev.glovebox.submission.TestResult.OfProblem;
import dev.glovebox.submission.TrialShare;
import dev.glovebox.submission.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Trials of the jury's own programs in place of tests: the checker on outputs that are known to be
 * right or wrong, then the input validators on inputs. A test is accepted when the programs accept
 * what they are given, whether or not they should. A broken program is the result of its trial
 * alone.
 */
final class TrialTests implements Tests {

  private final List<CheckerCase> checkerCases;
  private final List<InputCase> inputs;
  private final List<Validator> validators;
  private final TestData data;
  private final Adjudicator adjudicator;
  private final JuryPanel panel;
  private final Consumer<Progress> progress;
  private final ResultSheet sheet;

  /**
   * @param share which trials, where others are made elsewhere
   */
  TrialTests(
      ProblemDefinition problem,
      TrialShare share,
      TestData data,
      Adjudicator adjudicator,
      JuryPanel panel,
      Consumer<Progress> progress) {
    this.checkerCases = share.within(problem.checkerCases(), 0);
    this.inputs = share.within(problem.inputs().cases(), problem.checkerCases().size());
    this.validators = problem.inputs().validators();
    this.data = data;
    this.adjudicator = adjudicator;
    this.panel = panel;
    this.progress = progress;
    List<String> paths = new ArrayList<>();
    checkerCases.forEach(one -> paths.add(one.path()));
    inputs.forEach(one -> paths.add(one.path()));
    this.sheet = ResultSheet.ofTrials(paths);
  }

  @Override
  public ResultSheet sheet() {
    return sheet;
  }

  @Override
  public Outcome run(Bench bench) {
    int number = 0;
    for (CheckerCase one : checkerCases) {
      number++;
      begin(bench, number);
      put(number, said(() -> checked(one)));
    }
    panel.leave();
    inputs(bench, number);
    return new Outcome(Verdict.ACCEPTED, "", Optional.empty(), List.of());
  }

  private void begin(Bench bench, int number) {
    bench.available();
    progress.accept(new Progress.RunningTest(number, sheet.size()));
  }

  private Said checked(CheckerCase one) {
    byte[] output = data.read(one.output());
    ProblemTest test =
        new ProblemTest(
            one.path(),
            Optional.of(one.input()),
            Optional.of(one.answer()),
            Optional.empty(),
            List.of(),
            one.arguments(),
            one.comparison(),
            List.of(),
            false);
    Judgement judgement =
        adjudicator
            .judge(
                new Adjudicator.Pass(
                    test, data.read(one.input()), Optional.of(data.read(one.answer())), List.of()),
                StreamCapture.of(output))
            .judgement();
    return new Said(
        RunVerdict.of(judgement.comparison(), output.length == 0),
        judgement.comparison().message(),
        judgement.judgeMessage());
  }

  /** One validator after the other, so that few sandboxes are held at a time. */
  private void inputs(Bench bench, int before) {
    Map<Integer, Said> rejected = new HashMap<>();
    for (Validator validator : validators) {
      for (int i = 0; i < inputs.size(); i++) {
        int number = before + i + 1;
        if (!rejected.containsKey(number)) {
          begin(bench, number);
          InputCase one = inputs.get(i);
          Said said =
              said(() ->
                  panel.validate(
                      validator, data.read(one.input()), one.arguments(), beside(validator, one)));
          if (said.verdict() != Verdict.ACCEPTED) {
            rejected.put(number, said);
          }
          put(number, said);
        }
      }
      panel.leave();
    }
  }

  /** The validator's own files and those of the input are in its working directory. */
  private List<SandboxFile> beside(Validator validator, InputCase one) {
    Map<String, SandboxFile> files = new LinkedHashMap<>();
    for (List<PackageFile> some : List.of(validator.program().files(), one.files())) {
      some.forEach(file ->
          files.put(
              file.path(),
              new SandboxFile(file.path(), data.read(file.blob()), file.executable())));
    }
    return List.copyOf(files.values());
  }

  /** What the programs said; that one is broken is an answer, too. */
  private Said said(Supplier<Said> trial) {
    try {
      return trial.get();
    } catch (JuryFault fault) {
      panel.leave(); // its sandbox may be spoilt
      return new Said(Verdict.INTERNAL_ERROR, fault.reason(), fault.evidence());
    }
  }

  private void put(int number, Said said) {
    OfProblem blank = sheet.blank(number).orElseThrow();
    sheet.put(
        new TestResult(
            number,
            said.verdict(),
            Optional.empty(),
            said.message(),
            Optional.of(
                new OfProblem(
                    blank.path(),
                    blank.group(),
                    Optional.empty(),
                    said.judgeMessage(),
                    "",
                    0,
                    Optional.empty()))));
  }

  /**
   * What the jury's programs say in one trial.
   *
   * @param verdict accepted, wrong answer and its kin, or internal error when one is broken
   * @param message why, in one sentence
   * @param judgeMessage what they say themselves
   */
  record Said(Verdict verdict, String message, String judgeMessage) {}
}
