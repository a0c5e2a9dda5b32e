package dev.glovebox.sandbox.docker;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.PropagationMode;
import com.github.dockerjava.api.model.SELContext;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.api.model.Volume;
import dev.glovebox.sandbox.job.ContainerOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Everything that stands between a job, which is root in its container, and the host. */
final class JobHardening {

  /** Where the tools of ours are seen in every container of a job. */
  static final String TOOLS = "/.glovebox";

  /** Where the helper sees the workspace. */
  static final String WORKSPACE = "/workspace";

  /** Where the helper keeps what is brought into the jobs' containers. */
  static final String HELPER_TOOLS = "/glovebox/bin";

  /**
   * What package managers and servers need of root's powers: to own files, whoever they belong to,
   * and to become other users. None reaches out of the container.
   */
  private static final Capability[] JOB = {
    Capability.CHOWN,
    Capability.DAC_OVERRIDE,
    Capability.FOWNER,
    Capability.FSETID,
    Capability.SETGID,
    Capability.SETUID,
    Capability.KILL
  };

  private static final Capability[] HELPER = {
    Capability.CHOWN, Capability.DAC_OVERRIDE, Capability.FOWNER
  };

  private static final long CPU = 1_000_000L;
  private static final long HELPER_MEMORY = 512L << 20;
  private static final long PROXY_MEMORY = 256L << 20;
  private static final long HELPER_PROCESSES = 64;
  private static final int OOM_SCORE = 500;
  private static final long OPEN_FILES = 16_384;

  /** The container itself, where nobody answers but perhaps the job. */
  private static final String NOBODY = "127.0.0.1";

  private final SeccompProfile seccomp;

  /**
   * The network of a container.
   *
   * @param names addresses of who is asked for names that the engine does not know itself; empty:
   *     it has no say in that
   */
  record Network(String name, List<String> names) {

    /** Somebody else's network, with their names. */
    static Network of(String container) {
      return new Network("container:" + container, List.of());
    }

    /**
     * A bridge. Who answers for names is always said: otherwise the engine asks the host's resolver
     * on behalf of a container that is to have no way out, and so carries out what names hold.
     *
     * @param wayOut address of the one that answers, or empty: nobody does
     */
    static Network bridge(String name, String wayOut) {
      return new Network(name, List.of(wayOut.isEmpty() ? NOBODY : wayOut));
    }
  }

  JobHardening(SeccompProfile seccomp) {
    this.seccomp = seccomp;
  }

  /**
   * For a container of a job.
   *
   * @param workspaceBytes what is in the workspace counts as memory of whoever wrote it
   * @param network that it is in
   */
  HostConfig job(
      ContainerOrder order, String tools, String workspace, long workspaceBytes, Network network) {
    List<Bind> binds = new ArrayList<>();
    binds.add(bind(tools, TOOLS, AccessMode.ro));
    order.workspace().ifPresent(path -> binds.add(bind(workspace, path, AccessMode.rw)));
    long memory = order.memoryBytes() + (order.workspace().isPresent() ? workspaceBytes : 0);
    return common(
            memory,
            order.processes(),
            JOB,
            new Ulimit("fsize", order.fileBytes(), order.fileBytes()))
        .withBinds(binds)
        .withNetworkMode(network.name())
        .withDns(network.names())
        .withNanoCPUs(order.milliCpus() * CPU);
  }

  /** For the helper, which holds the workspace and works in it. */
  HostConfig helper(String tools, String workspace, long workspaceBytes) {
    return common(workspaceBytes + HELPER_MEMORY, HELPER_PROCESSES, HELPER)
        .withReadonlyRootfs(true)
        .withTmpFs(Map.of("/tmp", "noexec,nosuid,nodev,size=64m"))
        .withBinds(
            new Bind(tools, new Volume(HELPER_TOOLS), AccessMode.ro),
            bind(workspace, WORKSPACE, AccessMode.rw))
        .withNetworkMode("none");
  }

  /** For what stands between a job and the world: it has no powers and no files. */
  HostConfig wayOut(String network) {
    return common(PROXY_MEMORY, HELPER_PROCESSES, new Capability[0])
        .withReadonlyRootfs(true)
        // It answers at the port of DNS, without the power to have such ports.
        .withSysctls(Map.of("net.ipv4.ip_unprivileged_port_start", "0"))
        .withNetworkMode(network);
  }

  /** A volume without what the image has at that place. */
  private static Bind bind(String volume, String path, AccessMode mode) {
    return new Bind(
        volume, new Volume(path), mode, SELContext.none, true, PropagationMode.DEFAULT_MODE);
  }

  private HostConfig common(
      long memory, long processes, Capability[] capabilities, Ulimit... more) {
    List<Ulimit> ulimits =
        new ArrayList<>(
            List.of(
                // 1, not 0: see Hardening.
                new Ulimit("core", 1L, 1L), new Ulimit("nofile", OPEN_FILES, OPEN_FILES)));
    ulimits.addAll(List.of(more));
    return HostConfig.newHostConfig()
        .withCapDrop(Capability.ALL)
        .withCapAdd(capabilities)
        .withPrivileged(false)
        .withSecurityOpts(List.of("no-new-privileges", "seccomp=" + seccomp.json()))
        .withIpcMode("private")
        .withCgroupnsMode("private")
        .withMemory(memory)
        .withMemorySwap(memory)
        .withPidsLimit(processes)
        .withOomScoreAdj(OOM_SCORE)
        .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE))
        .withUlimits(ulimits);
  }
}
