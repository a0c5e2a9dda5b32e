package dev.glovebox.ci.execute;

import dev.glovebox.ci.plan.NetworkPolicy;
import dev.glovebox.sandbox.job.JobSpace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The one way out of a job's network: a proxy of ours that lets through what the policy allows and
 * never, but for hosts that the administrator names, what is no public address. Without it there is
 * none. Thread-safe.
 */
final class WayOut {

  private static final String TOOL = "/opt/glovebox/bin/proxy";
  private static final String ADDRESS = "http://" + JobSpace.WAY_OUT + ":3128";
  private static final Duration START = Duration.ofSeconds(60);
  private static final int MOST_DENIED = 200;
  private static final int LONGEST_LINE = 1000;

  /** A connection that was refused. */
  record Denied(String host, int port) {}

  private final StringBuilder line = new StringBuilder();
  private final Set<Denied> denied = new LinkedHashSet<>();
  private final CountDownLatch ready = new CountDownLatch(1);

  /**
   * Opens it and waits until it works.
   *
   * @param privateHosts hosts that may have addresses that are not public
   * @return whether it works
   */
  boolean open(JobSpace space, NetworkPolicy policy, List<String> privateHosts)
      throws InterruptedException {
    List<String> command = new ArrayList<>(List.of(TOOL));
    switch (policy) {
      case NetworkPolicy.Full() -> command.add("--any");
      case NetworkPolicy.Allowlist(List<String> hosts) ->
          hosts.forEach(host -> command.add("--allow=" + host));
      case NetworkPolicy.None(), NetworkPolicy.Services() -> {
        // Nothing is allowed.
      }
    }
    privateHosts.forEach(host -> command.add("--private=" + host));
    space.openWayOut(command, (_, bytes, offset, length) -> hear(bytes, offset, length));
    return ready.await(START.toNanos(), TimeUnit.NANOSECONDS);
  }

  private synchronized void hear(byte[] bytes, int offset, int length) {
    for (char c : new String(bytes, offset, length, StandardCharsets.ISO_8859_1).toCharArray()) {
      if (c == '\n') {
        hear(line.toString());
        line.setLength(0);
      } else if (line.length() < LONGEST_LINE) {
        line.append(c);
      }
    }
  }

  private void hear(String said) {
    if (said.equals("ready")) {
      ready.countDown();
    } else if (said.matches("denied \\S{1,255} [0-9]{1,5}") && denied.size() < MOST_DENIED) {
      String[] words = said.split(" ", -1);
      denied.add(new Denied(words[1], Integer.parseInt(words[2])));
    }
  }

  /** What was refused until now, each once. */
  synchronized List<Denied> denied() {
    return List.copyOf(denied);
  }

  /**
   * What tells programs of it.
   *
   * @param beside names that are reached without it
   */
  static Map<String, String> environment(List<String> beside) {
    List<String> direct = new ArrayList<>(List.of("localhost", "127.0.0.1"));
    direct.addAll(beside);
    Map<String, String> environment = new LinkedHashMap<>();
    for (String name : List.of("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")) {
      environment.put(name, ADDRESS);
    }
    environment.put("no_proxy", String.join(",", direct));
    environment.put("NO_PROXY", String.join(",", direct));
    return environment;
  }
}
