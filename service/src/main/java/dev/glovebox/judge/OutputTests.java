package dev.glovebox.judge;

import dev.glovebox.problem.ProblemTest;
import dev.glovebox.sandbox.SandboxFile;
import dev.glovebox.submission.TestResult.Measured;
import dev.glovebox.submission.TestResult.OtherRun;
import dev.glovebox.submission.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Tests whose program reads an input and writes an output that is then judged, in multi-pass
 * problems again and again.
 *
 * <p>A run that passed the time limit by no more than a tenth is repeated once, and the better one
 * counts: what is decided by so little may be the machine's doing.
 */
final class OutputTests implements TestRunner {

  private static final int NEAR_PARTS = 10;

  /**
   * @param passes how often the program is run on one test, at most
   * @param timeLimit CPU time that verdicts go by
   * @param rerunNearLimit whether a run that is a little too long is repeated
   */
  record Rules(int passes, Duration timeLimit, boolean rerunNearLimit) {}

  /** The output's judgement, and what the checker left for its next pass. */
  private final class Judge implements OutputJudge {
    private final Adjudicator.Pass pass;
    private List<SandboxFile> feedback = List.of();

    Judge(Adjudicator.Pass pass) {
      this.pass = pass;
    }

    @Override
    public Judgement judge(StreamCapture output) {
      CheckerAnswer answer = adjudicator.judge(pass, output);
      feedback = answer.feedback();
      return answer.judgement();
    }
  }

  private record Attempt(TestBench.Ran ran, Judge judge, Optional<OtherRun> other) {}

  private final TestData data;
  private final Adjudicator adjudicator;
  private final Rules rules;

  OutputTests(TestData data, Adjudicator adjudicator, Rules rules) {
    this.data = data;
    this.adjudicator = adjudicator;
    this.rules = rules;
  }

  @Override
  public Tested run(Bench bench, int number, ProblemTest test) {
    Optional<byte[]> answer = test.answer().map(data::read);
    List<SandboxFile> files = ProblemTests.files(test, data);
    byte[] input = test.input().map(data::read).orElseGet(() -> new byte[0]);
    List<SandboxFile> feedback = List.of();
    Optional<OtherRun> other = Optional.empty();
    Optional<Measured> slowest = Optional.empty();
    for (int pass = 1; pass <= rules.passes(); pass++) {
      Trial trial = new Trial(number, test.arguments(), files, input);
      Attempt attempt = attempt(bench, trial, new Adjudicator.Pass(test, input, answer, feedback));
      TestBench.Ran ran = attempt.ran();
      other = attempt.other().isPresent() ? attempt.other() : other;
      slowest = slower(slowest, ran.measured());
      Optional<byte[]> next = ran.judgement().flatMap(Judgement::nextPass);
      if (ran.verdict() != Verdict.ACCEPTED || next.isEmpty()) {
        return new Tested(ran.taking(slowest), pass, other);
      }
      input = next.get();
      feedback = attempt.judge().feedback;
    }
    throw new JuryFault(
        "the checker asked for more than the %d passes of the problem".formatted(rules.passes()),
        "");
  }

  private Attempt attempt(Bench bench, Trial trial, Adjudicator.Pass pass) {
    Judge judge = new Judge(pass);
    TestBench.Ran first = bench.run(trial, Optional.of(judge));
    if (!nearMiss(first) || !bench.available()) {
      return new Attempt(first, judge, Optional.empty());
    }
    Judge again = new Judge(pass);
    TestBench.Ran second = bench.run(trial, Optional.of(again));
    if (second.verdict() == Verdict.CANCELLED || second.measured().isEmpty()) {
      return new Attempt(second, again, Optional.empty());
    }
    boolean better =
        second.verdict() != Verdict.TIME_LIMIT
            || cpu(second).orElseThrow().compareTo(cpu(first).orElseThrow()) < 0;
    return better
        ? new Attempt(second, again, otherRun(first))
        : new Attempt(first, judge, otherRun(second));
  }

  private boolean nearMiss(TestBench.Ran ran) {
    Duration near = rules.timeLimit().plus(rules.timeLimit().dividedBy(NEAR_PARTS));
    return rules.rerunNearLimit()
        && ran.verdict() == Verdict.TIME_LIMIT
        && cpu(ran).filter(cpu -> cpu.compareTo(near) <= 0).isPresent();
  }

  private static Optional<Duration> cpu(TestBench.Ran ran) {
    return ran.measured().map(Measured::cpu);
  }

  private static Optional<OtherRun> otherRun(TestBench.Ran ran) {
    return ran.measured().map(m -> new OtherRun(ran.verdict(), m.cpu(), m.wall()));
  }

  private static Optional<Measured> slower(Optional<Measured> one, Optional<Measured> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    return one.get().cpu().compareTo(other.get().cpu()) > 0 ? one : other;
  }
}
