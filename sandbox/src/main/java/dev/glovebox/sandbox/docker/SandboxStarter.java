package dev.glovebox.sandbox.docker;

import com.github.dockerjava.api.model.HostConfig;
import dev.glovebox.sandbox.ContainerLimits;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.SandboxException.Kind;
import dev.glovebox.sandbox.SandboxFacts;
import dev.glovebox.sandbox.SandboxSpec;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a sandbox to life: create, attach, start, and wait for the supervisor's greeting. */
final class SandboxStarter {

  private static final Logger log = LoggerFactory.getLogger(SandboxStarter.class);

  /**
   * gVisor's own threads and memory count in the container's limits, and its runtime has no way to
   * change them later: every sandbox starts with what the largest phase may need.
   */
  private static final ContainerLimits GVISOR_LIMITS = new ContainerLimits(2112L << 20, 512);

  /** Beside the programs: the supervisor with its buffers, and what may be installed for free. */
  private static final long OWN_MEMORY = (8L << 20) + ContainerLimits.FREE_INSTALLED_BYTES;

  private static final String HOST_NAME = "sandbox";

  /** With as many removals to come, what may have been created is left to the sweep. */
  private static final int MOST_IN_DOUBT = 32;

  private final DockerSettings settings;
  private final String instance;
  private final Clock clock;
  private final Engine engine;
  private final Removals removals;
  private final Watch watch;
  private final SandboxObserver observer;
  private final Buffers buffers = new Buffers();
  private final Hardening hardening;
  private final Map<String, String> runtimes = new ConcurrentHashMap<>();
  private final Set<String> owned = ConcurrentHashMap.newKeySet();

  SandboxStarter(
      DockerSettings settings,
      String instance,
      Clock clock,
      Engine engine,
      Removals removals,
      Watch watch,
      SandboxObserver observer) {
    this.settings = settings;
    this.instance = instance;
    this.clock = clock;
    this.engine = engine;
    this.removals = removals;
    this.watch = watch;
    this.observer = observer;
    this.hardening = new Hardening(settings);
  }

  /** What programs may use of a sandbox of this tier when it has started. */
  ContainerLimits startLimits(IsolationTier tier) {
    return switch (tier) {
      case CONTAINER -> settings.limits();
      case GVISOR -> GVISOR_LIMITS;
    };
  }

  /** What the container must be set to for a program to have these limits. */
  static ContainerLimits forTier(IsolationTier tier, ContainerLimits limits) {
    return switch (tier) {
      case CONTAINER -> new ContainerLimits(limits.memoryBytes() + OWN_MEMORY, limits.processes());
      case GVISOR ->
          new ContainerLimits(GVISOR_LIMITS.memoryBytes() + OWN_MEMORY, GVISOR_LIMITS.processes());
    };
  }

  /**
   * Starts a sandbox in a slot that is the caller's. When that fails, whatever was begun is given
   * to removal and the slot is left without a holder.
   */
  DockerSandbox start(SandboxSpec spec, Slot slot, int core) {
    try {
      return start(spec, slot, network(spec, slot), core);
    } catch (RuntimeException e) {
      dropHolder(slot);
      throw e;
    }
  }

  /** gVisor brings up a network stack of its own and can't join a namespace that is there. */
  private Network network(SandboxSpec spec, Slot slot) {
    return switch (spec.tier()) {
      case CONTAINER -> new Network("container:" + holder(spec.image(), slot).container(), null);
      case GVISOR -> new Network("none", HOST_NAME);
    };
  }

  /**
   * An empty network.
   *
   * @param mode the engine's name for it
   * @param hostName none where the network brings its holder's
   */
  private record Network(String mode, @Nullable String hostName) {}

  private DockerSandbox start(SandboxSpec spec, Slot slot, Network network, int core) {
    long began = System.nanoTime();
    ContainerLimits limits = startLimits(spec.tier());
    String container =
        create(
            spec.image(),
            hardening.sandbox(
                spec.tier(), forTier(spec.tier(), limits), slot.uidBase, core, network.mode()),
            arguments(slot),
            labels(Labels.SANDBOX),
            network.hostName());
    SupervisorLink link = null;
    try {
      link = attachAndStart(container);
      long started = System.nanoTime();
      SupervisorLink.Hello hello = link.greet(settings.times().engineCall());
      if (hello.uidBase() != slot.uidBase) {
        throw new SandboxException(
            Kind.PROTOCOL, "the supervisor has another range of user ids than it was given");
      }
      observer.started(
          spec, Duration.ofNanos(started - began), Duration.ofNanos(System.nanoTime() - started));
      SandboxFacts facts =
          new SandboxFacts(
              container,
              spec.image(),
              spec.tier(),
              runtimeFact(spec.tier()),
              settings.seccomp().name(),
              settings.seccomp().sha256(),
              limits,
              Integer.toString(core),
              hello.cgroupVersion());
      return new DockerSandbox(engine, link, spec, slot, core, facts);
    } catch (RuntimeException e) {
      RuntimeException explained = explained(e, container);
      abandon(link, container);
      throw explained;
    }
  }

  /** With what became of the container, where it went away. */
  private RuntimeException explained(RuntimeException e, String container) {
    return e instanceof SandboxException fault && fault.kind() == Kind.LOST
        ? new SandboxException(
            Kind.LOST, fault.getMessage() + "; " + engine.obituary(container).text(), fault)
        : e;
  }

  /**
   * Starts a container that does nothing, hears its supervisor and removes it again: the engine's
   * whole way of making a sandbox, without any sandbox.
   *
   * @param slot the caller's, without a holder
   * @throws SandboxException when the engine fails in any of it; what may be left of the container
   *     is removed in the background
   */
  void tryOut(String image, Slot slot) {
    Slot.Holder made = holder(image, slot);
    slot.holder = null;
    end(made.link());
    remove(made.container());
  }

  /** The same with an image that has no supervisor, whose container is not started. */
  void tryOutCreating(String image, Slot slot) {
    remove(
        create(
            image,
            hardening.holder(slot.uidBase),
            arguments(slot),
            labels(Labels.HOLDER),
            HOST_NAME));
  }

  private void remove(String container) {
    boolean gone = false;
    try {
      gone = engine.remove(container);
    } finally {
      if (gone) {
        owned.remove(container);
      } else {
        removals.add(container, () -> owned.remove(container));
      }
    }
  }

  /** The slot's holder, a new one where it has none, a dead one or an old one. */
  private Slot.Holder holder(String image, Slot slot) {
    Slot.Holder present = slot.holder;
    if (present != null) {
      if (holderIsFit(present)) {
        return present;
      }
      dropHolder(slot);
    }
    String container =
        create(
            image,
            hardening.holder(slot.uidBase),
            arguments(slot),
            labels(Labels.HOLDER),
            HOST_NAME);
    SupervisorLink link = null;
    try {
      link = attachAndStart(container);
      var _ = link.greet(settings.times().engineCall());
      Slot.Holder made = new Slot.Holder(container, link, System.nanoTime());
      slot.holder = made;
      return made;
    } catch (RuntimeException e) {
      RuntimeException explained = explained(e, container);
      abandon(link, container);
      throw explained;
    }
  }

  /**
   * Creates a container that is ours from then on. Where the engine gives no answer, it may have
   * been created all the same, so it is removed by its name; unless so much is to be removed that
   * the engine must be down, when a sweep finds the few that are there.
   */
  private String create(
      String image,
      HostConfig hardening,
      List<String> arguments,
      Map<String, String> labels,
      @Nullable String hostName) {
    String name = "glovebox-" + UUID.randomUUID();
    try {
      String container = engine.create(name, image, hardening, arguments, labels, hostName);
      owned.add(container);
      return container;
    } catch (RuntimeException e) {
      if (removals.pending() < MOST_IN_DOUBT) {
        owned.add(name);
        removals.add(name, () -> owned.remove(name));
      }
      throw e;
    }
  }

  boolean holderIsFit(Slot.Holder holder) {
    long age = System.nanoTime() - holder.startedNanos();
    return age < settings.times().life().dividedBy(2).toNanos() && holder.link().idle();
  }

  /** Gives up a slot's holder, which no sandbox may be using. */
  void dropHolder(Slot slot) {
    Slot.Holder holder = slot.holder;
    if (holder != null) {
      slot.holder = null;
      abandon(holder.link(), holder.container());
    }
  }

  private SupervisorLink attachAndStart(String container) {
    DockerSettings.Times times = settings.times();
    var terms =
        new SupervisorLink.Terms(
            times.answer(), times.overdue(), times.kill(), mostFetched(settings.storage()));
    SupervisorLink link;
    try {
      link =
          SupervisorLink.attach(
              engine.address(), container, buffers, terms, () -> killSoon(container));
    } catch (IOException e) {
      throw new SandboxException(Kind.ENGINE, "the engine could not attach: " + e.getMessage(), e);
    }
    watch.add(link);
    try {
      engine.start(container);
      return link;
    } catch (RuntimeException e) {
      watch.remove(link);
      link.close();
      throw e;
    }
  }

  /**
   * What is fetched is in our memory, whole, and must fit when it is staged again with its names.
   * Files can be sparse, so the size of {@code /box} bounds nothing.
   */
  private static long mostFetched(DockerSettings.Storage storage) {
    return Math.min(storage.boxBytes(), storage.stagedBytes() / 2);
  }

  /** Ends a container without making the caller wait for the engine. */
  private void killSoon(String container) {
    Thread.ofVirtual()
        .name("glovebox-kill")
        .start(() -> {
          try {
            engine.kill(container);
          } catch (SandboxException e) {
            log.warn("An overdue sandbox lives until it is removed: {}", e.getMessage());
          }
        });
  }

  private void abandon(@Nullable SupervisorLink link, String container) {
    if (link != null) {
      end(link);
    }
    removals.add(container, () -> owned.remove(container));
  }

  private void end(SupervisorLink link) {
    watch.remove(link);
    link.close();
  }

  /** Ends a sandbox; its slot is free when its container is gone. */
  void destroy(DockerSandbox sandbox, Runnable gone) {
    end(sandbox.link());
    String container = sandbox.facts().sandbox();
    removals.add(
        container,
        () -> {
          owned.remove(container);
          gone.run();
        });
  }

  /** Whether this container is known here and not gone yet. */
  boolean owns(String container) {
    return owned.contains(container);
  }

  boolean ownsNothing() {
    return owned.isEmpty();
  }

  private List<String> arguments(Slot slot) {
    return List.of(
        "--uid-base", Integer.toString(slot.uidBase),
        "--uid-count", Integer.toString(settings.uids().perSlot()),
        "--stage-max", Long.toString(settings.storage().stagedBytes()));
  }

  private Map<String, String> labels(String role) {
    long expires = clock.instant().plus(settings.times().life()).getEpochSecond();
    return Map.of(
        Labels.ROLE,
        role,
        Labels.WORKER,
        settings.worker(),
        Labels.INSTANCE,
        instance,
        Labels.EXPIRES,
        Long.toString(expires));
  }

  private String runtimeFact(IsolationTier tier) {
    return runtimes.computeIfAbsent(tier.runtime(), engine::runtime);
  }
}
