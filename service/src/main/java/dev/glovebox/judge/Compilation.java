package dev.glovebox.judge;

import dev.glovebox.language.Language.Compile;
import dev.glovebox.language.StandardEnvironment;
import dev.glovebox.queue.InfrastructureFault;
import dev.glovebox.sandbox.ContainerLimits;
import dev.glovebox.sandbox.RunLimits;
import dev.glovebox.sandbox.RunReport;
import dev.glovebox.sandbox.RunReport.End.Exited;
import dev.glovebox.sandbox.RunReport.End.NotStarted;
import dev.glovebox.sandbox.RunReport.End.Signalled;
import dev.glovebox.sandbox.RunReport.Stop;
import dev.glovebox.sandbox.RunRequest;
import dev.glovebox.sandbox.Sandbox;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.submission.CompileResult;
import dev.glovebox.submission.TestResult.LimitFired;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The compilation of one submission.
 *
 * <p>It is tried within whatever limits the sandbox has already, because changing them costs an
 * engine call and most compilations fit. Only when memory or processes were too few are they
 * widened to what the language's compiler may have, and it is tried again, once.
 */
final class Compilation {

  /**
   * @param result for the submission
   * @param cancelled whether it was interrupted
   * @param cacheable whether it may stand for later compilations
   * @param resultBytes memory that the program's files take in the sandbox
   */
  record Outcome(CompileResult result, boolean cancelled, boolean cacheable, long resultBytes) {}

  private final Program program;
  private final Compile compile;
  private final int keptOutput;
  private final boolean recordOrder;
  private final List<String> command;
  private final Map<String, String> environment;

  /**
   * @param keptOutput bytes of the compiler's output that are kept
   * @param recordOrder whether its two streams are told apart
   */
  Compilation(Program program, Compile compile, int keptOutput, boolean recordOrder) {
    this.program = program;
    this.compile = compile;
    this.keptOutput = keptOutput;
    this.recordOrder = recordOrder;
    this.command = program.commands().of(compile.command(), List.of());
    this.environment = StandardEnvironment.compile(compile.command().environment());
  }

  CacheKey key(Sandbox sandbox) {
    return CacheKey.of(program, sandbox.facts(), compile, command, environment, recordOrder);
  }

  Outcome run(HeldSandbox held) {
    ContainerLimits present = held.sandbox().facts().limits();
    ContainerLimits most = widest(present, program.limits().compileContainer(compile));
    try {
      Attempt attempt = attempt(held.sandbox());
      if (!attempt.starved() || most.equals(present)) {
        return attempt.outcome();
      }
    } catch (SandboxException e) {
      // The compiler took so much that the sandbox itself ended.
      if (e.kind() != SandboxException.Kind.OUT_OF_MEMORY || held.stopped()) {
        throw e;
      }
      held.renew();
    }
    try {
      held.sandbox().limit(most);
      return attempt(held.sandbox()).outcome();
    } catch (SandboxException e) {
      if (e.kind() != SandboxException.Kind.OUT_OF_MEMORY || held.stopped()) {
        throw e;
      }
      return outOfMemory();
    }
  }

  private Outcome outOfMemory() {
    CompileResult result =
        new CompileResult(
            false,
            false,
            Duration.ZERO,
            Duration.ZERO,
            0,
            Optional.empty(),
            new StreamCapture(0, 0, false).captured(0),
            tooMuchMemory(),
            Optional.of(Signals.KILL),
            Optional.of(LimitFired.MEMORY),
            Optional.empty());
    return new Outcome(result, false, false, 0);
  }

  private String tooMuchMemory() {
    return "the compiler needed more memory than the %s it may have"
        .formatted(Quantities.bytes(compile.memoryBytes()));
  }

  private static ContainerLimits widest(ContainerLimits a, ContainerLimits b) {
    return new ContainerLimits(
        Math.max(a.memoryBytes(), b.memoryBytes()), Math.max(a.processes(), b.processes()));
  }

  private Attempt attempt(Sandbox sandbox) {
    RunLimits limits = program.limits().compile(compile);
    StreamCapture out = new StreamCapture(keptOutput, limits.stdoutBytes(), false);
    RunCapture capture =
        recordOrder
            ? RunCapture.joined(out)
            : new RunCapture(out, new StreamCapture(0, limits.stderrBytes(), false));
    RunRequest request =
        new RunRequest(
            new RunRequest.Phase.Compile(compile.results()),
            command,
            environment,
            program.layout().sources(),
            new byte[0],
            limits,
            !recordOrder);
    return new Attempt(sandbox.run(request, capture), capture);
  }

  /** One run of the compiler. */
  private final class Attempt {

    private final RunReport report;
    private final RunCapture capture;

    Attempt(RunReport report, RunCapture capture) {
      this.report = report;
      this.capture = capture;
    }

    boolean succeeded() {
      return endedWell() && !heldTooMuch();
    }

    private boolean endedWell() {
      return report.stop().isEmpty() && report.end() instanceof Exited(int code) && code == 0;
    }

    /** The sandbox may be larger than what the compiler is allowed. */
    private boolean heldTooMuch() {
      return report.peakResidentBytes() > compile.memoryBytes();
    }

    /** Whether it failed for want of memory or processes, by any sign. */
    boolean starved() {
      return !succeeded()
          && report.stop().isEmpty()
          && (report.oomKills() > 0
              || report.forkRefusals() > 0
              || MemorySignature.in(capture.out().ends()).isPresent());
    }

    Outcome outcome() {
      if (report.end() instanceof NotStarted(int errno, String reason)) {
        throw new InfrastructureFault(
            "compiler_missing",
            "image %s: %s could not be started: %s (error %d)"
                .formatted(program.image(), command.getFirst(), reason, errno));
      }
      CompileResult result =
          new CompileResult(
              succeeded(),
              false,
              report.cpu(),
              report.wall(),
              report.peakResidentBytes(),
              report.end() instanceof Exited(int code) ? Optional.of(code) : Optional.empty(),
              capture.out().captured(report.stdoutBytes() + report.stderrBytes()),
              message(),
              report.end() instanceof Signalled(int signal)
                  ? Optional.of(signal)
                  : Optional.empty(),
              limit(),
              capture.recorded());
      boolean undisturbed = report.oomKills() == 0 && report.forkRefusals() == 0;
      return new Outcome(
          result,
          report.stop().filter(stop -> stop == Stop.KILLED).isPresent(),
          succeeded() && undisturbed,
          report.resultBytes());
    }

    private Optional<LimitFired> limit() {
      if (report.stop().isPresent()) {
        return switch (report.stop().get()) {
          case CPU_LIMIT -> Optional.of(LimitFired.CPU);
          case WALL_LIMIT -> Optional.of(LimitFired.WALL);
          case STDOUT_LIMIT -> Optional.of(LimitFired.STDOUT);
          case STDERR_LIMIT -> Optional.of(LimitFired.STDERR);
          case KILLED -> Optional.empty();
        };
      }
      return !succeeded() && (report.oomKills() > 0 || heldTooMuch())
          ? Optional.of(LimitFired.MEMORY)
          : Optional.empty();
    }

    /** Why there is no program, where the compiler itself can't have said so. */
    private String message() {
      if (report.stop().isPresent()) {
        return switch (report.stop().get()) {
          case CPU_LIMIT ->
              "the compiler needed more than %s of CPU time"
                  .formatted(Quantities.seconds(compile.cpu()));
          case WALL_LIMIT ->
              "the compiler took longer than %s".formatted(Quantities.seconds(report.wall()));
          case STDOUT_LIMIT, STDERR_LIMIT ->
              "the compiler wrote more than %s of messages"
                  .formatted(Quantities.bytes(compile.outputBytes()));
          case KILLED -> "cancelled while the compiler ran";
        };
      }
      if (succeeded()) {
        return "";
      }
      if (report.oomKills() > 0 || endedWell()) {
        return tooMuchMemory();
      }
      if (report.forkRefusals() > 0) {
        return "the compiler needed more than the %d processes and threads it may have"
            .formatted(compile.processes());
      }
      if (report.end() instanceof Signalled(int signal)) {
        return signal == Signals.FILE_SIZE
            ? "the compiler wrote a file larger than %s"
                .formatted(Quantities.bytes(compile.fileSizeBytes()))
            : "the compiler was ended by " + Signals.describe(signal);
      }
      return "";
    }
  }
}
