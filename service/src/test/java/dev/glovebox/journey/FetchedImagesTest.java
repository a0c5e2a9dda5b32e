package dev.glovebox.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.glovebox.sandbox.docker.DockerJobs;
import dev.glovebox.sandbox.docker.EngineAddress;
import dev.glovebox.sandbox.docker.JobSettings;
import dev.glovebox.sandbox.docker.SeccompProfile;
import dev.glovebox.sandbox.job.Held;
import dev.glovebox.sandbox.job.ImageName;
import dev.glovebox.sandbox.job.ImagePull;
import dev.glovebox.sandbox.job.JobImage;
import dev.glovebox.sandbox.job.PullOrder;
import dev.glovebox.sandbox.job.Pulled;
import dev.glovebox.sandbox.job.RegistryLogin;
import dev.glovebox.support.Registry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Fetched images on the engine: their bounds, and how they go again. */
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FetchedImagesTest {

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private Registry registry;
  private Registry closed;
  private DockerJobs jobs;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    registry = Registry.open(Files.createDirectory(folder.resolve("open")));
    closed = Registry.closed(Files.createDirectory(folder.resolve("closed")));
    String host = System.getenv("DOCKER_HOST");
    jobs =
        new DockerJobs(
            JobSettings.of(
                EngineAddress.parse(host == null ? "unix:///var/run/docker.sock" : host),
                SeccompProfile.read(Path.of("../seccomp-profiles/ci.json")),
                "fetched-" + ProcessHandle.current().pid()),
            ((InstantSource) now::get).withZone(ZoneOffset.UTC));
  }

  @AfterAll
  void close() throws Exception {
    jobs.close();
    registry.close();
    closed.close();
  }

  private ImageName name(String name) {
    return ImageName.parse(registry.host() + "/" + name).orElseThrow();
  }

  private Pulled pull(ImageName name, long largestBytes) throws InterruptedException {
    try (ImagePull pull =
        jobs.pull(
            new PullOrder(
                name, Optional.empty(), Optional.empty(), largestBytes, Duration.ofMinutes(2)))) {
      return pull.await();
    }
  }

  private JobImage fetched(ImageName name) throws InterruptedException {
    assertThat(pull(name, 1L << 40)).isInstanceOf(Pulled.Here.class);
    return jobs.image(name).orElseThrow();
  }

  @Test
  void theOnesUnusedForLongGoAndThoseInUseStay() throws Exception {
    registry.push("app/unused:1", "1");
    registry.push("app/used:1", "2");
    registry.push("app/own:1", "3");
    registry.docker("pull", "--quiet", name("app/own:1").toString());
    JobImage unused = fetched(name("app/unused:1"));
    JobImage used = fetched(name("app/used:1"));
    fetched(name("app/own:1"));
    String container = registry.docker("create", used.id(), "true").strip();

    assertThat(jobs.letGo(1L << 50, Duration.ZERO)).as("there is room").isEmpty();
    assertThat(jobs.letGo(0, Duration.ofHours(1)))
        .as("these were used just now")
        .noneMatch(name -> name.startsWith(registry.host()));
    try (Held _ = jobs.hold(unused)) {
      jobs.letGo(0, Duration.ZERO);
      assertThat(jobs.image(name("app/unused:1"))).as("it is held").isPresent();
    }
    assertThat(jobs.letGo(0, Duration.ZERO)).contains(name("app/unused:1").toString());

    assertThat(jobs.image(name("app/unused:1"))).isEmpty();
    assertThat(registry.docker("image", "ls", "--quiet", "--no-trunc"))
        .doesNotContain(unused.id())
        .contains(used.id());
    assertThat(jobs.image(name("app/used:1"))).as("a container has it").isPresent();
    assertThat(jobs.image(name("app/own:1"))).as("it came otherwise").isPresent();

    registry.docker("rm", container);
    assertThat(jobs.letGo(0, Duration.ZERO)).contains(name("app/used:1").toString());
    registry.docker("image", "rm", name("app/own:1").toString());
  }

  /** Jobs of one pipeline, with one login. */
  @Test
  void whoFetchTheSameWithALoginDoNotTakeItFromEachOther() throws Exception {
    closed.push("app/shared:1", "1");
    ImageName name = ImageName.parse(closed.host() + "/app/shared:1").orElseThrow();
    RegistryLogin login = new RegistryLogin(Registry.USER, Registry.PASSWORD, "", false);
    PullOrder order =
        new PullOrder(name, Optional.empty(), Optional.of(login), 1L << 40, Duration.ofMinutes(2));
    List<Callable<Pulled>> pulls =
        Collections.nCopies(
            6,
            () -> {
              try (ImagePull pull = jobs.pull(order)) {
                return pull.await();
              }
            });
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Pulled> pulled : executor.invokeAll(pulls)) {
        assertThat(pulled.get()).isInstanceOf(Pulled.Here.class);
      }
    }
    assertThat(jobs.image(name)).isEmpty();
    assertThat(closed.docker("image", "ls")).doesNotContain(closed.host());
  }

  @Test
  void marksAreNoNamesForJobs() throws Exception {
    registry.push("app/marked:1", "1");
    JobImage image = fetched(name("app/marked:1"));
    String id = image.id().substring(image.id().indexOf(':') + 1);
    assertThat(jobs.image(ImageName.parse("glovebox-pulled:" + id).orElseThrow())).isEmpty();
  }

  @Test
  void oneThatIsTooLargeDoesNotStay() throws Exception {
    registry.push("app/large:1", "1");
    assertThat(pull(name("app/large:1"), 1000))
        .isInstanceOfSatisfying(
            Pulled.Failed.class,
            failed -> assertThat(failed.reason()).isEqualTo(Pulled.Reason.TOO_LARGE));
    assertThat(jobs.image(name("app/large:1"))).isEmpty();
  }

  /** The engine may go on after nobody listens any more; nobody finds what it fetches then. */
  @Test
  void whatIsBrokenOffGetsNoNameLater() throws Exception {
    closed.push("app/late:1", "1");
    ImageName name = ImageName.parse(closed.host() + "/app/late:1").orElseThrow();
    closed.hold();
    RegistryLogin login = new RegistryLogin(Registry.USER, Registry.PASSWORD, "", false);
    try (ImagePull pull =
        jobs.pull(
            new PullOrder(
                name, Optional.empty(), Optional.of(login), 1L << 40, Duration.ofMinutes(2)))) {
      closed.awaitHeld();
      pull.breakOff();
      assertThat(pull.await()).isInstanceOf(Pulled.BrokenOff.class);
    }
    closed.release();
    await()
        .during(Duration.ofSeconds(5))
        .atMost(Duration.ofMinutes(1))
        .until(() -> {
          now.updateAndGet(instant -> instant.plusSeconds(60));
          jobs.sweep();
          return jobs.image(name).isEmpty();
        });
    assertThat(closed.docker("image", "ls")).doesNotContain(closed.host());
  }

  @Test
  void namesOfOurOwnAreRefused() {
    ImageName ours = ImageName.parse("glovebox/cpp").orElseThrow();
    assertThatThrownBy(() -> pull(ours, 1L << 40)).isInstanceOf(IllegalArgumentException.class);
  }
}
