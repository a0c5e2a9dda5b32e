package dev.glovebox.judge;

import dev.glovebox.language.StandardEnvironment;
import dev.glovebox.queue.InfrastructureFault;
import dev.glovebox.sandbox.RunReport;
import dev.glovebox.sandbox.RunReport.End;
import dev.glovebox.sandbox.RunReport.End.Exited;
import dev.glovebox.sandbox.RunReport.End.Signalled;
import dev.glovebox.sandbox.RunRequest;
import dev.glovebox.sandbox.Sandbox;
import dev.glovebox.submission.ExecutionLimits;
import dev.glovebox.submission.TestCase;
import dev.glovebox.submission.TestResult;
import dev.glovebox.submission.TestResult.Measured;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the program once per test and judges each run. */
final class TestRun {

  /**
   * @param result of the test
   * @param end how the program ended, for rules that look beyond one test
   */
  record Judged(TestResult result, End end) {}

  private final Assignment assignment;
  private final ExecutionLimits limits;
  private final int keptOutput;
  private final List<String> command;
  private final Map<String, String> environment;

  TestRun(Assignment assignment, int keptOutput) {
    this.assignment = assignment;
    this.limits = assignment.limits().judged();
    this.keptOutput = keptOutput;
    this.command =
        assignment.commands().of(assignment.language().run(), assignment.request().arguments());
    this.environment = StandardEnvironment.program(assignment.language().run().environment());
  }

  Judged run(Sandbox sandbox, int number, TestCase test) {
    RunCapture capture =
        new RunCapture(
            new StreamCapture(keptOutput, limits.outputBytes(), test.expected().isPresent()),
            new StreamCapture(keptOutput, limits.outputBytes(), false));
    RunReport report = sandbox.run(request(test), capture);
    if (starvedByHost(report)) {
      throw new InfrastructureFault(
          "host_out_of_memory",
          "the kernel killed a program that used %s of its %s: the machine is out of memory"
              .formatted(
                  Quantities.bytes(report.peakCgroupBytes().orElse(0L)),
                  Quantities.bytes(assignment.limits().programContainer(0).memoryBytes())));
    }
    boolean merged = assignment.request().mergeStderr();
    RunVerdict verdict =
        RunVerdict.of(
            report,
            limits,
            merged ? capture.out().ends() : capture.error().ends(),
            test.expected().map(expected -> () -> compare(test, expected, capture.out())));
    return new Judged(result(number, verdict, report, capture), report.end());
  }

  private RunRequest request(TestCase test) {
    return new RunRequest(
        new RunRequest.Phase.Program(),
        command,
        environment,
        List.of(),
        test.input(),
        assignment.limits().program(assignment.request().drainOutput()),
        assignment.request().mergeStderr());
  }

  private static ComparisonResult compare(TestCase test, byte[] expected, StreamCapture output) {
    return OutputComparison.compare(test.comparison(), expected, output.bytes(), output.length());
  }

  /**
   * The kernel's counter also counts kills for want of memory on the whole machine. A program that
   * never came near its own limit was not the one that needed too much.
   */
  private boolean starvedByHost(RunReport report) {
    long limit = assignment.limits().programContainer(0).memoryBytes();
    return report.oomKills() > 0 && report.peakCgroupBytes().orElse(limit) < limit / 2;
  }

  private static TestResult result(
      int number, RunVerdict verdict, RunReport report, RunCapture capture) {
    Measured measured =
        new Measured(
            report.cpu(),
            report.wall(),
            report.peakResidentBytes(),
            report.peakCgroupBytes(),
            report.end() instanceof Exited(int code) ? Optional.of(code) : Optional.empty(),
            report.end() instanceof Signalled(int signal) ? Optional.of(signal) : Optional.empty(),
            verdict.limit(),
            capture.out().captured(report.stdoutBytes()),
            capture.error().captured(report.stderrBytes()));
    return new TestResult(number, verdict.verdict(), Optional.of(measured), verdict.message());
  }
}
