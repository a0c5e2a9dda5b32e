package dev.glovebox.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.language.Language;
import dev.glovebox.language.Languages;
import dev.glovebox.problem.PackageFormat;
import dev.glovebox.support.SomeLanguages;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JuryLanguagesTest {

  /** All are there. */
  private record Ready(Languages languages) implements Languages {
    @Override
    public List<Language> all() {
      return languages.all();
    }

    @Override
    public Optional<Language> find(String name) {
      return languages.find(name);
    }

    @Override
    public Readiness readiness(Language language) {
      return new Readiness.Ready("sha256:0", "1");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "KATTIS_LEGACY, python, pypy",
    "ICPC_LEGACY, python, pypy",
    "KATTIS_2023_07, python, pypy",
    "KATTIS_2025_09, python, pypy",
    "KATTIS_2025_09, cpp, cpp",
    "POLYGON, python, python",
    "NATIVE, python, python",
  })
  void juriesMeanPyPyWhereTheirToolsDo(PackageFormat format, String language, String judgedIn) {
    assertThat(new JuryLanguages(new Ready(new SomeLanguages())).of(format, language))
        .isEqualTo(judgedIn);
  }

  @Test
  void withoutPyPyItIsCPython() {
    assertThat(new JuryLanguages(new SomeLanguages()).of(PackageFormat.KATTIS_LEGACY, "python"))
        .isEqualTo("python");
  }
}
