package dev.glovebox.sandbox.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.Capability;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.job.ContainerOrder;
import dev.glovebox.sandbox.job.ImageName;
import dev.glovebox.sandbox.job.JobContainer;
import dev.glovebox.sandbox.job.JobContainer.Ended;
import dev.glovebox.sandbox.job.JobOutput;
import dev.glovebox.sandbox.job.JobSpace;
import dev.glovebox.sandbox.job.SpaceNetwork;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Containers of CI jobs on the real engine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerJobsTest {

  private static final ImageName IMAGE = ImageName.parse("glovebox/python:latest").orElseThrow();
  private static final String PATH = "/builds/acme/app";

  private final UUID attempt = UUID.randomUUID();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final TestEngine engine = new TestEngine();
  private DockerJobs jobs;
  private JobSpace space;

  @BeforeAll
  void open() throws IOException {
    jobs =
        new DockerJobs(
            JobSettings.of(
                engine.address(),
                SeccompProfile.read(Path.of("../seccomp-profiles/ci.json")),
                "jobs-" + UUID.randomUUID()),
            Clock.systemUTC());
    space = jobs.open(attempt, 64, SpaceNetwork.NONE);
  }

  @AfterAll
  void closeAll() throws IOException {
    space.close();
    assertThat(engine.labelled(Labels.ATTEMPT, attempt.toString())).isEmpty();
    jobs.close();
    engine.close();
  }

  @AfterEach
  void forget() {
    out.reset();
    err.reset();
  }

  private JobContainer container(String user) {
    return space.container(
        new ContainerOrder(
            jobs.image(IMAGE).orElseThrow().id(),
            List.of(),
            true,
            user,
            Optional.of(PATH),
            Map.of(),
            List.of(),
            1_000,
            64L << 20,
            64,
            1L << 30));
  }

  private Ended run(JobContainer container, String script) {
    return container.run(
        script.getBytes(UTF_8),
        (error, bytes, offset, length) -> (error ? err : out).write(bytes, offset, length),
        () -> {});
  }

  @Test
  void keepsLayerAndWorkspaceBetweenRunsAndTellsExitCodes() {
    JobContainer container = container("");
    Ended first = run(container, "echo out; echo err >&2; touch a /kept; sleep 600 & exit 3");
    assertThat(first.exitCode()).isEqualTo(3);
    assertThat(first.signal()).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("out\n");
    assertThat(err.toString(UTF_8)).isEqualTo("err\n");
    out.reset();
    Ended second = run(container, "ls -d a /kept; kill -9 $$");
    assertThat(second.exitCode()).isEqualTo(137);
    assertThat(second.signal()).isEqualTo(9);
    assertThat(second.outOfMemory()).isFalse();
    assertThat(out.toString(UTF_8)).isEqualTo("/kept\na\n");
  }

  @Test
  void helperSeesTheWorkspace() {
    run(container(""), "echo from the job > shared");
    int code =
        space.help(
            List.of("cat", "/workspace/shared", "-"),
            new ByteArrayInputStream("and input".getBytes(UTF_8)),
            (error, bytes, offset, length) -> out.write(bytes, offset, length),
            Duration.ofMinutes(1));
    assertThat(code).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("from the job\nand input");
    assertThatThrownBy(() ->
            space.help(
                List.of("sleep", "600"),
                InputStream.nullInputStream(),
                JobOutput.NONE,
                Duration.ofSeconds(1)))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("did not end within 1 s");
  }

  @Test
  void anotherUserOwnsTheWorkspace() {
    assertThat(run(container("nobody"), "id -un; touch b && stat -c %U . b").exitCode()).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("nobody\nnobody\nnobody\n");
    run(container(""), "chown 0 .");
  }

  @Test
  void tellsOfMemoryProcessesAndSpace() {
    assertThat(run(container(""), "python3 -c 'x = bytearray(400 << 20)'").outOfMemory()).isTrue();
    Ended processes =
        run(container(""), "for i in $(seq 100); do sleep 60 & done 2>/dev/null; exit 1");
    assertThat(processes.forkRefusals()).isPositive();
    Ended full = run(container(""), "head -c 80M /dev/zero > big; rc=$?; sync; exit $rc");
    assertThat(full.exitCode()).isNotZero();
    assertThat(full.freeBytes()).isBetween(0L, 65_536L);
    run(container(""), "rm big");
  }

  @Test
  void termReachesEveryProcessAndKillEndsWhatIgnoresIt() throws Exception {
    JobContainer obeys = container("");
    Thread soon = onFirstOutput(obeys::terminate);
    assertThat(run(obeys, "trap 'exit 0' TERM; echo ready; while :; do sleep 1; done").exitCode())
        .isZero();
    soon.join();
    JobContainer ignores = container("");
    out.reset();
    soon =
        onFirstOutput(() -> {
          ignores.terminate();
          ignores.kill();
        });
    Ended killed = run(ignores, "trap '' TERM; echo ready; while :; do :; done");
    assertThat(killed.exitCode()).isEqualTo(137);
    soon.join();
  }

  private Thread onFirstOutput(Runnable what) {
    return Thread.ofVirtual()
        .start(() -> {
          while (out.size() == 0) {
            Thread.onSpinWait();
          }
          what.run();
        });
  }

  @Test
  void rootInsideCanDoWhatPackageManagersDoAndNothingMore() {
    String attacks =
        """
        chown 1234:1234 /tmp && echo chown
        setpriv --reuid 1234 --clear-groups id -u
        cat /proc/1/environ; kill -9 1
        mount -t tmpfs none /mnt 2>/dev/null && echo mount
        unshare -r id 2>/dev/null && echo unshare
        unshare -m id 2>/dev/null && echo unshare
        chroot / id 2>/dev/null && echo chroot
        mknod /tmp/sda b 8 0 2>/dev/null && echo mknod
        touch /.glovebox/job 2>/dev/null && echo tools
        echo 1 2>/dev/null > /proc/sys/kernel/core_pattern && echo sysctl
        ls /var/run/docker.sock 2>/dev/null && echo socket
        python3 - <<'PY'
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        for name, number in (("bpf", 321), ("keyctl", 250), ("add_key", 248), ("userfaultfd", 323), ("perf_event_open", 298),
                             ("setns", 308), ("io_uring_setup", 425), ("open_by_handle_at", 304), ("init_module", 175)):
            if libc.syscall(number, 0, 0, 0, 0, 0) >= 0 or ctypes.get_errno() not in (1, 38):
                print("call", name, ctypes.get_errno())
        if libc.ptrace(16, 1, 0, 0) >= 0: print("ptrace of the first process")
        PY
        """;
    Ended ended = run(container(""), attacks);
    assertThat(out.toString(UTF_8)).isEqualTo("chown\n1234\n");
    assertThat(ended.exitCode()).isZero();
  }

  @Test
  void everyContainerIsHardened() {
    container("");
    for (var found : engine.labelled(Labels.ATTEMPT, attempt.toString())) {
      var host = engine.inspect(found.getId()).getHostConfig();
      assertThat(host.getPrivileged()).isFalse();
      assertThat(host.getCapDrop()).containsExactly(Capability.ALL);
      assertThat(host.getCapAdd())
          .isSubsetOf(
              Capability.CHOWN,
              Capability.DAC_OVERRIDE,
              Capability.FOWNER,
              Capability.FSETID,
              Capability.SETGID,
              Capability.SETUID,
              Capability.KILL);
      assertThat(host.getSecurityOpts())
          .contains("no-new-privileges")
          .anyMatch(option -> option.startsWith("seccomp={"));
      assertThat(host.getMemory()).isPositive().isEqualTo(host.getMemorySwap());
      assertThat(host.getPidsLimit()).isPositive();
      assertThat(host.getLogConfig().getType().getType()).isEqualTo("none");
      assertThat(host.getDevices()).isNullOrEmpty();
      assertThat(host.getBinds())
          .isNotEmpty()
          .allMatch(bind -> bind.getPath().startsWith("glovebox-ci-"));
      assertThat(host.getNetworkMode()).matches("none|container:.*");
    }
  }

  @Test
  void sweepsWhatAnEarlierLifeLeft() throws IOException {
    String worker = "jobs-" + UUID.randomUUID();
    JobSettings settings =
        JobSettings.of(
            engine.address(), SeccompProfile.read(Path.of("../seccomp-profiles/ci.json")), worker);
    UUID lost = UUID.randomUUID();
    try (DockerJobs dead = new DockerJobs(settings, Clock.systemUTC());
        DockerJobs next = new DockerJobs(settings, Clock.systemUTC())) {
      JobSpace left = dead.open(lost, 16, SpaceNetwork.INTERNAL);
      assertThat(dead.sweep()).isEmpty();
      assertThat(next.sweep()).hasSize(3);
      assertThat(engine.labelled(Labels.ATTEMPT, lost.toString())).isEmpty();
      assertThat(next.sweep()).isEmpty();
      left.close();
    }
  }
}
