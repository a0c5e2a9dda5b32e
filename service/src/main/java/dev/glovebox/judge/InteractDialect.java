package dev.glovebox.judge;

import dev.glovebox.problem.CheckerProtocol;
import dev.glovebox.sandbox.SandboxFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How an interactor is called, and what its end means. */
sealed interface InteractDialect {

  /**
   * @param arguments of the interactor
   * @param files in its working directory
   * @param keep globs of the files that are wanted afterwards
   * @param accepting exit codes with which it does not reject
   */
  record Call(
      List<String> arguments, List<SandboxFile> files, List<String> keep, Set<Integer> accepting) {}

  /**
   * @param word what the interactor says of the program
   * @param output what a checker judges as the program's output, where one comes after it
   */
  record Said(CheckerAnswer word, Optional<byte[]> output) {}

  /**
   * @param question without output
   */
  Call call(CheckerQuestion question);

  /**
   * What an interactor's end means.
   *
   * @throws JuryFault when it breaks the protocol
   */
  Said read(CheckerQuestion question, JuryRun run);

  /**
   * @param scores whether the problem has some
   * @throws JuryFault for protocols that have no interactors
   */
  static InteractDialect of(CheckerProtocol protocol, CheckerScores scores) {
    return switch (protocol) {
      case KATTIS -> new Kattis(new KattisDialect(scores));
      case TESTLIB, TESTLIB_APPES -> new Testlib(new TestlibDialect(scores.exist(), false));
      case CMS -> throw new JuryFault("CMS has no interactors of this kind", "");
    };
  }

  /** {@code input answer feedback/ arguments…}; the program is on its standard streams. */
  record Kattis(KattisDialect checker) implements InteractDialect {

    @Override
    public Call call(CheckerQuestion question) {
      JuryCall same = checker.call(question);
      return new Call(
          same.arguments(),
          same.files(),
          List.of(same.keep() + "/**"),
          Set.of(KattisDialect.ACCEPT));
    }

    @Override
    public Said read(CheckerQuestion question, JuryRun run) {
      return new Said(checker.read(question, run), Optional.empty());
    }
  }

  /**
   * {@code input output answer arguments…}; what it writes to the output is what a checker then
   * judges.
   */
  record Testlib(TestlibDialect checker) implements InteractDialect {

    private static final String OUTPUT = "output.txt";

    /** All good, points, and partially correct. */
    private static final Set<Integer> ACCEPTING =
        IntStream.concat(IntStream.of(0, 7), IntStream.rangeClosed(50, 150))
            .boxed()
            .collect(Collectors.toUnmodifiableSet());

    @Override
    public Call call(CheckerQuestion question) {
      List<String> arguments = new ArrayList<>(List.of("input.txt", OUTPUT, "answer.txt"));
      arguments.addAll(question.arguments());
      return new Call(
          arguments,
          List.of(
              new SandboxFile("input.txt", question.input()),
              new SandboxFile("answer.txt", question.answer())),
          List.of(OUTPUT),
          ACCEPTING);
    }

    @Override
    public Said read(CheckerQuestion question, JuryRun run) {
      Optional<byte[]> output =
          run.files().stream()
              .filter(file -> file.path().equals(OUTPUT))
              .findFirst()
              .map(SandboxFile::content);
      return new Said(checker.read(question, run), output);
    }
  }
}
