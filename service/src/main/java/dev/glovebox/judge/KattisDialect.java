package dev.glovebox.judge;

import dev.glovebox.sandbox.SandboxFile;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Output validators of the Kattis/ICPC problem package formats, and DOMjudge's compare scripts,
 * which are called the same way: {@code input answer feedback/ arguments… < output}, exit code 42
 * or 43. Section <i>Output validator</i> of the formats' specifications.
 */
record KattisDialect(CheckerScores scores) implements CheckerDialect {

  static final String FEEDBACK = "feedback";
  private static final String NEXT_PASS = "nextpass.in";
  static final int ACCEPT = 42;
  private static final int REJECT = 43;

  @Override
  public JuryCall call(CheckerQuestion question) {
    List<String> arguments = new ArrayList<>(List.of("input.in", "answer.ans", FEEDBACK + "/"));
    arguments.addAll(question.arguments());
    List<SandboxFile> files = new ArrayList<>();
    files.add(new SandboxFile("input.in", question.input()));
    files.add(new SandboxFile("answer.ans", question.answer()));
    // Makes the folder, which has to be there.
    files.add(new SandboxFile(FEEDBACK + "/.folder", new byte[0]));
    files.addAll(question.feedback());
    return new JuryCall(arguments, files, question.output(), question.outputLength(), FEEDBACK);
  }

  @Override
  public CheckerAnswer read(CheckerQuestion question, JuryRun run) {
    boolean accepted = run.exitCode() == ACCEPT;
    if (!accepted && run.exitCode() != REJECT) {
      throw run.broke(
          "ended with exit code %d, which is neither 42 nor 43".formatted(run.exitCode()));
    }
    Optional<byte[]> nextPass = question.passes() ? file(run, NEXT_PASS) : Optional.empty();
    if (nextPass.isPresent() && !accepted) {
      throw run.broke("asked for another pass although it did not accept");
    }
    Optional<BigDecimal> score = number(run, "score.txt", accepted);
    Optional<BigDecimal> multiplier = number(run, "score_multiplier.txt", accepted);
    if (multiplier.filter(m -> m.signum() < 0 || m.compareTo(BigDecimal.ONE) > 0).isPresent()) {
      throw run.broke("wrote a multiplier that is not between 0 and 1");
    }
    String judge = message(run);
    Judgement judgement =
        new Judgement(
            accepted
                ? ComparisonResult.ACCEPTED
                : ComparisonResult.wrong(
                    judge.isEmpty()
                        ? "the checker did not accept the output"
                        : CheckerText.firstLine(judge)),
            score,
            multiplier,
            judge,
            text(run, "teammessage.txt"),
            nextPass);
    return new CheckerAnswer(
        judgement,
        run.files().stream().filter(f -> !f.path().equals(FEEDBACK + "/" + NEXT_PASS)).toList());
  }

  private static String message(JuryRun run) {
    String judge = text(run, "judgemessage.txt");
    String error = text(run, "judgeerror.txt");
    String both = judge.isEmpty() || error.isEmpty() ? judge + error : judge + "\n" + error;
    return both.isEmpty() ? run.words() : both;
  }

  private Optional<BigDecimal> number(JuryRun run, String name, boolean accepted) {
    Optional<byte[]> content = file(run, name);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    if (scores == CheckerScores.OF_ACCEPTED && !accepted) {
      return Optional.empty();
    }
    if (!accepted) {
      throw run.broke("wrote %s although it did not accept".formatted(name));
    }
    if (!scores.exist()) {
      throw run.broke("wrote %s in a problem without scores".formatted(name));
    }
    return Optional.of(
        CheckerNumber.parse(new String(content.get(), StandardCharsets.ISO_8859_1))
            .orElseThrow(() -> run.broke("wrote %s, which is no number".formatted(name))));
  }

  private static String text(JuryRun run, String name) {
    return file(run, name).map(CheckerText::of).orElse("");
  }

  private static Optional<byte[]> file(JuryRun run, String name) {
    return run.files().stream()
        .filter(f -> f.path().equals(FEEDBACK + "/" + name))
        .findFirst()
        .map(SandboxFile::content);
  }
}
