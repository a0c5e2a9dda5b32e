package dev.glovebox.judge;

import dev.glovebox.sandbox.SandboxFile;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checkers of CMS: {@code input answer output}. The first line of standard output is the outcome
 * from 0 to 1; the first line of standard error is for the contestant, lines that begin with {@code
 * ADMIN_MESSAGE:} are for the jury.
 */
record CmsDialect(boolean scoring) implements CheckerDialect {

  private static final String FOR_JURY = "ADMIN_MESSAGE:";

  @Override
  public JuryCall call(CheckerQuestion question) {
    return JuryCall.withoutInput(
        List.of("input.txt", "answer.txt", "output.txt"),
        List.of(
            new SandboxFile("input.txt", question.input()),
            new SandboxFile("answer.txt", question.answer()),
            new SandboxFile("output.txt", question.outputAlone())));
  }

  @Override
  public CheckerAnswer read(CheckerQuestion question, JuryRun run) {
    if (run.exitCode() != 0) {
      throw run.broke("ended with exit code %d".formatted(run.exitCode()));
    }
    String first =
        new String(run.out(), StandardCharsets.ISO_8859_1).lines().findFirst().orElse("");
    BigDecimal outcome =
        CheckerNumber.parse(first)
            .filter(o -> o.signum() >= 0 && o.compareTo(BigDecimal.ONE) <= 0)
            .orElseThrow(() -> run.broke("wrote no outcome between 0 and 1"));
    String said = CheckerText.of(run.error());
    String team = translated(said.lines().findFirst().orElse(""));
    String jury =
        said.lines()
            .filter(line -> line.startsWith(FOR_JURY))
            .map(line -> line.substring(FOR_JURY.length()).strip())
            .collect(Collectors.joining("\n"));
    boolean accepted = scoring ? outcome.signum() > 0 : outcome.compareTo(BigDecimal.ONE) == 0;
    Judgement judgement =
        new Judgement(
            accepted ? ComparisonResult.ACCEPTED : ComparisonResult.wrong(team),
            Optional.empty(),
            accepted && scoring ? Optional.of(outcome) : Optional.empty(),
            jury,
            team,
            Optional.empty());
    return new CheckerAnswer(judgement, List.of());
  }

  /** Words that CMS shows in the contestant's language. */
  private static String translated(String line) {
    return switch (line.strip()) {
      case "translate:success" -> "Output is correct";
      case "translate:partial" -> "Output is partially correct";
      case "translate:wrong" -> "Output isn't correct";
      default -> line.startsWith(FOR_JURY) ? "" : line.strip();
    };
  }
}
