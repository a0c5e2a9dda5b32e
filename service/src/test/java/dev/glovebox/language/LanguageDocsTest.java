package dev.glovebox.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/languages.md} has every language with its names, and no other. */
class LanguageDocsTest {

  private static final Path IMAGES = Path.of("..", "images");
  private static final Path PAGE = Path.of("..", "docs", "languages.md");

  /** The version is left out: the image knows it, not the catalogue. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^(\\| [a-z0-9-]+ \\| [^|]+ \\|) [0-9][^|]* (\\|.*\\|)$");

  @Test
  void thePageAndTheCatalogueAgree() throws IOException {
    List<String> documented =
        ROW.matcher(Files.readString(PAGE))
            .results()
            .map(row -> row.group(1) + " " + row.group(2))
            .toList();

    assertThat(documented)
        .containsExactlyElementsOf(
            new LanguageFiles().read(IMAGES).stream().map(LanguageDocsTest::row).toList());
  }

  private static String row(Language language) {
    return "| %s | %s | | %s | %s | %s | %s |"
        .formatted(
            language.id(),
            language.name(),
            String.join(", ", language.aliases()),
            extensions(language),
            language.group(),
            language.image());
  }

  private static String extensions(Language language) {
    String shared =
        language.shares().isEmpty() ? "" : "(" + String.join(", ", language.shares()) + ")";
    return Stream.concat(language.extensions().stream(), Stream.of(shared))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.joining(", "));
  }
}
