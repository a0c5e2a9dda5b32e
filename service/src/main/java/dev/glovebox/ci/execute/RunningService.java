package dev.glovebox.ci.execute;

import dev.glovebox.ci.plan.ServicePlan;
import dev.glovebox.ci.plan.ServicePlan.Ready;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.job.JobContainer;
import dev.glovebox.sandbox.job.JobContainer.Ended;
import dev.glovebox.sandbox.job.JobImage;
import dev.glovebox.sandbox.job.JobOutput;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One service: its container and the end of what it wrote. Thread-safe. */
final class RunningService {

  private static final int MOST_KEPT = 256 << 10;
  private static final Duration SETTLED = Duration.ofSeconds(1);
  private static final Duration BETWEEN_PROBES = Duration.ofMillis(100);

  /** As many of an image's ports as GitLab's runner asks for. */
  private static final int MOST_PORTS = 20;

  /** What a service ended with; empty where the engine failed. */
  private record End(Optional<Ended> how, String why) {}

  private final ServicePlan plan;
  private final String name;
  private final long mostDisk;
  private final JobContainer container;
  private final TailRing log = new TailRing(MOST_KEPT);
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicReference<@Nullable End> end = new AtomicReference<>();

  /**
   * @param name shown
   * @param mostDisk bytes that it may write; with more it is ended
   */
  RunningService(ServicePlan plan, String name, long mostDisk, JobContainer container) {
    this.plan = plan;
    this.name = name;
    this.mostDisk = mostDisk;
    this.container = container;
  }

  String name() {
    return name;
  }

  boolean isRequired() {
    return plan.required();
  }

  Duration readyTimeout() {
    return plan.readyTimeout();
  }

  /** Starts it and returns once it runs or has failed to. */
  void start() throws InterruptedException {
    Thread.ofVirtual().name("glovebox-job-service").start(this::run);
    started.await();
  }

  private void run() {
    JobOutput output = (_, bytes, offset, length) -> hear(bytes, offset, length);
    try (DiskWatch _ = DiskWatch.start(container, mostDisk, _ -> stop())) {
      Ended ended = container.run(new byte[0], output, started::countDown);
      end.set(new End(Optional.of(ended), ""));
    } catch (SandboxException e) {
      end.set(new End(Optional.empty(), String.valueOf(e.getMessage())));
    } finally {
      started.countDown();
      over.countDown();
    }
  }

  private synchronized void hear(byte[] bytes, int offset, int length) {
    log.add(bytes, offset, length);
  }

  /**
   * The end of what it wrote, from the beginning of a line: half of a secret could not be masked.
   */
  synchronized byte[] log() {
    byte[] bytes = log.bytes();
    if (log.total() <= MOST_KEPT) {
      return bytes;
    }
    int start = 0;
    while (start < bytes.length && bytes[start] != '\n') {
      start++;
    }
    return Arrays.copyOfRange(bytes, Math.min(start + 1, bytes.length), bytes.length);
  }

  /** How it ended, for people; empty while it runs. */
  Optional<String> ended() {
    return Optional.ofNullable(end.get())
        .map(last ->
            last.how()
                .map(how ->
                    how.startError() != 0
                        ? "could not be started"
                        : "exited with %d".formatted(how.exitCode()))
                .orElseGet(() -> "could not be run: " + last.why()));
  }

  /** Whether nobody knows how it ended: the engine's fault perhaps, and not its own. */
  boolean isLost() {
    End last = end.get();
    return last != null && last.how().isEmpty();
  }

  /** Whether it ended with anything but 0. */
  boolean hasFailed() {
    End last = end.get();
    return last != null && last.how().map(how -> how.exitCode() != 0).orElse(true);
  }

  /**
   * Waits until it is ready.
   *
   * @param ports to ask where nothing else says when it is ready; empty: those of the image
   * @return false where it ended, where it took too long, or as soon as the wait is broken off
   */
  boolean awaitReady(JobImage image, List<Integer> ports, CountDownLatch brokenOff)
      throws InterruptedException {
    long began = System.nanoTime();
    while (!isOver() && brokenOff.getCount() > 0) {
      if (isReady(image, ports, began)) {
        return true;
      }
      if (isLate(began)) {
        return false;
      }
      over.await(BETWEEN_PROBES.toNanos(), TimeUnit.NANOSECONDS);
    }
    return false;
  }

  private boolean isReady(JobImage image, List<Integer> ports, long began) {
    long waited = System.nanoTime() - began;
    try {
      return switch (plan.ready()) {
        case Ready.Command(List<String> command) ->
            container.execute(
                    command, JobOutput.NONE, plan.readyTimeout().minusNanos(waited).plus(SETTLED))
                == 0;
        case Ready.Http(int port, String path) -> container.answers(port, path);
        case Ready.Tcp(List<Integer> wanted) -> listens(wanted);
        case Ready.ByImage() -> {
          List<Integer> asked = ports.isEmpty() ? image.ports() : ports;
          if (image.healthCheck() && ports.isEmpty()) {
            yield container.isHealthy();
          }
          yield asked.isEmpty()
              ? waited > SETTLED.toNanos()
              : listens(asked.subList(0, Math.min(asked.size(), MOST_PORTS)));
        }
      };
    } catch (SandboxException e) {
      // It may just have ended, or the command took all the time that there was.
      if (isOver() || isLate(began)) {
        return false;
      }
      throw e;
    }
  }

  private boolean isLate(long began) {
    return System.nanoTime() - began > plan.readyTimeout().toNanos();
  }

  private boolean listens(List<Integer> ports) {
    return ports.stream().allMatch(container::listens);
  }

  private boolean isOver() {
    return over.getCount() == 0;
  }

  /** Ends it; returns at once. */
  void stop() {
    if (!isOver()) {
      container.kill();
    }
  }

  /** The last lines of what it wrote. */
  String lastLines(int most) {
    List<String> lines = new String(log(), StandardCharsets.UTF_8).lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - most), lines.size()));
  }
}
