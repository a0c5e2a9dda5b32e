package dev.glovebox.ci.format;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** The files of the source as far as planning looks at them: names, and contents of pipelines. */
public interface SourceTree {

  /** Paths of all files, relative and with slashes. */
  Collection<String> paths();

  /**
   * The content of a file as UTF-8, or nothing if there is no such regular file, or it has more
   * than so many bytes.
   */
  Optional<String> read(String path, int mostBytes);

  /** A source without files. */
  static SourceTree empty() {
    return of(Map.of());
  }

  /** A source of these texts by path. */
  static SourceTree of(Map<String, String> files) {
    return of(files, files.keySet());
  }

  /** A source of these texts by path, of which all these paths are known. */
  static SourceTree of(Map<String, String> files, Collection<String> paths) {
    return new SourceTree() {
      @Override
      public Collection<String> paths() {
        return paths;
      }

      @Override
      public Optional<String> read(String path, int mostBytes) {
        return Optional.ofNullable(files.get(path)).filter(text -> text.length() <= mostBytes);
      }
    };
  }
}
