package dev.glovebox.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageFilesTest {

  @TempDir Path directory;

  @Test
  void readsEverythingThereIsToSay() throws IOException {
    Language cpp = CatalogueFixtures.read(directory, "cpp", CatalogueFixtures.CPP);

    assertThat(cpp.name()).isEqualTo("C++");
    assertThat(cpp.aliases()).containsExactly("c++", "g++");
    assertThat(cpp.extensions()).containsExactly("cpp", "cc", "cxx", "c++");
    assertThat(cpp.group()).isEqualTo("core");
    assertThat(cpp.version().command()).containsExactly("g++", "-dumpfullversion");
    assertThat(cpp.version().pattern().pattern()).isEqualTo("(\\d+\\.\\d+\\.\\d+)");
    assertThat(cpp.source()).isEqualTo("main.cpp");
    assertThat(cpp.check()).isEmpty();
    assertThat(cpp.run().command()).containsExactly("/box/app/program");
    assertThat(cpp.memoryOverheadBytes()).isZero();
    assertThat(cpp.processes()).isEqualTo(64);
    Language.Compile compile = cpp.compile().orElseThrow();
    assertThat(compile.command().command())
        .containsExactly("g++", "{options}", "-o", "program", "{sources}");
    assertThat(compile.defaultOptions()).containsExactly("-O2", "-std=gnu++20");
    assertThat(compile.mandatoryOptions()).containsExactly("-pipe");
    assertThat(compile.results()).containsExactly("program");
    assertThat(compile.cpu()).isEqualTo(Duration.ofSeconds(30));
    assertThat(compile.wall()).isEqualTo(Duration.ofMinutes(1));
    assertThat(compile.memoryBytes()).isEqualTo(2L << 30);
    assertThat(compile.processes()).isEqualTo(128);
    assertThat(compile.outputBytes()).isEqualTo(1L << 20);
    assertThat(compile.fileSizeBytes()).isEqualTo(256L << 20);
  }

  @Test
  void readsALanguageThatIsRunFromItsSources() throws IOException {
    Language python = CatalogueFixtures.read(directory, "python", CatalogueFixtures.PYTHON);

    assertThat(python.compile()).isEmpty();
    assertThat(python.check().orElseThrow().command())
        .containsExactly("python3", "-m", "py_compile", "{sources}");
    assertThat(python.run().environment()).isEqualTo(Map.of("PYTHONINTMAXSTRDIGITS", "0"));
    assertThat(python.memoryOverheadBytes()).isEqualTo(4L << 20);
  }

  @Test
  void runsInAnImageOfItsOwnUnlessItNamesAnother() throws IOException {
    Language own = CatalogueFixtures.read(directory, "cpp", CatalogueFixtures.CPP);
    Language another =
        CatalogueFixtures.read(
            directory, "python", CatalogueFixtures.PYTHON + "image: interpreters\nshares: [pyw]\n");

    assertThat(own.imageName()).isEqualTo("glovebox/cpp:latest");
    assertThat(another.imageName()).isEqualTo("glovebox/interpreters:latest");
    assertThat(another.compiles("py")).isTrue();
    assertThat(another.compiles("pyw")).isTrue();
    assertThat(another.compiles("cpp")).isFalse();
  }

  @Test
  void languagesMayShareTheExtensionThatNamesAnother() throws IOException {
    CatalogueFixtures.write(directory, "cpp", CatalogueFixtures.CPP);
    CatalogueFixtures.write(
        directory,
        "python",
        CatalogueFixtures.PYTHON.replace("[py]", "[]") + "shares: [cpp, py]\n");

    LanguageNames names = new LanguageNames(new LanguageFiles().read(directory));
    assertThat(names.find("cc").orElseThrow().id()).isEqualTo("cpp");
    assertThat(names.find("py")).isEmpty();
  }

  @Test
  void isInTheOrderOfIdsAndSkipsFoldersWithoutAFile() throws IOException {
    CatalogueFixtures.write(directory, "python", CatalogueFixtures.PYTHON);
    CatalogueFixtures.write(directory, "cpp", CatalogueFixtures.CPP);
    Files.createDirectories(directory.resolve("base"));

    assertThat(new LanguageFiles().read(directory))
        .extracting(Language::id)
        .containsExactly("cpp", "python");
  }

  @ParameterizedTest(name = "{0} -> {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "id: cpp | id: other | cpp/language.yaml: id: 'other' must be the name of its folder",
        "group: core | colour: red | cpp/language.yaml: group: is missing",
        "source: main.cpp | source: main.cpp\\ncolour: red | cpp/language.yaml: colour: unknown key",
        "cpu: 30s | cpu: 30 parsecs | compile.limits.cpu: '30 parsecs' is not a duration",
        "cpu: 30s | cpu: 0s | compile.limits.cpu: must be positive",
        "cpu: 30s | cpuu: 30s | compile.limits.cpu: is missing",
        "cpu: 30s | cpu: 30s, gpu: 1s | compile.limits.gpu: unknown key",
        "memory: 2GiB | memory: 2GB | compile.limits.memory: '2GB' is not a size",
        "processes: 128 | processes: 1 | compile.limits.processes: must be a whole number of at least 2",
        "'-O[0-3s]' | '-O[' | compile.options.allowed: '-O[' is not a regular expression",
        "-O2, -std | -O9, -std | compile.options.default: '-O9' is not among the allowed options",
        "-dumpfullversion | 7 | version.command[1]: must be text",
        "[/box/app/program] | [] | run.command: must name a program",
        "'{sources}' | 'x{sources}' | compile.command: {sources} must be an argument of its own",
        "[cpp, cc | [.cpp, cc | extensions: '.cpp' must be without the dot",
        "source: main.cpp | source: main.cpp\\nshares: [.h] | shares: '.h' must be without the dot",
        "source: main.cpp | source: main.cpp\\nimage: ../gcc | image: '../gcc' must match",
        "name: C++ | name: C++\\nname: D | cpp/language.yaml: (whole file): Duplicate",
      })
  void aMistakeIsToldWithFileAndKey(String from, String to, String problem) throws IOException {
    String changed = CatalogueFixtures.CPP.replace(from, to.replace("\\n", "\n"));
    assertThat(changed).isNotEqualTo(CatalogueFixtures.CPP);
    CatalogueFixtures.write(directory, "cpp", changed);

    assertThatThrownBy(() -> new LanguageFiles().read(directory))
        .isInstanceOf(LanguageFault.class)
        .hasMessageContaining(problem);
  }

  @Test
  void allMistakesAreToldAtOnce() throws IOException {
    CatalogueFixtures.write(directory, "cpp", CatalogueFixtures.CPP.replace("group: core", ""));
    CatalogueFixtures.write(directory, "java", CatalogueFixtures.JAVA.replace("64MiB", "lots"));

    assertThatThrownBy(() -> new LanguageFiles().read(directory))
        .hasMessageContaining("cpp/language.yaml: group: is missing")
        .hasMessageContaining("java/language.yaml: limits.memoryOverhead: 'lots' is not a size");
  }

  @Test
  void twoLanguagesDoNotShareANameOrAnExtension() throws IOException {
    CatalogueFixtures.write(directory, "cpp", CatalogueFixtures.CPP);
    CatalogueFixtures.write(
        directory,
        "python",
        CatalogueFixtures.PYTHON.replace("py3]", "CPP]").replace("[py]", "[py, CC]"));

    LanguageFault fault = null;
    try {
      new LanguageFiles().read(directory);
    } catch (LanguageFault e) {
      fault = e;
    }
    assertThat(fault).isNotNull();
    assertThat(fault.faults())
        .isEqualTo(
            List.of(
                "python/language.yaml: aliases: 'CPP' already belongs to cpp",
                "python/language.yaml: extensions: 'CC' already belongs to cpp"));
  }

  @Test
  void anEmptyDirectoryIsAMistake() {
    assertThatThrownBy(() -> new LanguageFiles().read(directory))
        .hasMessageContaining("no folder with a language.yaml");
    assertThatThrownBy(() -> new LanguageFiles().read(directory.resolve("nowhere")))
        .hasMessageContaining("glovebox.languages.directory");
  }
}
