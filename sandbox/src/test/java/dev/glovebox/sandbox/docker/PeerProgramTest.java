package dev.glovebox.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.sandbox.Collect;
import dev.glovebox.sandbox.ContainerLimits;
import dev.glovebox.sandbox.Interaction;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.sandbox.RunReport;
import dev.glovebox.sandbox.RunReport.End;
import dev.glovebox.sandbox.RunRequest;
import dev.glovebox.sandbox.RunRequest.Phase;
import dev.glovebox.sandbox.Sandbox;
import dev.glovebox.sandbox.SandboxFile;
import dev.glovebox.sandbox.SandboxLease;
import dev.glovebox.sandbox.SandboxSpec;
import dev.glovebox.sandbox.docker.Programs.Captured;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is put beside programs and what is taken from them, in every tier. */
@Tag("docker")
class PeerProgramTest {

  private static final SandboxLease FRESH = new SandboxLease("ada", false);
  private static final ContainerLimits SMALL = new ContainerLimits(128L << 20, 32);
  private static final int EACCES = 13;
  private static final int ENOENT = 2;

  private static final Interaction.Output SILENCE =
      new Interaction.Output() {
        @Override
        public void program(byte[] buffer, int offset, int length) {}

        @Override
        public void peer(byte[] buffer, int offset, int length) {}
      };

  private final TestEngine docker = new TestEngine();
  private DockerSandboxes pool;

  @BeforeEach
  void setUp() throws Exception {
    pool =
        new DockerSandboxes(
            DockerSettings.of(
                    docker.address(),
                    SeccompProfile.read(
                        Path.of(
                            System.getProperty(
                                "glovebox.seccomp", "../seccomp-profiles/program.json"))),
                    "test-" + UUID.randomUUID())
                .withUids(new DockerSettings.Uids(710_000, 100)));
  }

  @AfterEach
  void close() throws Exception {
    pool.close();
    docker.close();
  }

  private Sandbox sandbox(IsolationTier tier) {
    assertThat(pool.tiers()).anyMatch(t -> t.tier() == tier && t.available());
    return pool.acquire(new SandboxSpec(TestImage.id(), tier), FRESH, SMALL);
  }

  @ParameterizedTest
  @EnumSource(IsolationTier.class)
  void aPeersProgramIsThereForPeersAlone(IsolationTier tier) throws Exception {
    byte[] probe = Files.readAllBytes(Path.of("target/test-image/probe"));
    String secret = "/box/peer-app/secret";
    try (Sandbox sandbox = sandbox(tier)) {
      sandbox.install(List.of(new SandboxFile("program", probe, true)));
      sandbox.installPeer(
          List.of(
              new SandboxFile("bin/judge", probe, true), new SandboxFile("secret", new byte[9])));
      for (int round = 0; round < 2; round++) {
        Interaction.Report report =
            sandbox.interact(
                new Interaction(
                    program("/box/app/program", "open", secret),
                    peer("/box/peer-app/bin/judge", "open", secret)),
                SILENCE);
        assertThat(report.program().end()).isEqualTo(new End.Exited(EACCES));
        assertThat(report.peer().end()).isEqualTo(new End.Exited(0));
      }
      assertThat(
              sandbox
                  .interact(
                      new Interaction(program("/probe", "true"), peer("/probe", "leave", secret)),
                      SILENCE)
                  .peer()
                  .end())
          .isEqualTo(new End.Exited(EACCES));
      assertThat(sandbox.run(program("/probe", "open", secret), new Captured()).end())
          .isEqualTo(new End.Exited(EACCES));

      sandbox.install(List.of());
      assertThat(sandbox.run(program("/probe", "open", secret), new Captured()).end())
          .as("what comes next finds nothing of it")
          .isEqualTo(new End.Exited(ENOENT));
    }
  }

  @ParameterizedTest
  @EnumSource(IsolationTier.class)
  void theyTalk(IsolationTier tier) {
    try (Sandbox sandbox = sandbox(tier)) {
      Interaction.Report report =
          sandbox.interact(
              new Interaction(program("/probe", "answer"), peer("/probe", "ask", "1000", "42")),
              SILENCE);
      assertThat(report.peer().end()).isEqualTo(new End.Exited(42));
      assertThat(report.program().end()).isEqualTo(new End.Exited(0));
      assertThat(report.first()).isEqualTo(Interaction.First.PEER);
    }
  }

  @ParameterizedTest
  @EnumSource(IsolationTier.class)
  void emptyFoldersAreGivenAndWhatIsLeftHasItsBounds(IsolationTier tier) {
    RunRequest request =
        new RunRequest(
            new Phase.Program(),
            List.of("/probe", "leave", "feedback/message", "feedback/deep/er/note"),
            Map.of(),
            List.of(
                SandboxFile.folder("feedback"),
                SandboxFile.folder("feedback/deep/er"),
                new SandboxFile("feedback/large", new byte[101]),
                new SandboxFile("feedback/most", new byte[100])),
            new byte[0],
            Programs.LIMITS,
            false,
            new Collect(List.of("feedback/**"), 1000, 100));
    try (Sandbox sandbox = sandbox(tier)) {
      for (int round = 0; round < 2; round++) {
        RunReport report = sandbox.run(request, new Captured());
        assertThat(report.end()).isEqualTo(new End.Exited(0));
        assertThat(report.collected().files())
            .extracting(SandboxFile::path)
            .containsExactlyInAnyOrder(
                "feedback/message", "feedback/deep/er/note", "feedback/most");
        assertThat(report.collected().namesLeftOut()).containsExactly("feedback/large");
        assertThat(report.collected().leftOut()).isOne();
        assertThat(report.collected().complete()).isTrue();
      }
    }
  }

  private static RunRequest program(String... command) {
    return Programs.program(Programs.LIMITS, new byte[0], List.of(command));
  }

  private static Interaction.Peer peer(String... command) {
    return new Interaction.Peer(
        List.of(command), Map.of(), List.of(), Programs.LIMITS, Collect.NOTHING, Set.of(0, 42));
  }
}
