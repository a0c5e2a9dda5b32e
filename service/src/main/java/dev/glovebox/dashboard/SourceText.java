package dev.glovebox.dashboard;

import dev.glovebox.submission.SourceFile;
import java.util.List;

/**
 * A source file as it is shown.
 *
 * @param name of the file
 * @param text its contents, made legible
 * @param bytes its size
 * @param truncated whether the text is not all of it
 */
record SourceText(String name, String text, int bytes, boolean truncated) {

  private static final int MOST_SHOWN = 256 * 1024;
  private static final int MOST_FILES = 50;

  static List<SourceText> of(List<SourceFile> files) {
    return files.stream()
        .limit(MOST_FILES)
        .map(file ->
            new SourceText(
                Legible.of(file.name()),
                Legible.of(file.content(), MOST_SHOWN),
                file.content().length,
                file.content().length > MOST_SHOWN))
        .toList();
  }
}
