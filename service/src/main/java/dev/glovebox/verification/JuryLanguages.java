package dev.glovebox.verification;

import dev.glovebox.language.Languages;
import dev.glovebox.problem.PackageFormat;

/**
 * Which language a jury's solution is judged in. DOMjudge, the Kattis problem tools and BAPCtools
 * run Python 3 with PyPy, and juries choose their time limits by that; so do we where PyPy is
 * ready. Polygon and our own format say which interpreter they mean.
 */
final class JuryLanguages {

  private static final String PYTHON = "python";
  private static final String PYPY = "pypy";

  private final Languages languages;

  JuryLanguages(Languages languages) {
    this.languages = languages;
  }

  /** The id of the language that stands for this one. */
  String of(PackageFormat format, String language) {
    return switch (format) {
      case POLYGON, NATIVE -> language;
      case KATTIS_LEGACY, ICPC_LEGACY, KATTIS_2023_07, KATTIS_2025_09 ->
          language.equals(PYTHON) && pypyIsReady() ? PYPY : language;
    };
  }

  private boolean pypyIsReady() {
    return languages
        .find(PYPY)
        .filter(pypy -> languages.readiness(pypy) instanceof Languages.Readiness.Ready)
        .isPresent();
  }
}
