package dev.glovebox.language;

import dev.glovebox.sandbox.SandboxFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a submission's sources lie in the sandbox, and where its program starts.
 *
 * @param sources all files, each with its final name
 * @param main name of the file to start from
 * @param entry the class to launch, for languages whose commands use <code>{entry}</code>
 */
public record ProgramLayout(List<SandboxFile> sources, String main, Optional<String> entry) {

  public ProgramLayout {
    sources = List.copyOf(sources);
  }

  /**
   * Names what has no name and finds the entry point.
   *
   * @param sources at least one; a single one may have an empty name
   * @param main the file the request starts from, where it says so
   */
  public static ProgramLayout of(
      Language language, List<SandboxFile> sources, Optional<String> main) {
    boolean entry = usesEntry(language);
    List<SandboxFile> named = sources;
    if (sources.size() == 1) {
      SandboxFile only = sources.getFirst();
      String name = only.path().isEmpty() ? language.source() : only.path();
      named =
          List.of(new SandboxFile(entry ? javaName(language, name, only) : name, only.content()));
    }
    String first = firstSource(language, named);
    String start = sources.size() == 1 ? first : main.orElse(first);
    return new ProgramLayout(
        named, start, entry ? Optional.of(javaEntry(named, start)) : Optional.empty());
  }

  /** Notes and data may lie beside the sources, and come before them. */
  private static String firstSource(Language language, List<SandboxFile> files) {
    return files.stream()
        .map(SandboxFile::path)
        .filter(path -> language.compiles(extension(path)))
        .findFirst()
        .orElse(files.getFirst().path());
  }

  /** The sources that go on a command line: those of the language, and always the main one. */
  List<String> sourceArguments(Language language) {
    List<String> names = new ArrayList<>();
    for (SandboxFile source : sources) {
      if (source.path().equals(main) || language.compiles(extension(source.path()))) {
        names.add(source.path());
      }
    }
    return names;
  }

  private static String extension(String name) {
    String file = name.substring(name.lastIndexOf('/') + 1);
    return file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static boolean usesEntry(Language language) {
    return language.run().command().stream().anyMatch(argument -> argument.contains("{entry}"));
  }

  /** A Java compiler insists that a public type's file has its name; so a lone file gets it. */
  private static String javaName(Language language, String name, SandboxFile source) {
    String folder = name.substring(0, name.lastIndexOf('/') + 1);
    String suffix = "." + language.extensions().getFirst();
    return JavaSource.scan(source.content())
        .publicType()
        .filter(type -> printableAscii(type))
        .map(type -> folder + type + suffix)
        .orElse(name);
  }

  private static boolean printableAscii(String type) {
    return type.length() <= 100
        && StandardCharsets.US_ASCII.newEncoder().canEncode(type)
        && type.chars().allMatch(Character::isLetterOrDigit);
  }

  /** The main file's class comes first, then the best {@code main} of the others. */
  private static String javaEntry(List<SandboxFile> sources, String main) {
    List<SandboxFile> ordered = new ArrayList<>(sources);
    ordered.sort((a, b) -> Boolean.compare(b.path().equals(main), a.path().equals(main)));
    String fallback = "";
    for (SandboxFile file : ordered) {
      if (!extension(file.path()).equals("java")) {
        continue;
      }
      JavaSource source = JavaSource.scan(file.content());
      String base = file.path().substring(file.path().lastIndexOf('/') + 1);
      String fileType = base.substring(0, base.lastIndexOf('.'));
      Optional<JavaSource.Type> launched = source.launched();
      if (launched.isPresent()) {
        return source.qualified(launched.get().name());
      }
      if (source.compactMain()) {
        return fileType;
      }
      if (fallback.isEmpty()) {
        fallback =
            source.qualified(
                source
                    .publicType()
                    .or(() -> source.types().stream().map(JavaSource.Type::name).findFirst())
                    .orElse(fileType));
      }
    }
    return fallback.isEmpty() ? "Main" : fallback;
  }
}
