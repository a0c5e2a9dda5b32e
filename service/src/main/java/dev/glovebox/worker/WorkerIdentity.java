package dev.glovebox.worker;

import dev.glovebox.queue.ProcessTag;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

/**
 * Who a worker is.
 *
 * @param name stays over restarts
 * @param id this life: the name and a random part; owner of leases
 * @param version of the software
 */
public record WorkerIdentity(String name, String id, String version) {

  /**
   * The identity of this process.
   *
   * @param home the data directory: two workers of a host have different ones
   */
  public static WorkerIdentity of(WorkerSettings settings, Path home, ProcessTag tag) {
    String name = settings.name().isEmpty() ? hostName() + ":" + home : settings.name();
    String version = WorkerIdentity.class.getPackage().getImplementationVersion();
    return new WorkerIdentity(
        name, name + "#" + tag.value(), version == null ? "development" : version);
  }

  /** The worker beside this one that has the long jobs, with leases of its own. */
  WorkerIdentity forLongJobs() {
    return new WorkerIdentity(name + "/long", id + "/long", version);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
