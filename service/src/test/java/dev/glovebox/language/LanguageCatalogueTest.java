package dev.glovebox.language;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.glovebox.language.Languages.Readiness.NotReady;
import dev.glovebox.language.Languages.Readiness.Ready;
import dev.glovebox.sandbox.ContainerLimits;
import dev.glovebox.sandbox.Conversation;
import dev.glovebox.sandbox.Interaction;
import dev.glovebox.sandbox.RunOutput;
import dev.glovebox.sandbox.RunReport;
import dev.glovebox.sandbox.RunRequest;
import dev.glovebox.sandbox.Sandbox;
import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.SandboxFacts;
import dev.glovebox.sandbox.SandboxFile;
import dev.glovebox.sandbox.SandboxLease;
import dev.glovebox.sandbox.SandboxPool;
import dev.glovebox.sandbox.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanguageCatalogueTest {

  private static final Duration MISSING = Duration.ofMillis(20);
  private static final Duration READY = Duration.ofSeconds(30);

  @TempDir Path directory;
  @TempDir Path states;
  private final Map<String, String> images = new ConcurrentHashMap<>();
  private final Deque<Runnable> background = new ArrayDeque<>();
  private final VersionSandbox pool = new VersionSandbox();
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private boolean engineAnswers = true;
  private LanguageCatalogue catalogue;

  @BeforeEach
  void readCatalogue() throws IOException {
    CatalogueFixtures.write(directory, "cpp", CatalogueFixtures.CPP);
    CatalogueFixtures.write(directory, "python", CatalogueFixtures.PYTHON);
    catalogue =
        new LanguageCatalogue(
            new LanguageFiles().read(directory),
            name -> {
              asked.add(name);
              if (!engineAnswers) {
                throw new SandboxException(SandboxException.Kind.ENGINE, "no answer");
              }
              return Optional.ofNullable(images.get(name));
            },
            new LanguageVersions(pool, background::add),
            new LanguageProperties(directory, states, MISSING, READY));
  }

  private Language cpp() {
    return catalogue.find("cpp").orElseThrow();
  }

  @Test
  void findsByIdAliasAndExtensionWhateverTheCase() {
    assertThat(catalogue.find("CPP").orElseThrow().id()).isEqualTo("cpp");
    assertThat(catalogue.find("C++").orElseThrow().id()).isEqualTo("cpp");
    assertThat(catalogue.find("cxx").orElseThrow().id()).isEqualTo("cpp");
    assertThat(catalogue.find("Py").orElseThrow().id()).isEqualTo("python");
    assertThat(catalogue.find("cobol")).isEmpty();
    assertThat(catalogue.all()).hasSize(2);
  }

  @Test
  void saysWhyAnImageIsMissing() throws IOException {
    catalogue.refresh();
    assertThat(reason()).isEqualTo("its image is not there; build/images builds it");
    for (var state :
        Map.of(
                "queued", "its image waits to be built",
                "building since 12:00", "its image is being built: since 12:00",
                "failed\nno space left\n", "its image could not be built: no space left",
                "ready", "its image was built, but this engine does not have it")
            .entrySet()) {
      Files.writeString(states.resolve("cpp.state"), state.getKey());
      catalogue.refresh();
      assertThat(reason()).isEqualTo(state.getValue());
    }
  }

  @Test
  void aJobThatComesBeforeTheFirstRoundFindsItsImage() {
    images.put("glovebox/cpp:latest", "sha256:c");
    assertThat(catalogue.readiness(cpp())).isEqualTo(new Ready("sha256:c", ""));
    engineAnswers = false;
    assertThat(reason()).isEqualTo("the engine does not answer: no answer");
  }

  private String reason() {
    return ((NotReady) catalogue.readiness(cpp())).reason();
  }

  @Test
  void looksOftenUntilAllImagesAreThere() {
    images.put("glovebox/cpp:latest", "sha256:c");
    assertThat(catalogue.refresh()).isEqualTo(MISSING);
    images.put("glovebox/python:latest", "sha256:p");
    assertThat(catalogue.refresh()).isEqualTo(READY);
  }

  @Test
  void isReadyBeforeItsVersionIsKnownAndLearnsItOnce() {
    images.put("glovebox/cpp:latest", "sha256:c");
    pool.says = "g++ (Debian) 14.2.0\n";

    catalogue.refresh();
    assertThat(catalogue.readiness(cpp())).isEqualTo(new Ready("sha256:c", ""));
    assertThat(background).hasSize(1);
    background.remove().run();
    assertThat(catalogue.readiness(cpp())).isEqualTo(new Ready("sha256:c", "14.2.0"));
    catalogue.refresh();
    assertThat(background).isEmpty();
    assertThat(pool.commands).isEqualTo(Map.of("sha256:c", List.of("g++", "-dumpfullversion")));
  }

  @Test
  void aRebuiltImageIsAskedAgain() {
    images.put("glovebox/cpp:latest", "sha256:c");
    pool.says = "1.2.3";
    catalogue.refresh();
    background.remove().run();
    images.put("glovebox/cpp:latest", "sha256:d");
    pool.says = "4.5.6";
    catalogue.refresh();
    background.remove().run();

    assertThat(catalogue.readiness(cpp())).isEqualTo(new Ready("sha256:d", "4.5.6"));
  }

  @Test
  void aVersionThatCouldNotBeLearnedIsTriedAgain() {
    images.put("glovebox/cpp:latest", "sha256:c");
    pool.says = "1.2.3";
    pool.fails = true;
    catalogue.refresh();
    background.remove().run();
    pool.fails = false;
    catalogue.refresh();
    background.remove().run();

    assertThat(catalogue.readiness(cpp())).isEqualTo(new Ready("sha256:c", "1.2.3"));
  }

  @Test
  void aVersionCommandThatSaysNothingUsefulIsNotRepeated() {
    images.put("glovebox/cpp:latest", "sha256:c");
    pool.says = "no number";
    catalogue.refresh();
    background.remove().run();
    catalogue.refresh();

    assertThat(catalogue.readiness(cpp())).isEqualTo(new Ready("sha256:c", "unknown"));
    assertThat(background).isEmpty();
  }

  @Test
  void anEngineThatDoesNotAnswerDoesNotTakeReadyLanguagesAway() {
    engineAnswers = false;
    catalogue.refresh();
    assertThat(reason()).isEqualTo("the engine does not answer: no answer");

    engineAnswers = true;
    images.put("glovebox/cpp:latest", "sha256:c");
    catalogue.refresh();
    engineAnswers = false;
    catalogue.refresh();
    assertThat(catalogue.readiness(cpp())).isInstanceOf(Ready.class);
  }

  /** Each answer that does not come may take half a minute, and there are many languages. */
  @Test
  void anEngineThatDoesNotAnswerIsAskedOnceInARound() {
    engineAnswers = false;
    catalogue.refresh();
    assertThat(asked).hasSize(1);
    assertThat(catalogue.all())
        .allMatch(language -> catalogue.readiness(language) instanceof NotReady);

    engineAnswers = true;
    images.put("glovebox/cpp:latest", "sha256:c");
    catalogue.lookAgain();
    assertThat(catalogue.readiness(cpp())).isInstanceOf(Ready.class);
  }

  @Test
  void goesOnLookingInTheBackgroundUntilStopped() {
    catalogue.start();
    try {
      assertThat(catalogue.isRunning()).isTrue();
      images.put("glovebox/cpp:latest", "sha256:c");
      await().until(() -> catalogue.readiness(cpp()) instanceof Ready);
    } finally {
      catalogue.stop();
    }
    assertThat(catalogue.isRunning()).isFalse();
  }

  /** A fake, because the catalogue's own rules are tested here and not what a compiler prints. */
  private static final class VersionSandbox implements SandboxPool, Sandbox {

    final Map<String, List<String>> commands = new HashMap<>();
    String says = "";
    boolean fails;
    private String image = "";

    @Override
    public Sandbox acquire(SandboxSpec spec, SandboxLease lease, ContainerLimits limits) {
      if (fails) {
        throw new SandboxException(SandboxException.Kind.ENGINE, "planned");
      }
      image = spec.image();
      return this;
    }

    @Override
    public RunReport converse(RunRequest request, Conversation conversation) {
      throw new UnsupportedOperationException("no test of this fake needs a conversation");
    }

    @Override
    public Interaction.Report interact(Interaction interaction, Interaction.Output output) {
      throw new UnsupportedOperationException("no test of this fake needs a pair");
    }

    @Override
    public RunReport run(RunRequest request, RunOutput output) {
      commands.put(image, request.command());
      byte[] bytes = says.getBytes(UTF_8);
      output.stdout(bytes, 0, bytes.length);
      return new RunReport(
          new RunReport.End.Exited(0),
          Optional.empty(),
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          0,
          Optional.empty(),
          0,
          0,
          bytes.length,
          0,
          0,
          0);
    }

    @Override
    public void warm(SandboxSpec spec) {}

    @Override
    public void cool(SandboxSpec spec) {}

    @Override
    public void install(List<SandboxFile> files) {}

    @Override
    public void installPeer(List<SandboxFile> files) {}

    @Override
    public List<SandboxFile> fetch() {
      return List.of();
    }

    @Override
    public void limit(ContainerLimits limits) {}

    @Override
    public void kill() {}

    @Override
    public SandboxFacts facts() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
