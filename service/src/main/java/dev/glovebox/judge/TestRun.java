package dev.glovebox.judge;

import dev.glovebox.language.StandardEnvironment;
import dev.glovebox.queue.InfrastructureFault;
import dev.glovebox.sandbox.Collect;
import dev.glovebox.sandbox.Interaction;
import dev.glovebox.sandbox.RunReport;
import dev.glovebox.sandbox.RunReport.End;
import dev.glovebox.sandbox.RunReport.End.Exited;
import dev.glovebox.sandbox.RunReport.End.Signalled;
import dev.glovebox.sandbox.RunRequest;
import dev.glovebox.sandbox.Sandbox;
import dev.glovebox.sandbox.SandboxFile;
import dev.glovebox.submission.ExecutionLimits;
import dev.glovebox.submission.LeftFile;
import dev.glovebox.submission.OutputOrder;
import dev.glovebox.submission.TestResult.Measured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Runs the program on one test and judges the run. */
final class TestRun {

  /**
   * How the program is run.
   *
   * @param arguments of every run
   * @param mergeStderr whether standard error goes to standard output
   * @param drain whether a program that passes its output limit runs on
   * @param countStderr whether too much on standard error is an output limit too
   * @param recordOrder whether the order of both streams is recorded
   * @param leftFilesBytes how much of the files that it leaves is kept; empty = none
   * @param cpuExtra how far a run may pass its CPU time before it is ended; empty = a little
   */
  record Manner(
      List<String> arguments,
      boolean mergeStderr,
      boolean drain,
      boolean countStderr,
      boolean recordOrder,
      Optional<Long> leftFilesBytes,
      Optional<Duration> cpuExtra) {}

  /**
   * @param verdict of the run
   * @param measured what it took
   * @param end how the program ended, for rules that look beyond one test
   * @param judgement of the output, where it came to that
   */
  record Judged(RunVerdict verdict, Measured measured, End end, Optional<Judgement> judgement) {}

  private static final List<String> EVERYTHING = List.of("**");

  private final Program program;
  private final Manner manner;
  private final ExecutionLimits limits;
  private final int keptOutput;
  private final Optional<LiveConversation.Side> live;
  private final Map<String, String> environment;

  /**
   * @param keptOutput bytes of each stream that are kept
   * @param live who talks with the program, in place of an input
   */
  TestRun(Program program, Manner manner, int keptOutput, Optional<LiveConversation.Side> live) {
    this.program = program;
    this.manner = manner;
    this.limits = program.limits().judged();
    this.keptOutput = keptOutput;
    this.live = live;
    this.environment = StandardEnvironment.program(program.language().run().environment());
  }

  /**
   * @param judge of the output; empty = whatever it prints will do
   */
  Judged run(Sandbox sandbox, Trial trial, Optional<OutputJudge> judge) {
    RunCapture capture =
        new RunCapture(
            new StreamCapture(keptOutput, limits.outputBytes(), judge.isPresent()),
            new StreamCapture(keptOutput, limits.outputBytes(), false),
            manner.recordOrder() ? Optional.of(new OutputOrder.Recorder()) : Optional.empty());
    RunRequest request = request(trial, manner.mergeStderr());
    RunReport report =
        live.isPresent()
            ? sandbox.converse(request, new LiveConversation(live.get(), capture))
            : sandbox.run(request, capture);
    assureMemory(report);
    String errorText = manner.mergeStderr() ? capture.out().ends() : capture.error().ends();
    Optional<RunVerdict> failed =
        RunVerdict.failed(report, limits, errorText, manner.countStderr())
            .or(() ->
                RunVerdict.heldTooMuch(report, limits, program.language().memoryOverheadBytes()))
            .or(() ->
                trial.output().isPresent()
                    ? RunVerdict.leftTooMuch(report, limits)
                    : Optional.empty());
    StreamCapture output = trial.output().map(name -> left(report, name)).orElse(capture.out());
    long outputBytes = trial.output().isPresent() ? output.length() : report.stdoutBytes();
    Optional<Judgement> judgement =
        failed.isPresent() ? Optional.empty() : judge.map(j -> j.judge(output));
    RunVerdict verdict =
        failed.orElseGet(() ->
            RunVerdict.judged(outputBytes, judgement.orElse(Judgement.ACCEPTED).comparison()));
    return new Judged(
        verdict, measured(verdict, report, capture, left(report, trial)), report.end(), judgement);
  }

  /** What the program left in the file that is judged; nothing where it left none. */
  private static StreamCapture left(RunReport report, String name) {
    return StreamCapture.of(
        report.collected().files().stream()
            .filter(file -> file.path().equals(name))
            .map(SandboxFile::content)
            .findFirst()
            .orElseGet(() -> new byte[0]));
  }

  /** What it left of its own: files that lie there as they were put there are known anyway. */
  private List<LeftFile> left(RunReport report, Trial trial) {
    if (manner.leftFilesBytes().isEmpty() || trial.output().isPresent()) {
      return List.of();
    }
    Map<String, byte[]> before =
        trial.files().stream().collect(Collectors.toMap(SandboxFile::path, SandboxFile::content));
    return report.collected().files().stream()
        .filter(file -> !Arrays.equals(before.get(file.path()), file.content()))
        .map(file -> new LeftFile(file.path(), file.content()))
        .toList();
  }

  /** The verdict on a conversation with an interactor that is not broken. */
  RunVerdict verdict(Interaction.Report report, Optional<Judgement> said, String errorText) {
    assureMemory(report.program());
    return InteractVerdict.of(
        report,
        said,
        limits,
        program.language().memoryOverheadBytes(),
        errorText,
        manner.countStderr());
  }

  /** What verdicts go by. */
  ExecutionLimits limits() {
    return limits;
  }

  /** Of a stream that is stored and not judged. */
  StreamCapture capture() {
    return new StreamCapture(keptOutput, limits.outputBytes(), false);
  }

  /**
   * @throws InfrastructureFault when it was the machine that had no memory
   */
  private void assureMemory(RunReport report) {
    if (starvedByHost(report)) {
      throw new InfrastructureFault(
          "host_out_of_memory",
          "the kernel killed a program that used %s of its %s: the machine is out of memory"
              .formatted(
                  Quantities.bytes(report.peakCgroupBytes().orElse(0L)),
                  Quantities.bytes(program.limits().programContainer(0).memoryBytes())));
    }
  }

  /** How the program is run on a trial. */
  RunRequest request(Trial trial, boolean mergeStderr) {
    List<String> arguments = new ArrayList<>(manner.arguments());
    arguments.addAll(trial.arguments());
    return new RunRequest(
        new RunRequest.Phase.Program(),
        program.commands().of(program.language().run(), arguments),
        environment,
        trial.files(),
        trial.input(),
        program.limits().program(manner.drain(), manner.cpuExtra()),
        mergeStderr,
        trial
            .output()
            .map(name -> new Collect(List.of(name), Math.max(1, limits.outputBytes())))
            .or(() -> manner.leftFilesBytes().map(most -> new Collect(EVERYTHING, most)))
            .orElse(Collect.NOTHING));
  }

  /**
   * The kernel's counter also counts kills for want of memory on the whole machine. A program that
   * never came near its own limit was not the one that needed too much.
   */
  private boolean starvedByHost(RunReport report) {
    long limit = program.limits().programContainer(0).memoryBytes();
    return report.oomKills() > 0 && report.peakCgroupBytes().orElse(limit) < limit / 2;
  }

  private static Measured measured(
      RunVerdict verdict, RunReport report, RunCapture capture, List<LeftFile> left) {
    return new Measured(
        report.cpu(),
        report.wall(),
        report.peakResidentBytes(),
        report.peakCgroupBytes(),
        report.end() instanceof Exited(int code) ? Optional.of(code) : Optional.empty(),
        report.end() instanceof Signalled(int signal) ? Optional.of(signal) : Optional.empty(),
        verdict.limit(),
        capture.out().captured(report.stdoutBytes()),
        capture.error().captured(report.stderrBytes()),
        capture.recorded(),
        left);
  }
}
