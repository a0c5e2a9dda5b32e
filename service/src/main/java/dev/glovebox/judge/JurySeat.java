package dev.glovebox.judge;

import dev.glovebox.language.Language;
import dev.glovebox.language.StandardEnvironment;
import dev.glovebox.queue.InfrastructureFault;
import dev.glovebox.queue.StopSignal;
import dev.glovebox.sandbox.Collect;
import dev.glovebox.sandbox.Collected;
import dev.glovebox.sandbox.RunLimits;
import dev.glovebox.sandbox.RunReport;
import dev.glovebox.sandbox.RunReport.End.Exited;
import dev.glovebox.sandbox.RunReport.End.NotStarted;
import dev.glovebox.sandbox.RunReport.End.Signalled;
import dev.glovebox.sandbox.RunReport.Stop;
import dev.glovebox.sandbox.RunRequest;
import dev.glovebox.sandbox.Sandbox;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.SandboxFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A program of the jury's in a sandbox of its own, which is taken and filled when the program is
 * first needed and kept until the submission is judged. Used by one thread.
 */
final class JurySeat implements AutoCloseable {

  private static final int KEPT = 64 << 10;

  /** Of what it may leave: as much as can be put beside its next run. */
  private static final long MOST_LEFT = 24L << 20;

  /** What shells add to the number of the signal that ended a program. */
  private static final int SIGNALLED = 128;

  private final String name;
  private final Program program;
  private final JuryPrograms programs;
  private final Supplier<Sandbox> source;
  private final StopSignal stop;
  private final JudgeMetrics metrics;
  private @Nullable HeldSandbox held;
  private List<SandboxFile> built = List.of();

  /**
   * @param name for people
   * @param source where its sandboxes come from
   */
  JurySeat(
      String name,
      Program program,
      JuryPrograms programs,
      Supplier<Sandbox> source,
      StopSignal stop,
      JudgeMetrics metrics) {
    this.name = name;
    this.program = program;
    this.programs = programs;
    this.source = source;
    this.stop = stop;
    this.metrics = metrics;
  }

  /**
   * Runs it to its end.
   *
   * @throws JuryFault when it can't be compiled or started, crashes, or passes one of its limits
   * @throws JudgingEnded when it was cancelled
   * @throws InfrastructureFault when its sandbox fails for our own reasons
   */
  JuryRun run(JuryCall call) {
    return guarded(() -> ran(seated(), call, false));
  }

  /**
   * The same where a crash says as much as an exit code: one that a signal ends has 128 and the
   * signal's number, as shells have it.
   */
  JuryRun runToAnyEnd(JuryCall call) {
    return guarded(() -> ran(seated(), call, true));
  }

  private <T> T guarded(Supplier<T> work) {
    try {
      return work.get();
    } catch (SandboxException e) {
      if (stop.stopped()) {
        throw JudgingEnded.cancelled();
      }
      if (e.kind() == SandboxException.Kind.OUT_OF_MEMORY) {
        throw new JuryFault(name + " left no memory in its sandbox", "");
      }
      throw SandboxFaults.ofJury(name, e);
    }
  }

  String name() {
    return name;
  }

  Program program() {
    return program;
  }

  /** Its sandbox, with the program in it; errors as of {@link #run}. */
  Sandbox sandbox() {
    return guarded(this::seated);
  }

  /** The program's files, to be installed elsewhere; errors as of {@link #run}. */
  List<SandboxFile> files() {
    return guarded(() -> {
      Sandbox _ = seated();
      return built;
    });
  }

  private Sandbox seated() {
    if (held != null) {
      return held.sandbox();
    }
    HeldSandbox taken = new HeldSandbox(source, stop);
    held = taken;
    long installed = fill(taken);
    taken.sandbox().limit(program.limits().programContainer(installed));
    return taken.sandbox();
  }

  private long fill(HeldSandbox taken) {
    Optional<Language.Compile> compile = program.language().compile();
    if (compile.isEmpty()) {
      built = program.layout().sources();
      return install(taken, built);
    }
    Compilation compilation = new Compilation(program, compile.get(), KEPT, false);
    boolean[] here = new boolean[1];
    CachedProgram cached =
        programs.get(
            compilation.key(taken.sandbox()),
            () -> {
              here[0] = true;
              return compiled(compilation, taken);
            });
    built = cached.files();
    long bytes = built.stream().mapToLong(file -> file.content().length).sum();
    return here[0] ? bytes : install(taken, built);
  }

  private static long install(HeldSandbox taken, List<SandboxFile> files) {
    taken.sandbox().install(files);
    return files.stream().mapToLong(file -> file.content().length).sum();
  }

  private CachedProgram compiled(Compilation compilation, HeldSandbox taken) {
    Compilation.Outcome outcome = build(compilation, taken);
    metrics.ran("compile-jury", program, outcome.result().wall());
    if (outcome.cancelled() || stop.stopped()) {
      throw JudgingEnded.cancelled();
    }
    if (!outcome.result().succeeded()) {
      String why = outcome.result().message();
      throw new JuryFault(
          name + " can't be compiled" + (why.isEmpty() ? "" : ": " + why),
          CheckerText.of(outcome.result().output().prefix()));
    }
    return new CachedProgram(outcome.result(), taken.sandbox().fetch());
  }

  /** A build script that can't be started is the package's fault, and not the machine's. */
  private Compilation.Outcome build(Compilation compilation, HeldSandbox taken) {
    try {
      return compilation.run(taken);
    } catch (InfrastructureFault e) {
      if (program.language().id().equals(JuryWorkshop.SCRIPTS_LANGUAGE)) {
        throw new JuryFault(name + " can't be built", String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  private JuryRun ran(Sandbox sandbox, JuryCall call, boolean mayCrash) {
    RunLimits limits = program.limits().program(false);
    RunCapture capture =
        new RunCapture(
            new StreamCapture(KEPT, limits.stdoutBytes(), false),
            new StreamCapture(KEPT, limits.stderrBytes(), false));
    List<String> arguments = new ArrayList<>(call.arguments());
    RunRequest request =
        new RunRequest(
            new RunRequest.Phase.Program(),
            program.commands().of(program.language().run(), arguments),
            StandardEnvironment.program(program.language().run().environment()),
            call.files(),
            call.inputLength() == call.input().length
                ? call.input()
                : Arrays.copyOf(call.input(), call.inputLength()),
            limits,
            false,
            call.keep().isEmpty()
                ? Collect.NOTHING
                : new Collect(List.of(call.keep() + "/**"), MOST_LEFT));
    RunReport report = sandbox.run(request, capture);
    metrics.ran("jury", program, report.wall());
    if (report.stop().filter(why -> why == Stop.KILLED).isPresent() || stop.stopped()) {
      throw JudgingEnded.cancelled();
    }
    byte[] out = start(capture.out());
    byte[] error = start(capture.error());
    int code = exitCode(report, CheckerText.of(error.length == 0 ? out : error), mayCrash);
    Collected left = report.collected();
    if (left.leftOut() > 0 || !left.complete()) {
      throw new JuryFault(
          "%s left more files than can be read: at most %s in all"
              .formatted(name, Quantities.bytes(MOST_LEFT)),
          CheckerText.of(error));
    }
    return new JuryRun(name, code, out, error, left.files(), report);
  }

  private static byte[] start(StreamCapture stream) {
    return Arrays.copyOf(stream.bytes(), stream.length());
  }

  private int exitCode(RunReport report, String words, boolean mayCrash) {
    var most = program.limits().judged();
    if (report.oomKills() > 0) {
      throw new JuryFault(
          "%s needed more than its %s of memory"
              .formatted(name, Quantities.bytes(most.memoryBytes())),
          words);
    }
    if (report.stop().isPresent()) {
      throw new JuryFault(
          switch (report.stop().get()) {
            case CPU_LIMIT ->
                "%s needed more than its %s of CPU time"
                    .formatted(name, Quantities.seconds(most.cpu()));
            case WALL_LIMIT ->
                "%s did not end within %s".formatted(name, Quantities.seconds(report.wall()));
            case STDOUT_LIMIT, STDERR_LIMIT ->
                "%s wrote more than its %s".formatted(name, Quantities.bytes(most.outputBytes()));
            case KILLED -> "%s was ended".formatted(name);
          },
          words);
    }
    return switch (report.end()) {
      case Exited(int code) -> code;
      case Signalled(int signal) when mayCrash -> SIGNALLED + signal;
      case Signalled(int signal) ->
          throw new JuryFault(
              "%s was ended by %s".formatted(name, Signals.describe(signal)), words);
      case NotStarted(int errno, String reason) ->
          throw new JuryFault(
              "%s could not be started: %s (error %d)".formatted(name, reason, errno), words);
    };
  }

  @Override
  public void close() {
    if (held != null) {
      held.close();
    }
  }
}
