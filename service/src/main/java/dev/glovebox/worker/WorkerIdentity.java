package dev.glovebox.worker;

import dev.glovebox.queue.ProcessTag;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;

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
   * @throws IllegalArgumentException when its name would end like that of a worker for long jobs
   */
  public static WorkerIdentity of(WorkerSettings settings, Path home, ProcessTag tag) {
    String name = settings.name().isEmpty() ? hostName() + ":" + home : settings.name();
    if (name.endsWith(LONG)) {
      throw new IllegalArgumentException(
          "glovebox.worker.name must not end with %s, as that of the worker for long jobs does; this is %s"
              .formatted(LONG, name));
    }
    String version = WorkerIdentity.class.getPackage().getImplementationVersion();
    return new WorkerIdentity(
        name, name + "#" + tag.value(), version == null ? "development" : version);
  }

  private static final String LONG = "/long";

  /** The worker beside this one that has the long jobs, with leases of its own. */
  WorkerIdentity forLongJobs() {
    return new WorkerIdentity(name + LONG, id + LONG, version);
  }

  /** The names of both workers of a process, of which this is one. */
  public static List<String> together(String name) {
    String own = own(name);
    return List.of(own, own + LONG);
  }

  /** The name of the process in which a worker is: that of its worker for short jobs. */
  public static String own(String name) {
    return name.endsWith(LONG) ? name.substring(0, name.length() - LONG.length()) : name;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
