package dev.glovebox.judge;

import dev.glovebox.sandbox.Interaction;
import dev.glovebox.sandbox.Interaction.First;
import dev.glovebox.sandbox.RunReport;
import dev.glovebox.sandbox.RunReport.End.Exited;
import dev.glovebox.sandbox.RunReport.End.NotStarted;
import dev.glovebox.sandbox.RunReport.End.Signalled;
import dev.glovebox.sandbox.RunReport.Stop;
import dev.glovebox.submission.ExecutionLimits;
import dev.glovebox.submission.Verdict;
import java.util.Optional;

/**
 * The verdict on a program that has talked with an interactor: a function of what the sandbox saw
 * of both, of which ended first, and of what the interactor's end means. The rules are those of the
 * Kattis problem tools, which DOMjudge's match, in this order:
 *
 * <ol>
 *   <li>An interactor that broke is the jury's fault, whatever the program did.
 *   <li>One that ended first and rejected has decided: how the program ended afterwards, and how
 *       long it took, does not matter.
 *   <li>What went wrong with the program: time, memory, output, failure.
 *   <li>The interactor's word. One that had not spoken when time was up has rejected.
 * </ol>
 */
final class InteractVerdict {

  private static final int SIGKILL = 9;

  private InteractVerdict() {}

  /** How the interactor ended. */
  sealed interface Ending {
    /** It said something. */
    record Answered(int exitCode) implements Ending {}

    /** It had not ended when time was up. */
    record Silent() implements Ending {}

    /** The program took the memory that both share; what is wrong with the program decides. */
    record Starved() implements Ending {}

    /**
     * @param how it went wrong, to follow its name
     */
    record Broken(String how) implements Ending {}
  }

  /** How the interactor ended, in a conversation that was not ended from outside. */
  static Ending ending(Interaction.Report report) {
    RunReport peer = report.peer();
    if (peer.stop().isPresent()) {
      return switch (peer.stop().get()) {
        case WALL_LIMIT, KILLED -> new Ending.Silent();
        case CPU_LIMIT ->
            new Ending.Broken("took %s of CPU time".formatted(Quantities.seconds(peer.cpu())));
        case STDOUT_LIMIT, STDERR_LIMIT -> new Ending.Broken("wrote too much");
      };
    }
    return switch (peer.end()) {
      case Exited(int code) -> new Ending.Answered(code);
      case Signalled(int signal) when signal == SIGKILL && peer.oomKills() > 0 ->
          starved(report) ? new Ending.Starved() : new Ending.Broken("needed more than its memory");
      case Signalled(int signal) -> new Ending.Broken("was ended by " + Signals.describe(signal));
      case NotStarted(int errno, String reason) ->
          new Ending.Broken("could not be started: %s (error %d)".formatted(reason, errno));
    };
  }

  /** In a sandbox that both share the kernel ends whom it likes: the larger one is to blame. */
  private static boolean starved(Interaction.Report report) {
    return report.program().oomKills() > 0
        && report.program().peakResidentBytes() > report.peer().peakResidentBytes();
  }

  /** Whether the program was stopped from outside. */
  static boolean cancelled(Interaction.Report report) {
    return stopped(report.program()) || stopped(report.peer());
  }

  private static boolean stopped(RunReport report) {
    return report.stop().filter(Stop.KILLED::equals).isPresent();
  }

  /** Whether the interactor has decided before the program ended. */
  static boolean rejectedFirst(Interaction.Report report, Optional<Judgement> said) {
    return report.first() == First.PEER
        && said.filter(word -> !word.comparison().accepted()).isPresent();
  }

  /**
   * The verdict, where the interactor is not broken.
   *
   * @param said what the interactor's end means; empty when it was silent or starved
   * @param overhead memory of the language's runtime, beyond the program's limit
   * @param errorText beginning and end of the program's standard error
   * @param countStderr whether too much on standard error is an output limit
   */
  static RunVerdict of(
      Interaction.Report report,
      Optional<Judgement> said,
      ExecutionLimits limits,
      long overhead,
      String errorText,
      boolean countStderr) {
    if (cancelled(report)) {
      return new RunVerdict(Verdict.CANCELLED, Optional.empty(), "cancelled while it ran");
    }
    if (rejectedFirst(report, said)) {
      return word(said);
    }
    // What it said to the interactor is not output: no limit applies.
    RunReport program = report.program().withStdoutBytes(0);
    return RunVerdict.failed(program, limits, errorText, countStderr)
        .or(() -> RunVerdict.heldTooMuch(program, limits, overhead))
        .orElseGet(() -> word(said));
  }

  private static RunVerdict word(Optional<Judgement> said) {
    if (said.isEmpty()) {
      return new RunVerdict(
          Verdict.WRONG_ANSWER,
          Optional.empty(),
          "the interactor had not come to its end when time was up");
    }
    ComparisonResult result = said.get().comparison();
    Verdict verdict =
        result.accepted()
            ? Verdict.ACCEPTED
            : result.formatOnly() ? Verdict.PRESENTATION_ERROR : Verdict.WRONG_ANSWER;
    return new RunVerdict(verdict, Optional.empty(), result.message());
  }
}
