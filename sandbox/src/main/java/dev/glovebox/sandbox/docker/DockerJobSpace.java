package dev.glovebox.sandbox.docker;

import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.SandboxException.Kind;
import dev.glovebox.sandbox.job.ContainerOrder;
import dev.glovebox.sandbox.job.JobContainer;
import dev.glovebox.sandbox.job.JobImage;
import dev.glovebox.sandbox.job.JobOutput;
import dev.glovebox.sandbox.job.JobSpace;
import dev.glovebox.sandbox.job.SpaceNetwork;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at the engine: a workspace in memory, whose helper keeps it mounted, perhaps a
 * bridge, and the containers of the job.
 */
final class DockerJobSpace implements JobSpace {

  private static final Logger log = LoggerFactory.getLogger(DockerJobSpace.class);
  private static final int FILES = 1_000_000;
  private static final int REMOVAL_TRIES = 5;
  private static final Duration PROBE = Duration.ofSeconds(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  /**
   * @param name of its volume and its network
   * @param tools volume with what is brought into the job's containers
   * @param megabytes size of the workspace
   */
  record Terms(
      String name, String tools, int megabytes, SpaceNetwork network, Map<String, String> labels) {}

  private final JobCalls calls;
  private final JobSettings settings;
  private final Terms terms;
  private final Runnable gone;
  private final JobHardening hardening;
  private final List<String> containers = new CopyOnWriteArrayList<>();
  private String helper = "";
  private volatile String proxy = "";
  private String helperImage = "";
  private volatile boolean closed;

  DockerJobSpace(JobCalls calls, JobSettings settings, Terms terms, Runnable gone) {
    this.calls = calls;
    this.settings = settings;
    this.terms = terms;
    this.gone = gone;
    this.hardening = new JobHardening(settings.seccomp());
  }

  void open(JobImage image) {
    helperImage = image.id();
    if (terms.network() != SpaceNetwork.NONE) {
      calls.createNetwork(terms.name(), true, terms.labels());
    }
    calls.createVolume(
        terms.name(),
        Map.of(
            "type",
            "tmpfs",
            "device",
            "tmpfs",
            "o",
            "size=%dm,nr_inodes=%d,mode=0755,nosuid,nodev".formatted(terms.megabytes(), FILES)),
        terms.labels());
    helper =
        calls.create(
            helperImage,
            hardening.helper(terms.tools(), terms.name(), workspaceBytes()),
            List.of(JobHardening.HELPER_TOOLS + "/job", "--idle"),
            List.of(),
            JobHardening.WORKSPACE,
            List.of(),
            terms.labels());
    containers.add(helper);
    calls.start(helper);
  }

  private long workspaceBytes() {
    return (long) terms.megabytes() << 20;
  }

  @Override
  public JobContainer container(ContainerOrder order) {
    String secret = UUID.randomUUID().toString();
    List<String> command = new ArrayList<>(List.of(JobHardening.TOOLS + "/job"));
    if (!order.user().isBlank()) {
      command.addAll(List.of("--user", order.user()));
    }
    order.workspace().ifPresent(path -> command.addAll(List.of("--own", path)));
    if (order.shell()) {
      command.add("--shell");
    }
    command.add("--");
    command.addAll(order.command());
    List<String> environment = new ArrayList<>();
    order.environment().forEach((key, value) -> environment.add(key + "=" + value));
    environment.add("GLOVEBOX_REPORT=" + secret);
    // Without a network of its own it has the helper's: one with nothing but loopback.
    boolean alone = terms.network() == SpaceNetwork.NONE;
    String id =
        calls.create(
            order.image(),
            hardening.job(
                order,
                terms.tools(),
                terms.name(),
                workspaceBytes(),
                alone
                    ? JobHardening.Network.of(helper)
                    : JobHardening.Network.bridge(terms.name(), namesAt())),
            command,
            environment,
            order.workspace().orElse("/"),
            alone ? List.of() : order.aliases(),
            terms.labels());
    containers.add(id);
    return new Running(id, order.user(), secret);
  }

  /** Where the way out answers for names; it has an address once it runs. */
  private String namesAt() {
    return proxy.isEmpty() ? "" : calls.address(proxy, terms.name());
  }

  @Override
  public String helperImage() {
    return helperImage;
  }

  @Override
  public int help(List<String> command, InputStream input, JobOutput output, Duration most) {
    return execute(helper, "", command, input, output, most);
  }

  @Override
  public void openWayOut(List<String> command, JobOutput output) {
    calls.createNetwork(outside(), false, terms.labels());
    String made =
        calls.create(
            helperImage,
            hardening.wayOut(outside()),
            command,
            List.of(),
            "/",
            List.of(),
            terms.labels());
    containers.add(made);
    calls.connect(terms.name(), made, WAY_OUT);
    proxy = made;
    Running running = new Running(made, "", UUID.randomUUID().toString());
    Thread.ofVirtual()
        .name("glovebox-job-proxy")
        .start(() -> {
          try {
            running.run(new byte[0], output, () -> {});
          } catch (SandboxException e) {
            if (closed) {
              return;
            }
            log.warn("The way out of the job {} broke off: {}", terms.name(), e.getMessage());
          }
        });
  }

  private String outside() {
    return terms.name() + "-out";
  }

  private int execute(
      String container,
      String user,
      List<String> command,
      InputStream input,
      JobOutput output,
      Duration most) {
    // What the container's first process alone knows is not passed on.
    String prepared = calls.prepare(container, user, List.of("GLOVEBOX_REPORT="), command);
    AtomicBoolean late = new AtomicBoolean();
    try (HijackedStream stream =
            HijackedStream.open(
                settings.engine(),
                "/exec/" + prepared + "/start",
                "{\"Detach\":false,\"Tty\":false}");
        Deadline _ =
            Deadline.in(
                most,
                () -> {
                  late.set(true);
                  stream.hangUp();
                })) {
      stream.feed(input);
      stream.drain(output);
    } catch (IOException e) {
      throw late.get()
          ? late(most)
          : new SandboxException(Kind.LOST, "a command in a container broke off", e);
    }
    if (late.get()) {
      throw late(most);
    }
    return exitCode(prepared, most);
  }

  private static SandboxException late(Duration most) {
    return new SandboxException(
        Kind.LOST, "a command in a container did not end within %d s".formatted(most.toSeconds()));
  }

  /** Its output may end a moment before it does. */
  private int exitCode(String command, Duration most) {
    long began = System.nanoTime();
    OptionalInt code = calls.exitCode(command);
    while (code.isEmpty()) {
      if (System.nanoTime() - began > most.toNanos()) {
        throw late(most);
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      code = calls.exitCode(command);
    }
    return code.getAsInt();
  }

  @Override
  public void close() {
    closed = true;
    boolean clean = true;
    for (String container : containers.reversed()) {
      clean &= removed(() -> calls.remove(container));
    }
    clean &= removed(() -> calls.removeVolume(terms.name()));
    if (terms.network() != SpaceNetwork.NONE) {
      clean &= removed(() -> calls.removeNetwork(terms.name()));
    }
    if (terms.network() == SpaceNetwork.PROXIED) {
      clean &= removed(() -> calls.removeNetwork(outside()));
    }
    if (!clean) {
      log.warn("Something of the job {} stays until the next sweep", terms.name());
    }
    gone.run();
  }

  private static boolean removed(Runnable removal) {
    for (int tries = 1; ; tries++) {
      try {
        removal.run();
        return true;
      } catch (SandboxException e) {
        if (tries == REMOVAL_TRIES) {
          log.warn("Something of a job could not be removed: {}", e.getMessage());
          return false;
        }
      }
    }
  }

  /** A container of the job. */
  private final class Running implements JobContainer {

    private final String id;
    private final String user;
    private final String secret;

    Running(String id, String user, String secret) {
      this.id = id;
      this.user = user;
      this.secret = secret;
    }

    @Override
    public Ended run(byte[] input, JobOutput output, Runnable started) {
      JobReport report = new JobReport(secret, output);
      try (HijackedStream stream =
          HijackedStream.open(
              settings.engine(),
              "/containers/" + id + "/attach?stream=1&stdin=1&stdout=1&stderr=1",
              "")) {
        calls.start(id);
        started.run();
        stream.feed(new ByteArrayInputStream(input));
        stream.drain(report);
      } catch (IOException e) {
        throw new SandboxException(Kind.LOST, "the stream of a job broke off", e);
      }
      calls.awaitEnd(id);
      return ended(report.numbers());
    }

    private Ended ended(Optional<Map<String, Long>> report) {
      var state = calls.state(id);
      Long code = state.getExitCodeLong();
      int exitCode = code == null ? -1 : code.intValue();
      boolean oom = Boolean.TRUE.equals(state.getOOMKilled());
      if (report.isEmpty()) {
        return new Ended(exitCode, exitCode > 128 ? exitCode - 128 : 0, 0, oom, 0, -1);
      }
      Map<String, Long> numbers = report.get();
      return new Ended(
          exitCode,
          numbers.getOrDefault("signal", 0L).intValue(),
          numbers.getOrDefault("exec", 0L).intValue(),
          oom || numbers.getOrDefault("oom", 0L) > 0,
          numbers.getOrDefault("pids", 0L),
          numbers.getOrDefault("free", -1L));
    }

    @Override
    public void terminate() {
      calls.signal(id, "TERM");
    }

    @Override
    public void kill() {
      calls.signal(id, "KILL");
    }

    @Override
    public long layerBytes() {
      return calls.layerBytes(id);
    }

    @Override
    public int execute(List<String> command, JobOutput output, Duration most) {
      return run(user, command, output, most);
    }

    private int run(String who, List<String> command, JobOutput output, Duration most) {
      return DockerJobSpace.this.execute(
          id, who, command, InputStream.nullInputStream(), output, most);
    }

    @Override
    public boolean listens(int port) {
      return probe("--probe-tcp", Integer.toString(port));
    }

    @Override
    public boolean answers(int port, String path) {
      return probe("--probe-http", Integer.toString(port), path);
    }

    private boolean probe(String... words) {
      List<String> command = new ArrayList<>(List.of(JobHardening.TOOLS + "/job"));
      command.addAll(List.of(words));
      return run("", command, JobOutput.NONE, PROBE) == 0;
    }

    @Override
    public boolean isHealthy() {
      var health = calls.state(id).getHealth();
      return health != null && "healthy".equals(health.getStatus());
    }
  }
}
