package dev.glovebox.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.language.Language.Command;
import dev.glovebox.sandbox.SandboxFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

  @TempDir Path directory;
  private Language cpp;
  private Language python;

  @BeforeEach
  void readLanguages() throws IOException {
    cpp = CatalogueFixtures.read(directory, "cpp", CatalogueFixtures.CPP);
    python = CatalogueFixtures.read(directory, "python", CatalogueFixtures.PYTHON);
  }

  private static SandboxFile file(String name) {
    return new SandboxFile(name, new byte[0]);
  }

  private CommandLine line(Language language, Optional<List<String>> options, String... names) {
    List<SandboxFile> files = List.of(names).stream().map(CommandLineTest::file).toList();
    return new CommandLine(
        language, ProgramLayout.of(language, files, Optional.empty()), options, 300L << 20);
  }

  @Test
  void optionsAndSourcesBecomeAsManyArguments() {
    CommandLine line = line(cpp, Optional.empty(), "main.cpp", "lib/a.CC", "lib/a.h");

    assertThat(line.of(cpp.compile().orElseThrow().command(), List.of()))
        .containsExactly(
            "g++", "-pipe", "-O2", "-std=gnu++20", "-o", "program", "main.cpp", "lib/a.CC");
  }

  @Test
  void theRequestsOptionsReplaceTheDefaultButNotTheMandatoryOnes() {
    CommandLine line = line(cpp, Optional.of(List.of("-O0")), "main.cpp");

    assertThat(line.of(cpp.compile().orElseThrow().command(), List.of()))
        .containsExactly("g++", "-pipe", "-O0", "-o", "program", "main.cpp");
  }

  @Test
  void theMainFileIsAlwaysAmongTheSources() {
    List<SandboxFile> files =
        List.of(new SandboxFile("b.cpp", new byte[0]), new SandboxFile("s.txt", new byte[0]));
    ProgramLayout layout = ProgramLayout.of(cpp, files, Optional.of("s.txt"));
    CommandLine line = new CommandLine(cpp, layout, Optional.empty(), 300L << 20);

    assertThat(line.of(cpp.compile().orElseThrow().command(), List.of()))
        .endsWith("b.cpp", "s.txt");
  }

  @Test
  void placeholdersMayStandInsideAnArgumentAndArgumentsAreAppendedAsTheyAre() {
    CommandLine line = line(python, Optional.empty(), "a.py", "b.py");

    assertThat(line.of(python.run(), List.of("{main}", "; rm -rf /")))
        .containsExactly("python3", "/box/app/a.py", "{main}", "; rm -rf /");
    assertThat(line.of(new Command(List.of("x", "-m{memoryMiB}M"), Map.of()), List.of()))
        .containsExactly("x", "-m300M");
  }

  @Test
  void whatComesOutOfAPlaceholderIsNotLookedAtAgain() {
    CommandLine line = line(python, Optional.empty(), "{memoryMiB}$1.py");

    assertThat(line.of(python.run(), List.of()))
        .containsExactly("python3", "/box/app/{memoryMiB}$1.py");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-O9",
        "-O2 -o/box/x",
        "; rm -rf /",
        "-fplugin=./evil.so",
        "-wrapper",
        "@args",
        "-O2\n",
        "x-O2",
        ""
      })
  void anyOtherOptionIsRefusedAndTheRefusalSaysWhatIsAllowed(String option) {
    String refusal = CompileOptions.refusal(cpp, List.of("-O2", option)).orElseThrow();

    assertThat(refusal)
        .contains("'" + option + "' is not allowed for C++")
        .contains("-O[0-3s], -std=(gnu|c)\\+\\+(11|14|17|20|23)");
    assertThatThrownBy(() -> line(cpp, Optional.of(List.of(option)), "main.cpp"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(CompileOptions.refusal(cpp, List.of(option)).orElseThrow());
  }

  @Test
  void aLanguageWithoutCompilationTakesNoOptions() {
    assertThat(CompileOptions.refusal(python, List.of("-O2")).orElseThrow())
        .isEqualTo("Python is not compiled, so it takes no compile options");
    assertThat(CompileOptions.refusal(python, List.of())).isEmpty();
    assertThat(CompileOptions.refusal(cpp, List.of("-O2", "-std=c++17"))).isEmpty();
  }
}
