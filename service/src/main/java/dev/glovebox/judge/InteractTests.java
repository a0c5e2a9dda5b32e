package dev.glovebox.judge;

import dev.glovebox.problem.ProblemTest;
import dev.glovebox.problem.Validator;
import dev.glovebox.sandbox.Interaction;
import dev.glovebox.sandbox.RunReport;
import dev.glovebox.sandbox.RunReport.End.Exited;
import dev.glovebox.sandbox.RunReport.End.Signalled;
import dev.glovebox.sandbox.Sandbox;
import dev.glovebox.sandbox.SandboxFile;
import dev.glovebox.submission.TestResult.Measured;
import dev.glovebox.submission.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tests whose program talks with an interactor, in multi-pass problems again and again. */
final class InteractTests implements TestRunner {

  /**
   * @param scores whether the problem has some
   * @param passes how often the program is run on one test, at most
   */
  record Rules(CheckerScores scores, int passes) {}

  private record Spoken(TestRun.Judged judged, List<SandboxFile> feedback) {}

  private final TestData data;
  private final TestRun runs;
  private final Validator interactor;
  private final Optional<Validator> checker;
  private final JuryPanel panel;
  private final InteractPeer peer;
  private final Rules rules;

  /**
   * @param checker judges what the interactor wrote, where the format has one after it
   */
  InteractTests(
      TestData data,
      TestRun runs,
      Validator interactor,
      Optional<Validator> checker,
      JuryPanel panel,
      Rules rules) {
    this.data = data;
    this.runs = runs;
    this.interactor = interactor;
    this.checker = checker;
    this.panel = panel;
    this.peer = panel.interactor(interactor.program());
    this.rules = rules;
  }

  @Override
  public Tested run(Bench bench, int number, ProblemTest test) {
    byte[] answer = test.answer().map(data::read).orElseGet(() -> new byte[0]);
    List<SandboxFile> files = ProblemTests.files(test, data);
    byte[] input = test.input().map(data::read).orElseGet(() -> new byte[0]);
    List<SandboxFile> feedback = List.of();
    Optional<Measured> slowest = Optional.empty();
    for (int pass = 1; pass <= rules.passes(); pass++) {
      Trial trial = new Trial(number, test.arguments(), files, new byte[0]);
      CheckerQuestion question =
          new CheckerQuestion(
              input, answer, new byte[0], 0, test.checkerArguments(), feedback, rules.passes() > 1);
      List<SandboxFile> left = new ArrayList<>();
      TestBench.Ran ran =
          bench.run(sandbox -> {
            Spoken spoken = talked(sandbox, trial, question);
            left.addAll(spoken.feedback());
            return spoken.judged();
          });
      slowest = OutputTests.slower(slowest, ran.measured());
      Optional<byte[]> next = ran.judgement().flatMap(Judgement::nextPass);
      if (ran.verdict() != Verdict.ACCEPTED || next.isEmpty()) {
        return new Tested(ran.taking(slowest), pass, Optional.empty());
      }
      input = next.get();
      feedback = left;
    }
    throw new JuryFault(
        "the interactor asked for more than the %d passes of the problem".formatted(rules.passes()),
        "");
  }

  /** Only an interactor that is broken also where no program can touch it is the jury's fault. */
  private Spoken talked(Sandbox sandbox, Trial trial, CheckerQuestion question) {
    try {
      return talk(sandbox, trial, question);
    } catch (JuryFault e) {
      if (!peer.moveOut()) {
        throw e;
      }
      return talk(sandbox, trial, question);
    }
  }

  private Spoken talk(Sandbox sandbox, Trial trial, CheckerQuestion question) {
    InteractDialect dialect = InteractDialect.of(interactor.protocol(), rules.scores());
    StreamCapture error = runs.capture();
    InteractPeer.Talk talk =
        peer.talk(sandbox, runs.request(trial, false), error, dialect.call(question));
    Interaction.Report report = talk.report();
    if (!InteractVerdict.cancelled(report)
        && InteractVerdict.ending(report) instanceof InteractVerdict.Ending.Broken(String how)) {
      throw new JuryFault("%s %s".formatted(peer.name(), how), CheckerText.of(talk.errorText()));
    }
    Optional<InteractDialect.Said> said = talk.run().map(run -> dialect.read(question, run));
    Optional<Judgement> word = said.map(s -> s.word().judgement());
    RunVerdict verdict = runs.verdict(report, word, error.ends());
    if (verdict.verdict() == Verdict.ACCEPTED && checker.isPresent()) {
      CheckerAnswer answer =
          check(checker.get(), question, said.flatMap(InteractDialect.Said::output));
      word = Optional.of(answer.judgement());
      verdict = runs.verdict(report, word, error.ends());
    }
    Measured measured = measured(report, word, verdict, error);
    return new Spoken(
        new TestRun.Judged(
            verdict, measured, report.program().end(), Optional.of(recorded(report, word))),
        said.map(s -> s.word().feedback()).orElse(List.of()));
  }

  /** What the interactor wrote down is what its checker judges. */
  private CheckerAnswer check(Validator after, CheckerQuestion question, Optional<byte[]> written) {
    byte[] output = written.orElseGet(() -> new byte[0]);
    return panel.check(
        List.of(after),
        new CheckerQuestion(
            question.input(),
            question.answer(),
            output,
            output.length,
            question.arguments(),
            List.of(),
            false));
  }

  /** The jury sees what was said. */
  private static Judgement recorded(Interaction.Report report, Optional<Judgement> word) {
    Judgement judgement =
        word.orElseGet(() -> Judgement.of(ComparisonResult.wrong("the interactor said nothing")));
    String text = report.transcript().map(t -> CheckerText.of(t.text())).orElse("");
    String message = judgement.judgeMessage();
    return text.isEmpty()
        ? judgement
        : new Judgement(
            judgement.comparison(),
            judgement.score(),
            judgement.multiplier(),
            message.isEmpty() ? text : message + "\n\n" + text,
            judgement.teamMessage(),
            judgement.nextPass());
  }

  /** What the program did after it was rejected is not held against it, nor is the time it took. */
  private Measured measured(
      Interaction.Report report,
      Optional<Judgement> word,
      RunVerdict verdict,
      StreamCapture error) {
    RunReport program = report.program();
    boolean rejected = InteractVerdict.rejectedFirst(report, word);
    Duration cpu =
        rejected
            ? Stream.of(program.cpu(), report.peer().wall(), runs.limits().cpu())
                .min(Comparator.naturalOrder())
                .orElseThrow()
            : program.cpu();
    return new Measured(
        cpu,
        program.wall(),
        program.peakResidentBytes(),
        program.peakCgroupBytes(),
        program.end() instanceof Exited(int code) ? Optional.of(code) : Optional.empty(),
        program.end() instanceof Signalled(int signal) ? Optional.of(signal) : Optional.empty(),
        verdict.limit(),
        runs.capture().captured(0),
        error.captured(program.stderrBytes()));
  }
}
