package dev.glovebox.problem.format;

import dev.glovebox.language.Languages;
import dev.glovebox.problem.ImportMaxima;
import dev.glovebox.problem.archive.Findings;
import dev.glovebox.problem.archive.PackageTree;
import dev.glovebox.problem.archive.TreeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What an importer works with.
 *
 * @param name what the problem is called where the package has no name
 * @param tests most tests of a problem
 */
public record ImportContext(
    PackageTree tree,
    Findings findings,
    Languages languages,
    ImportMaxima maxima,
    String name,
    int tests) {

  /** The same with another tree. */
  ImportContext with(PackageTree other) {
    return new ImportContext(other, findings, languages, maxima, name, tests);
  }

  /** Files that are read whole: settings and sources, never test data. */
  private static final int MOST_TEXT = 4 << 20;

  /** A text file; nothing, with a finding, when it is there but too large. */
  Optional<String> text(String path) throws IOException {
    Optional<TreeFile> file = tree.file(path);
    return file.isEmpty() ? Optional.empty() : text(file.get());
  }

  Optional<String> text(TreeFile file) throws IOException {
    if (file.blob().size() > MOST_TEXT) {
      findings.error(file.path(), "has more than %d bytes".formatted(MOST_TEXT));
      return Optional.empty();
    }
    byte[] bytes = tree.head(file, MOST_TEXT);
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      findings.warn(file.path(), "is not UTF-8; read as ISO 8859-1");
      text = new String(bytes, StandardCharsets.ISO_8859_1);
    }
    String plain = text.startsWith("\ufeff") ? text.substring(1) : text;
    // No database holds it, and no text needs it.
    return Optional.of(plain.replace('\0', '\ufffd'));
  }

  /** The keys of a YAML file; none when it is absent. */
  Keys yaml(String path) throws IOException {
    Optional<String> text = text(path);
    return text.isEmpty()
        ? Keys.none(path, findings)
        : Keys.of(path, YamlText.read(path, text.get(), findings), findings);
  }
}
