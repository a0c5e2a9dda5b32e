package dev.glovebox.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.sandbox.SandboxFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The catalogue that comes with the project. */
class ProjectCatalogueTest {

  private static final List<Language> LANGUAGES = new LanguageFiles().read(Path.of("../images"));

  private static Language language(String id) {
    return LANGUAGES.stream()
        .filter(language -> language.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void hasTheTwelveLanguages() {
    assertThat(LANGUAGES)
        .extracting(Language::id)
        .contains(
            "bash",
            "c",
            "cpp",
            "go",
            "java",
            "javascript",
            "php",
            "pypy",
            "python",
            "ruby",
            "rust",
            "typescript");
  }

  @Test
  void itsOptionsAreTakenOneByOne() {
    assertThat(CompileOptions.refusal(language("cpp"), List.of("-O2", "-std=c++17"))).isEmpty();
    for (String option : List.of("-O2 -x", "-fplugin=x", "-B.", "-specs=x", "@x", "-o/x", "-Ix")) {
      for (Language language : LANGUAGES) {
        assertThat(CompileOptions.refusal(language, List.of(option))).isPresent();
      }
    }
  }

  @Test
  void everyCommandIsFilledCompletely() {
    for (Language language : LANGUAGES) {
      SandboxFile source = new SandboxFile("", new byte[0]);
      ProgramLayout layout = ProgramLayout.of(language, List.of(source), Optional.empty());
      CommandLine line = new CommandLine(language, layout, Optional.empty(), 256L << 20);
      language
          .compile()
          .ifPresent(compile ->
              assertThat(line.of(compile.command(), List.of())).contains(language.source()));
      assertThat(String.join(" ", line.of(language.run(), List.of())))
          .doesNotContainPattern("\\{(options|sources|main|entry|memoryMiB)}");
    }
  }
}
