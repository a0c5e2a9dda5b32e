package dev.glovebox.sandbox.docker;

import dev.glovebox.sandbox.ContainerLimits;
import java.time.Duration;
import java.util.List;

/**
 * How sandboxes are made and kept.
 *
 * @param engine the Docker engine
 * @param seccomp what sandboxes may call
 * @param worker who owns the containers, unique among all that use this engine: another life of the
 *     same worker removes what this one left behind
 * @param cores the cores that sandboxes are pinned to, one each; empty = all of the engine's
 * @param limits what a sandbox is set to when it starts
 * @param uids user ids that programs get
 * @param storage sizes of the writable places
 * @param size how many are kept
 * @param times how long things may take
 */
public record DockerSettings(
    EngineAddress engine,
    SeccompProfile seccomp,
    String worker,
    List<Integer> cores,
    ContainerLimits limits,
    Uids uids,
    Storage storage,
    Size size,
    Times times) {

  public DockerSettings {
    cores = List.copyOf(cores);
    if (worker.isBlank()) {
      throw new IllegalArgumentException("worker is blank");
    }
  }

  /** The defaults, for a worker that has the engine for itself. */
  public static DockerSettings of(EngineAddress engine, SeccompProfile seccomp, String worker) {
    return new DockerSettings(
        engine,
        seccomp,
        worker,
        List.of(),
        new ContainerLimits(512L << 20, 64),
        Uids.DEFAULT,
        Storage.DEFAULT,
        Size.DEFAULT,
        Times.DEFAULT);
  }

  /** The same with these cores. */
  public DockerSettings withCores(List<Integer> cores) {
    return new DockerSettings(engine, seccomp, worker, cores, limits, uids, storage, size, times);
  }

  /** The same with these limits at start. */
  public DockerSettings withLimits(ContainerLimits limits) {
    return new DockerSettings(engine, seccomp, worker, cores, limits, uids, storage, size, times);
  }

  /** The same with these user ids. */
  public DockerSettings withUids(Uids uids) {
    return new DockerSettings(engine, seccomp, worker, cores, limits, uids, storage, size, times);
  }

  /** The same with this storage. */
  public DockerSettings withStorage(Storage storage) {
    return new DockerSettings(engine, seccomp, worker, cores, limits, uids, storage, size, times);
  }

  /** The same with this size. */
  public DockerSettings withSize(Size size) {
    return new DockerSettings(engine, seccomp, worker, cores, limits, uids, storage, size, times);
  }

  /** The same with these times. */
  public DockerSettings withTimes(Times times) {
    return new DockerSettings(engine, seccomp, worker, cores, limits, uids, storage, size, times);
  }

  /**
   * The user ids that programs get. Kernel counters are per user id across all containers, so two
   * workers on one engine need ranges that don't overlap.
   *
   * @param first the first of slot 0, above 65536
   * @param perSlot how many each slot has
   */
  public record Uids(int first, int perSlot) {
    static final Uids DEFAULT = new Uids(200_000, 1_000);

    public Uids {
      if (first <= 65_536) {
        throw new IllegalArgumentException("uids start at %d, not above 65536".formatted(first));
      }
      if (perSlot < 8) {
        throw new IllegalArgumentException("%d uids a slot, 8 are needed".formatted(perSlot));
      }
    }
  }

  /**
   * Sizes of the places a program can write to; what is there counts as its memory.
   *
   * @param boxBytes size of {@code /box}
   * @param boxFiles files and folders in {@code /box}
   * @param tmpBytes size of {@code /tmp}
   * @param tmpFiles files and folders in {@code /tmp}
   * @param stagedBytes how much the supervisor keeps for the next install or run
   */
  public record Storage(
      long boxBytes, int boxFiles, long tmpBytes, int tmpFiles, long stagedBytes) {
    static final Storage DEFAULT = new Storage(256L << 20, 16_384, 64L << 20, 4_096, 64L << 20);
  }

  /**
   * How many sandboxes are kept, and how busy the engine is kept with them.
   *
   * @param warm idle ones of each kind that is kept warm, at least
   * @param surge idle ones of each kind under load, at most; 0 = the number of cores plus one
   * @param idle idle ones of all kinds together, at most
   * @param reuses how often one may serve the same tenant
   * @param starts how many are started at the same time
   * @param removals how many are removed at the same time
   */
  public record Size(int warm, int surge, int idle, int reuses, int starts, int removals) {
    static final Size DEFAULT = new Size(1, 0, 32, 1_000, 3, 2);

    public Size {
      if (warm < 0 || surge < 0 || idle < 1 || reuses < 0 || starts < 1 || removals < 1) {
        throw new IllegalArgumentException("size of the pool is out of range");
      }
    }
  }

  /**
   * How long things may take.
   *
   * @param acquire waiting for a sandbox to start, then the engine is at fault
   * @param engineCall one call of the engine
   * @param answer waiting for the supervisor when no program runs
   * @param overdue how long after a run's wall limit its end is waited for, plus a tenth of the
   *     limit; then the container is killed
   * @param kill how long a run may take to end after {@link dev.glovebox.sandbox.Sandbox#kill()};
   *     then the container is killed
   * @param keep how long an idle sandbox is kept for the same tenant
   * @param life after this a container counts as left behind and any worker may remove it; no
   *     sandbox older than half of it is handed out
   */
  public record Times(
      Duration acquire,
      Duration engineCall,
      Duration answer,
      Duration overdue,
      Duration kill,
      Duration keep,
      Duration life) {
    static final Times DEFAULT =
        new Times(
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            Duration.ofHours(2));
  }
}
