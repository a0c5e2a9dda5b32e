package dev.glovebox.judge;

import dev.glovebox.problem.JuryProgram;
import dev.glovebox.problem.Scoring.KattisLegacy;
import dev.glovebox.problem.Validator;
import dev.glovebox.sandbox.SandboxFile;
import dev.glovebox.submission.Verdict;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The programs of one problem's jury at work on one submission: checkers and graders, each in a
 * sandbox of its own. Used by one thread.
 */
final class JuryPanel implements GroupScoring.Grader, AutoCloseable {

  /** Of the legacy format's graders: a verdict and a score in one line. */
  private static final Pattern GRADE =
      Pattern.compile("(AC|WA|TLE|RTE|MLE|OLE|JE)\\s+(-?[0-9.]+)\\s*");

  private final CheckerScores scores;
  private final BiFunction<JuryProgram, String, JurySeat> seats;
  private final Map<JuryProgram, JurySeat> taken = new HashMap<>();

  /**
   * @param scores whether the problem has some
   * @param seats makes a seat for a program, with what it is for people
   */
  JuryPanel(CheckerScores scores, BiFunction<JuryProgram, String, JurySeat> seats) {
    this.scores = scores;
    this.seats = seats;
  }

  /** The interactor of the problem. */
  InteractPeer interactor(JuryProgram program) {
    JurySeat seat = seat(program, "the interactor");
    return new InteractPeer(seat, JuryWorkshop.isPortable(seat.program()));
  }

  /**
   * Asks the checkers one after the other; all must accept.
   *
   * @throws JuryFault when one is broken
   */
  CheckerAnswer check(List<Validator> checkers, CheckerQuestion question) {
    List<CheckerAnswer> answers = new ArrayList<>();
    for (Validator checker : checkers) {
      CheckerDialect dialect = CheckerDialect.of(checker.protocol(), scores);
      JuryRun run = seat(checker.program(), "the checker").run(dialect.call(question));
      CheckerAnswer answer = dialect.read(question, run);
      answers.add(answer);
      if (!answer.judgement().comparison().accepted()) {
        break;
      }
    }
    return answers.size() == 1 ? answers.getFirst() : together(answers);
  }

  /**
   * Asks whether an input is one that there may be.
   *
   * @param files in the validator's working directory
   * @throws JuryFault when the validator can't say
   */
  TrialTests.Said validate(
      Validator validator, byte[] input, List<String> arguments, List<SandboxFile> files) {
    int valid =
        switch (validator.protocol()) {
          case KATTIS -> KattisDialect.ACCEPT;
          case TESTLIB, TESTLIB_APPES -> 0;
          case CMS -> throw new JuryFault("CMS has no input validators", "");
        };
    JuryRun run =
        seat(validator.program(), "the input validator")
            .runToAnyEnd(new JuryCall(arguments, files, input, input.length, ""));
    boolean accepted = run.exitCode() == valid;
    return new TrialTests.Said(
        accepted ? Verdict.ACCEPTED : Verdict.WRONG_ANSWER,
        accepted
            ? ""
            : "%s ended with exit code %d, which is not %d"
                .formatted(run.name(), run.exitCode(), valid),
        run.words());
  }

  /** All programs leave their sandboxes; they come back when they are asked again. */
  void leave() {
    close();
    taken.clear();
  }

  /** The last decides; what the others said is not lost. */
  private static CheckerAnswer together(List<CheckerAnswer> answers) {
    Judgement last = answers.getLast().judgement();
    List<SandboxFile> feedback = new ArrayList<>();
    answers.forEach(answer -> feedback.addAll(answer.feedback()));
    return new CheckerAnswer(
        new Judgement(
            last.comparison(),
            first(answers, Judgement::score),
            first(answers, Judgement::multiplier),
            joined(answers.stream().map(a -> a.judgement().judgeMessage()).toList()),
            joined(answers.stream().map(a -> a.judgement().teamMessage()).toList()),
            first(answers, Judgement::nextPass)),
        feedback);
  }

  private static <T> Optional<T> first(
      List<CheckerAnswer> answers, java.util.function.Function<Judgement, Optional<T>> part) {
    return answers.stream()
        .map(CheckerAnswer::judgement)
        .map(part)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static String joined(List<String> texts) {
    return String.join("\n", texts.stream().filter(text -> !text.isEmpty()).toList());
  }

  @Override
  public Graded grade(KattisLegacy rules, List<Graded> children) {
    StringBuilder told = new StringBuilder();
    for (Graded child : children) {
      told.append(code(child.verdict()))
          .append(' ')
          .append(child.score().orElse(BigDecimal.ZERO).toPlainString())
          .append('\n');
    }
    byte[] input = told.toString().getBytes(StandardCharsets.US_ASCII);
    JuryRun run =
        seat(rules.grader().orElseThrow(), "the grader")
            .run(new JuryCall(rules.graderFlags(), List.of(), input, input.length, ""));
    if (run.exitCode() != 0) {
      throw run.broke("ended with exit code %d".formatted(run.exitCode()));
    }
    Matcher grade = GRADE.matcher(new String(run.out(), StandardCharsets.ISO_8859_1));
    Optional<BigDecimal> score =
        grade.matches() ? CheckerNumber.parse(grade.group(2)) : Optional.empty();
    if (score.isEmpty() || grade.group(1).equals("JE")) {
      throw run.broke("did not write a verdict and a score");
    }
    return Graded.of(verdict(grade.group(1)), score.get());
  }

  /** What graders know: the verdicts of the legacy format. */
  private static String code(Verdict verdict) {
    return switch (verdict) {
      case ACCEPTED -> "AC";
      case WRONG_ANSWER, PRESENTATION_ERROR, NO_OUTPUT -> "WA";
      case TIME_LIMIT, WALL_LIMIT -> "TLE";
      case MEMORY_LIMIT -> "MLE";
      case OUTPUT_LIMIT -> "OLE";
      case RUNTIME_ERROR, SECURITY_VIOLATION -> "RTE";
      case COMPILE_ERROR, SKIPPED, CANCELLED, INTERNAL_ERROR -> "JE";
    };
  }

  private static Verdict verdict(String code) {
    return switch (code) {
      case "AC" -> Verdict.ACCEPTED;
      case "TLE" -> Verdict.TIME_LIMIT;
      case "MLE" -> Verdict.MEMORY_LIMIT;
      case "OLE" -> Verdict.OUTPUT_LIMIT;
      case "RTE" -> Verdict.RUNTIME_ERROR;
      default -> Verdict.WRONG_ANSWER;
    };
  }

  private JurySeat seat(JuryProgram program, String what) {
    return taken.computeIfAbsent(program, p -> seats.apply(p, what));
  }

  @Override
  public void close() {
    taken.values().forEach(JurySeat::close);
  }
}
