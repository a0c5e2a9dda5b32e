package dev.glovebox.sandbox.docker;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Ulimit;
import dev.glovebox.sandbox.ContainerLimits;
import dev.glovebox.sandbox.IsolationTier;
import java.util.List;
import java.util.Map;

/**
 * Everything that stands between a program and the host, in one place: what a container of ours may
 * do and use.
 */
final class Hardening {

  /**
   * What the supervisor keeps of root's powers: to become another user, to end that user's
   * processes, and to give the rest up for good.
   */
  private static final Capability[] SUPERVISOR = {
    Capability.SETUID, Capability.SETGID, Capability.KILL, Capability.SETPCAP
  };

  /**
   * The engine's own list (it is replaced, not extended, by ours) and what else tells of the host.
   */
  private static final List<String> MASKED =
      List.of(
          "/proc/asound",
          "/proc/acpi",
          "/proc/interrupts",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/proc/sched_debug",
          "/proc/scsi",
          "/sys/firmware",
          "/sys/devices/virtual/powercap",
          // Terminals and queues belong to the whole host. /dev/ptmx is a link to the first.
          "/dev/pts",
          "/dev/mqueue",
          // Ours: kernel build and boot options, hardware, disks and their users.
          "/proc/buddyinfo",
          "/proc/cmdline",
          "/proc/config.gz",
          "/proc/diskstats",
          "/proc/kallsyms",
          "/proc/kpagecgroup",
          "/proc/kpagecount",
          "/proc/kpageflags",
          "/proc/modules",
          "/proc/mtrr",
          "/proc/pagetypeinfo",
          "/proc/partitions",
          "/proc/slabinfo",
          "/proc/swaps",
          "/proc/sysvipc",
          "/proc/vmallocinfo",
          "/proc/zoneinfo",
          "/sys/block",
          "/sys/bus",
          "/sys/class",
          "/sys/dev",
          "/sys/devices/pci0000:00",
          "/sys/devices/platform",
          "/sys/devices/virtual",
          "/sys/hypervisor",
          "/sys/kernel",
          "/sys/module",
          "/sys/power");

  private static final List<String> READ_ONLY =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  /** A program may have at most as many descriptors open as this. */
  static final long OPEN_FILES = 16_384;

  private static final long UNLIMITED = -1;
  private static final long ONE_CPU = 1_000_000_000L;
  private static final int OOM_SCORE = 500;
  private static final ContainerLimits HOLDER_LIMITS = new ContainerLimits(16L << 20, 8);

  private static final DockerSettings.Storage HOLDER_STORAGE =
      new DockerSettings.Storage(64 << 10, 16, 64 << 10, 16, 0);

  private final DockerSettings settings;

  Hardening(DockerSettings settings) {
    this.settings = settings;
  }

  /** For a sandbox in this network, which must be an empty one. */
  HostConfig sandbox(
      IsolationTier tier, ContainerLimits limits, int uidBase, int core, String network) {
    return common(limits)
        .withRuntime(tier.runtime())
        .withNetworkMode(network)
        .withTmpFs(writable(settings.storage(), uidBase))
        .withCpusetCpus(Integer.toString(core))
        .withNanoCPUs(ONE_CPU);
  }

  /**
   * For the container that keeps a slot's network namespace: one with nothing but loopback. It runs
   * a supervisor that is never told to do anything, so it gets the least that this one starts with.
   */
  HostConfig holder(int uidBase) {
    return common(HOLDER_LIMITS)
        .withTmpFs(writable(HOLDER_STORAGE, uidBase))
        .withRuntime(IsolationTier.CONTAINER.runtime())
        .withNetworkMode("none");
  }

  private static Map<String, String> writable(DockerSettings.Storage storage, int uidBase) {
    String box =
        "exec,nosuid,nodev,size=%d,nr_inodes=%d,uid=0,gid=%d,mode=1771"
            .formatted(storage.boxBytes(), storage.boxFiles(), uidBase);
    String tmp =
        "noexec,nosuid,nodev,size=%d,nr_inodes=%d,mode=1777"
            .formatted(storage.tmpBytes(), storage.tmpFiles());
    return Map.of("/box", box, "/tmp", tmp);
  }

  private HostConfig common(ContainerLimits limits) {
    return new StrictHostConfig()
        .withCapDrop(Capability.ALL)
        .withCapAdd(SUPERVISOR)
        .withPrivileged(false)
        .withSecurityOpts(List.of("no-new-privileges", "seccomp=" + settings.seccomp().json()))
        .withReadonlyRootfs(true)
        .withIpcMode("none")
        .withCgroupnsMode("private")
        .withMemory(limits.memoryBytes())
        .withMemorySwap(limits.memoryBytes())
        .withPidsLimit((long) limits.processes())
        .withOomScoreAdj(OOM_SCORE)
        .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE))
        // None for nproc: it counts a user's processes over all containers, the pids limit ours
        // only.
        .withUlimits(
            List.of(
                // 1, not 0: the only limit that keeps a piped core_pattern from starting its
                // handler on the host.
                new Ulimit("core", 1L, 1L),
                new Ulimit("memlock", 0L, 0L),
                new Ulimit("msgqueue", 0L, 0L),
                new Ulimit("sigpending", 256L, 256L),
                new Ulimit("nofile", 1_024L, OPEN_FILES),
                new Ulimit("stack", 8L << 20, UNLIMITED)));
  }

  /** What docker-java's model lacks. */
  private static final class StrictHostConfig extends HostConfig {

    private static final long serialVersionUID = 1L;

    @JsonProperty("MaskedPaths")
    public List<String> maskedPaths() {
      return MASKED;
    }

    @JsonProperty("ReadonlyPaths")
    public List<String> readonlyPaths() {
      return READ_ONLY;
    }
  }
}
