package dev.glovebox.sandbox.docker;

import dev.glovebox.sandbox.ContainerLimits;
import dev.glovebox.sandbox.Conversation;
import dev.glovebox.sandbox.Interaction;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.sandbox.RunOutput;
import dev.glovebox.sandbox.RunReport;
import dev.glovebox.sandbox.RunReport.End;
import dev.glovebox.sandbox.RunRequest;
import dev.glovebox.sandbox.Sandbox;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.SandboxException.Kind;
import dev.glovebox.sandbox.SandboxFacts;
import dev.glovebox.sandbox.SandboxFile;
import dev.glovebox.sandbox.SandboxSpec;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** One container and the conversation with its supervisor, through all its leases. */
final class DockerSandbox {

  private final Engine engine;
  private final SupervisorLink link;
  private final SandboxSpec spec;
  private final Slot slot;
  private final int core;
  private final long startedNanos = System.nanoTime();
  private final SandboxFacts atStart;

  private ContainerLimits limits;
  private int uses;
  private boolean doubtful;
  private volatile long idleSinceNanos = startedNanos;

  DockerSandbox(
      Engine engine,
      SupervisorLink link,
      SandboxSpec spec,
      Slot slot,
      int core,
      SandboxFacts atStart) {
    this.engine = engine;
    this.link = link;
    this.spec = spec;
    this.slot = slot;
    this.core = core;
    this.atStart = atStart;
    this.limits = atStart.limits();
  }

  SupervisorLink link() {
    return link;
  }

  SandboxSpec spec() {
    return spec;
  }

  Slot slot() {
    return slot;
  }

  int core() {
    return core;
  }

  int uses() {
    return uses;
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  Duration idleFor() {
    return Duration.ofNanos(System.nanoTime() - idleSinceNanos);
  }

  /** Whether it answers nothing, as it should, and is not gone. */
  boolean fit() {
    return link.idle();
  }

  SandboxFacts facts() {
    return new SandboxFacts(
        atStart.sandbox(),
        atStart.image(),
        atStart.tier(),
        atStart.runtime(),
        atStart.seccompProfile(),
        atStart.seccompSha256(),
        limits,
        atStart.cpus(),
        atStart.cgroupVersion());
  }

  void limit(ContainerLimits wanted) {
    if (spec.tier() == IsolationTier.GVISOR) {
      // Its runtime can't change limits; what it started with is more than is ever asked for.
      if (wanted.memoryBytes() > limits.memoryBytes()) {
        throw new SandboxException(
            Kind.TIER_UNAVAILABLE,
            "the tier gvisor offers at most %d MiB".formatted(limits.memoryBytes() >> 20));
      }
      return;
    }
    if (!wanted.equals(limits)) {
      // What the supervisor still holds of files that it is installing must not count.
      boolean _ = link.settle();
      engine.update(atStart.sandbox(), SandboxStarter.forTier(spec.tier(), wanted));
      limits = wanted;
    }
  }

  /** Raises the limits to these where they are lower. */
  void limitAtLeast(ContainerLimits wanted) {
    limit(
        new ContainerLimits(
            Math.max(limits.memoryBytes(), wanted.memoryBytes()),
            Math.max(limits.processes(), wanted.processes())));
  }

  /** Whether nothing in its runs speaks against keeping it for its tenant, so far. */
  boolean reusable() {
    return !doubtful && !link.killed();
  }

  /**
   * Makes it as new for its tenant: the last run's end is proven clean, {@code /box/app} is empty,
   * the limits are those it started with.
   *
   * @return false when it must not be used again
   */
  boolean recycle() {
    if (!link.settle()) {
      return false;
    }
    link.install(List.of());
    if (!link.settle()) {
      return false;
    }
    limit(atStart.limits());
    uses++;
    idleSinceNanos = System.nanoTime();
    return true;
  }

  /** A caller's view of it, good until it is closed. */
  Sandbox lease(Runnable onClose) {
    return new Lease(onClose);
  }

  private <T> T orDoubt(Supplier<T> work) {
    try {
      return work.get();
    } catch (SandboxException e) {
      doubtful = true;
      throw e.kind() == Kind.LOST || e.kind() == Kind.OVERDUE ? explained(e) : e;
    } catch (RuntimeException e) {
      doubtful = true;
      throw e;
    }
  }

  /**
   * Whose doing the loss was, as far as the engine knows. A supervisor that was ended while we were
   * sending to it is only noticed when the time is up.
   */
  private SandboxException explained(SandboxException lost) {
    Obituary obituary = engine.obituary(atStart.sandbox());
    return new SandboxException(
        obituary.outOfMemory() ? Kind.OUT_OF_MEMORY : lost.kind(),
        lost.getMessage() + "; " + obituary.text(),
        lost);
  }

  private void judge(RunReport report) {
    boolean calm =
        report.end() instanceof End.Exited
            && report.stop().isEmpty()
            && report.oomKills() == 0
            && report.forkRefusals() == 0
            && report.leftOver() == 0;
    doubtful |= !calm;
  }

  private final class Lease implements Sandbox {

    private final Runnable onClose;
    private volatile boolean open = true;

    Lease(Runnable onClose) {
      this.onClose = onClose;
    }

    @Override
    public void install(List<SandboxFile> files) {
      checkOpen();
      orDoubt(() -> {
        link.install(files);
        return true;
      });
    }

    @Override
    public void installPeer(List<SandboxFile> files) {
      checkOpen();
      orDoubt(() -> {
        link.installPeer(files);
        return true;
      });
    }

    @Override
    public RunReport run(RunRequest request, RunOutput output) {
      checkOpen();
      return orDoubt(() -> {
        RunReport report = link.run(request, output);
        judge(report);
        return report;
      });
    }

    @Override
    public RunReport converse(RunRequest request, Conversation conversation) {
      checkOpen();
      return orDoubt(() -> {
        RunReport report = link.converse(request, conversation);
        judge(report);
        return report;
      });
    }

    @Override
    public Interaction.Report interact(Interaction interaction, Interaction.Output output) {
      checkOpen();
      return orDoubt(() -> {
        Interaction.Report report = link.interact(interaction, output);
        judge(report.program());
        judge(report.peer());
        return report;
      });
    }

    @Override
    public List<SandboxFile> fetch() {
      checkOpen();
      return orDoubt(link::fetch);
    }

    @Override
    public void limit(ContainerLimits wanted) {
      checkOpen();
      orDoubt(() -> {
        DockerSandbox.this.limit(wanted);
        return true;
      });
    }

    @Override
    public synchronized void kill() {
      // Under the lock of close(), lest it hit the run of the next lease.
      if (open) {
        link.kill();
      }
    }

    @Override
    public SandboxFacts facts() {
      return DockerSandbox.this.facts();
    }

    @Override
    public void close() {
      synchronized (this) {
        if (!open) {
          return;
        }
        open = false;
      }
      onClose.run();
    }

    private void checkOpen() {
      if (!open) {
        throw new IllegalStateException("the sandbox has been given back");
      }
    }
  }
}
