package dev.glovebox.judge;

import dev.glovebox.language.Language;
import dev.glovebox.language.StandardEnvironment;
import dev.glovebox.sandbox.RunLimits;
import dev.glovebox.sandbox.RunReport;
import dev.glovebox.sandbox.RunReport.End.Exited;
import dev.glovebox.sandbox.RunRequest;
import dev.glovebox.sandbox.Sandbox;
import dev.glovebox.submission.CompileResult;
import java.util.List;
import java.util.Optional;

/**
 * The syntax check of a language that is run from its sources. It costs an interpreter's start, so
 * it is only made after a program has failed, to tell a program that can't be read from one that
 * fails.
 */
final class SyntaxCheck {

  private final Program program;
  private final Language.Command command;
  private final int keptOutput;

  SyntaxCheck(Program program, Language.Command command, int keptOutput) {
    this.program = program;
    this.command = command;
    this.keptOutput = keptOutput;
  }

  /**
   * The failed compilation that the check amounts to; empty when the sources are in order, and when
   * the check itself came to no end, which says nothing about them.
   */
  Optional<CompileResult> complaint(Sandbox sandbox) {
    RunLimits limits = program.limits().check();
    RunCapture capture =
        new RunCapture(
            new StreamCapture(keptOutput, limits.stdoutBytes(), false),
            new StreamCapture(0, limits.stderrBytes(), false));
    RunRequest request =
        new RunRequest(
            new RunRequest.Phase.Program(),
            program.commands().check(command),
            StandardEnvironment.program(command.environment()),
            List.of(),
            new byte[0],
            limits,
            true);
    RunReport report = sandbox.run(request, capture);
    if (report.stop().isPresent()
        || report.oomKills() > 0
        || !(report.end() instanceof Exited(int code))
        || code == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new CompileResult(
            false,
            false,
            report.cpu(),
            report.wall(),
            report.peakResidentBytes(),
            Optional.of(code),
            capture.out().captured(report.stdoutBytes()),
            "the program failed, and its source can't be read"));
  }
}
