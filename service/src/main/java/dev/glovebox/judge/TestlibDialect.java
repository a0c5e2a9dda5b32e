package dev.glovebox.judge;

import dev.glovebox.sandbox.SandboxFile;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checkers made with testlib: {@code input output answer}. Exit codes: 0 ok, 1 wrong answer, 2
 * presentation error, 3 fail (of the jury), 4 dirt, 7 points, 8 unexpected end of file; 50 and
 * more: partially correct. The message is on standard error, and begins with the outcome; or with
 * {@code -appes} in a report.
 *
 * @param scoring whether the problem has scores
 * @param appes whether a report is asked for
 */
record TestlibDialect(boolean scoring, boolean appes) implements CheckerDialect {

  private static final String FOLDER = "report";
  private static final String REPORT = FOLDER + "/report.xml";

  private static final int FIRST_PARTIAL = 50;
  private static final Pattern POINTS = Pattern.compile("(?:points|relative-scoring)\\s+(\\S+).*");
  private static final Pattern PARTIAL = Pattern.compile("partially correct \\((\\d{1,3})\\).*");
  private static final BigDecimal WHOLE = BigDecimal.valueOf(100);

  @Override
  public JuryCall call(CheckerQuestion question) {
    List<String> arguments = new ArrayList<>(List.of("input.txt", "output.txt", "answer.txt"));
    List<SandboxFile> files =
        new ArrayList<>(
            List.of(
                new SandboxFile("input.txt", question.input()),
                new SandboxFile("output.txt", question.outputAlone()),
                new SandboxFile("answer.txt", question.answer())));
    if (!appes) {
      return JuryCall.withoutInput(arguments, files);
    }
    arguments.addAll(List.of(REPORT, "-appes"));
    files.add(SandboxFile.folder(FOLDER));
    return new JuryCall(arguments, files, new byte[0], 0, FOLDER);
  }

  @Override
  public CheckerAnswer read(CheckerQuestion question, JuryRun run) {
    String words = appes ? report(run) : run.words();
    Judgement judgement =
        switch (run.exitCode()) {
          case 0 -> accepted(Optional.empty(), Optional.empty(), words);
          case 1 -> rejected(false, words);
          case 2, 4, 8 -> rejected(true, words);
          case 3 -> throw run.broke("failed (exit code 3)");
          case 7 -> points(run, words);
          default -> partial(run, words);
        };
    return new CheckerAnswer(judgement, List.of());
  }

  private static String report(JuryRun run) {
    return run.files().stream()
        .filter(file -> file.path().equals(REPORT))
        .findFirst()
        .flatMap(file -> TestlibReport.words(file.content()))
        .orElseThrow(() -> run.broke("left no report, or one that is no XML of testlib's"));
  }

  private Judgement points(JuryRun run, String words) {
    Matcher matcher = POINTS.matcher(CheckerText.firstLine(words));
    BigDecimal points =
        Optional.of(matcher)
            .filter(Matcher::matches)
            .flatMap(m -> CheckerNumber.parse(m.group(1)))
            .orElseThrow(() -> run.broke("gave points (exit code 7) and did not say how many"));
    if (points.signum() < 0) {
      throw run.broke("gave negative points");
    }
    if (scoring) {
      return accepted(Optional.of(points), Optional.empty(), words);
    }
    return points.signum() > 0
        ? accepted(Optional.empty(), Optional.empty(), words)
        : rejected(false, words);
  }

  private Judgement partial(JuryRun run, String words) {
    Matcher matcher = PARTIAL.matcher(CheckerText.firstLine(words));
    if (run.exitCode() < FIRST_PARTIAL || !matcher.matches()) {
      throw run.broke(
          "ended with exit code %d, which testlib does not know".formatted(run.exitCode()));
    }
    BigDecimal share = new BigDecimal(matcher.group(1)).divide(WHOLE, 2, RoundingMode.UNNECESSARY);
    return scoring
        ? accepted(Optional.empty(), Optional.of(share.min(BigDecimal.ONE)), words)
        : rejected(false, words);
  }

  private static Judgement accepted(
      Optional<BigDecimal> score, Optional<BigDecimal> multiplier, String words) {
    return new Judgement(ComparisonResult.ACCEPTED, score, multiplier, words, "", Optional.empty());
  }

  private static Judgement rejected(boolean formatOnly, String words) {
    return new Judgement(
        new ComparisonResult(false, formatOnly, CheckerText.firstLine(words)),
        Optional.empty(),
        Optional.empty(),
        words,
        "",
        Optional.empty());
  }
}
