package dev.glovebox.judge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.glovebox.sandbox.ContainerLimits;
import dev.glovebox.sandbox.Conversation;
import dev.glovebox.sandbox.Interaction;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.sandbox.RunOutput;
import dev.glovebox.sandbox.RunReport;
import dev.glovebox.sandbox.RunReport.End;
import dev.glovebox.sandbox.RunReport.Stop;
import dev.glovebox.sandbox.RunRequest;
import dev.glovebox.sandbox.Sandbox;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.SandboxFacts;
import dev.glovebox.sandbox.SandboxFile;
import dev.glovebox.sandbox.SandboxLease;
import dev.glovebox.sandbox.SandboxPool;
import dev.glovebox.sandbox.SandboxSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A pool of one sandbox that does what a test tells it to, and remembers what was asked of it. A
 * fake, because the judge has to be right about reports that no real engine produces on demand: a
 * host without memory, a compiler that starves at one limit and not at another, a sandbox that is
 * lost in the middle. What real sandboxes do is tested on a real engine.
 */
final class FakeSandbox implements SandboxPool, Sandbox {

  static final ContainerLimits USUAL = new ContainerLimits(512L << 20, 64);

  /** What one run does: a report, and what is written before it. */
  record Planned(RunReport report, String stdout, String stderr) {

    static Planned exits(int code, String stdout) {
      return ends(new End.Exited(code), stdout, "");
    }

    static Planned ends(End end, String stdout, String stderr) {
      return new Planned(
          new RunReport(
              end,
              Optional.empty(),
              Duration.ofMillis(7),
              Duration.ofMillis(5),
              Duration.ofMillis(2),
              Duration.ofMillis(9),
              4 << 20,
              Optional.of(5L << 20),
              0,
              0,
              stdout.length(),
              stderr.length(),
              0,
              0),
          stdout,
          stderr);
    }

    Planned stopped(Stop stop) {
      RunReport r = report;
      return new Planned(
          new RunReport(
              r.end(),
              Optional.of(stop),
              r.cpu(),
              r.user(),
              r.system(),
              r.wall(),
              r.peakResidentBytes(),
              r.peakCgroupBytes(),
              r.oomKills(),
              r.forkRefusals(),
              r.stdoutBytes(),
              r.stderrBytes(),
              r.leftOver(),
              r.resultBytes()),
          stdout,
          stderr);
    }

    Planned starved(long oomKills, long forkRefusals, long peakBytes) {
      RunReport r = report;
      return new Planned(
          new RunReport(
              r.end(),
              r.stop(),
              r.cpu(),
              r.user(),
              r.system(),
              r.wall(),
              r.peakResidentBytes(),
              Optional.of(peakBytes),
              oomKills,
              forkRefusals,
              r.stdoutBytes(),
              r.stderrBytes(),
              r.leftOver(),
              r.resultBytes()),
          stdout,
          stderr);
    }
  }

  /** In order: what was asked, in a few words. */
  final List<String> calls = new ArrayList<>();

  final List<RunRequest> runs = new ArrayList<>();
  final List<SandboxFile> installed = new ArrayList<>();
  List<SandboxFile> compiled = List.of(new SandboxFile("program", new byte[] {1, 2, 3}, true));

  /** The number of the run, from 1, and what is to run. */
  BiFunction<Integer, RunRequest, Planned> behaviour = (_, _) -> Planned.exits(0, "");

  ContainerLimits limits = USUAL;
  Optional<SandboxLease> lease = Optional.empty();
  Optional<SandboxSpec> spec = Optional.empty();
  boolean fetchFails;
  boolean limitFails;
  boolean closed;
  volatile boolean killed;

  @Override
  public Sandbox acquire(SandboxSpec wanted, SandboxLease who, ContainerLimits least) {
    calls.add("acquire");
    spec = Optional.of(wanted);
    lease = Optional.of(who);
    limits =
        new ContainerLimits(
            Math.max(limits.memoryBytes(), least.memoryBytes()),
            Math.max(limits.processes(), least.processes()));
    return this;
  }

  @Override
  public void installPeer(List<SandboxFile> files) {
    calls.add("installPeer");
  }

  @Override
  public void install(List<SandboxFile> files) {
    calls.add("install");
    installed.clear();
    installed.addAll(files);
  }

  @Override
  public RunReport converse(RunRequest request, Conversation conversation) {
    throw new UnsupportedOperationException("no test of this fake needs a conversation");
  }

  @Override
  public Interaction.Report interact(Interaction interaction, Interaction.Output output) {
    throw new UnsupportedOperationException("no test of this fake needs a pair");
  }

  @Override
  public RunReport run(RunRequest request, RunOutput output) {
    runs.add(request);
    calls.add(request.phase() instanceof RunRequest.Phase.Compile ? "compile" : "run");
    Planned planned = behaviour.apply(runs.size(), request);
    byte[] out = planned.stdout().getBytes(UTF_8);
    byte[] error = planned.stderr().getBytes(UTF_8);
    output.stdout(out, 0, (int) Math.min(out.length, request.limits().stdoutBytes()));
    output.stderr(error, 0, (int) Math.min(error.length, request.limits().stderrBytes()));
    return planned.report();
  }

  @Override
  public List<SandboxFile> fetch() {
    calls.add("fetch");
    if (fetchFails) {
      throw new SandboxException(SandboxException.Kind.LOST, "gone");
    }
    return compiled;
  }

  @Override
  public void limit(ContainerLimits wanted) {
    if (!wanted.equals(limits)) {
      if (limitFails) {
        throw new SandboxException(SandboxException.Kind.OUT_OF_MEMORY, "more is in use");
      }
      calls.add("limit %d MiB %d".formatted(wanted.memoryBytes() >> 20, wanted.processes()));
      limits = wanted;
    }
  }

  @Override
  public void kill() {
    killed = true;
  }

  @Override
  public SandboxFacts facts() {
    SandboxSpec running = spec.orElseThrow();
    return new SandboxFacts(
        "box",
        running.image(),
        running.tier(),
        running.tier().runtime(),
        "strict",
        running.tier() == IsolationTier.CONTAINER ? "5ec" : "6ec",
        limits,
        "0",
        1);
  }

  @Override
  public void warm(SandboxSpec kind) {}

  @Override
  public void cool(SandboxSpec kind) {}

  @Override
  public void close() {
    calls.add("close");
    closed = true;
  }
}
