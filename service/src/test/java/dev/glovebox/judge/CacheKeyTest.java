package dev.glovebox.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.language.CommandLine;
import dev.glovebox.language.Language;
import dev.glovebox.language.ProgramLayout;
import dev.glovebox.sandbox.ContainerLimits;
import dev.glovebox.sandbox.IsolationTier;
import dev.glovebox.sandbox.SandboxFacts;
import dev.glovebox.sandbox.SandboxFile;
import dev.glovebox.submission.ExecutionLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** Two compilations share a result only when nothing that it can depend on differs. */
class CacheKeyTest {

  /** Everything the key is made of; each test changes one part. */
  private static final class Parts {
    UUID tenant = new UUID(1, 1);
    String language = "cpp";
    String image = "sha256:1";
    IsolationTier tier = IsolationTier.CONTAINER;
    String seccomp = "5ec";
    List<String> command = List.of("g++", "-O2", "a.cpp");
    Map<String, String> environment = Map.of("A", "b");
    List<String> results = List.of("program");
    List<SandboxFile> sources = List.of(file("a.cpp", "one"), file("b.h", "two"));

    CacheKey key() {
      Language.Compile compile =
          new Language.Compile(
              new Language.Command(command, environment),
              List.of(),
              List.of(),
              List.of(),
              results,
              Duration.ofSeconds(1),
              Duration.ofSeconds(1),
              1 << 30,
              64,
              1,
              1);
      Language compiled =
          new Language(
              language,
              "C++",
              List.of(),
              List.of("cpp"),
              "core",
              new Language.VersionCommand(List.of("v"), Pattern.compile("v")),
              "main.cpp",
              Optional.of(compile),
              Optional.empty(),
              new Language.Command(List.of("x"), Map.of()),
              0,
              64);
      return CacheKey.of(program(compiled), facts(), compile, command, environment, false);
    }

    private Program program(Language compiled) {
      ExecutionLimits limits =
          new ExecutionLimits(
              Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 1, 1, 1, Optional.empty());
      ProgramLayout layout = ProgramLayout.of(compiled, sources, Optional.empty());
      JudgeProperties properties =
          new JudgeProperties(
              DataSize.ofBytes(1),
              DataSize.ofBytes(1),
              1,
              false,
              1,
              DataSize.ofBytes(1),
              false,
              new JudgeProperties.CompileCacheSettings(null, DataSize.ofBytes(1)));
      return new Program(
          tenant,
          compiled,
          image,
          tier,
          layout,
          new CommandLine(compiled, layout, Optional.empty(), 1),
          new PhaseLimits(compiled, limits, tier, properties, () -> 0));
    }

    private SandboxFacts facts() {
      return new SandboxFacts(
          "box", image, tier, "runc", "strict", seccomp, new ContainerLimits(1 << 30, 64), "0", 1);
    }
  }

  private static SandboxFile file(String path, String content) {
    return new SandboxFile(path, content.getBytes(UTF_8));
  }

  @Test
  void dependsOnEveryPart() {
    List<Parts> all = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      all.add(new Parts());
    }
    all.get(1).tenant = new UUID(1, 2);
    all.get(2).language = "c";
    all.get(3).image = "sha256:2";
    all.get(4).tier = IsolationTier.GVISOR;
    all.get(5).seccomp = "6ec";
    all.get(6).command = List.of("g++", "-O3", "a.cpp");
    all.get(7).command = List.of("g++", "-O2 a.cpp");
    all.get(8).environment = Map.of("A", "c");
    all.get(9).environment = Map.of("Ab", "");
    all.get(10).results = List.of("**");
    all.get(11).sources = List.of(file("a.cpp", "ONE"), file("b.h", "two"));
    all.get(12).sources = List.of(file("a.cpp", "one"), file("c.h", "two"));
    all.get(13).sources = List.of(file("a.cpp", "oneb.htwo"));
    all.get(14).sources = List.of(file("a.cpp", "on"), file("eb.h", "two"));

    assertThat(all.stream().map(Parts::key).distinct()).hasSize(all.size());
  }

  @Test
  void doesNotDependOnTheOrderOfTheFiles() {
    Parts other = new Parts();
    other.sources = other.sources.reversed();

    assertThat(other.key()).isEqualTo(new Parts().key());
    assertThat(other.key().hex()).matches("[0-9a-f]{64}");
  }
}
