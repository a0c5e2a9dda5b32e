package dev.glovebox.language;

import dev.glovebox.language.Language.Command;
import dev.glovebox.language.Language.Compile;
import dev.glovebox.language.Language.VersionCommand;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads the {@code language.yaml} files of a directory, strictly: a mistake is never guessed at.
 */
final class LanguageFiles {

  private static final String FILE = "language.yaml";
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]*");
  private static final Pattern EXTENSION = Pattern.compile("[A-Za-z0-9+#_-]+");

  private final YAMLMapper yaml =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .build();

  /**
   * All languages in the order of their ids.
   *
   * @throws LanguageFault with all faults of all files
   */
  List<Language> read(Path directory) {
    List<Language> languages = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (Path folder : folders(directory)) {
      try {
        languages.add(readOne(folder));
      } catch (LanguageFault e) {
        faults.addAll(e.faults());
      }
    }
    faults.addAll(ambiguities(languages));
    if (languages.isEmpty() && faults.isEmpty()) {
      faults.add("%s: no folder with a %s".formatted(directory, FILE));
    }
    if (!faults.isEmpty()) {
      throw new LanguageFault(faults);
    }
    return List.copyOf(languages);
  }

  private static List<Path> folders(Path directory) {
    List<Path> folders = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (Files.isRegularFile(entry.resolve(FILE))) {
          folders.add(entry);
        }
      }
    } catch (IOException e) {
      throw new LanguageFault(directory.toString(), "glovebox.languages.directory", e.toString());
    }
    folders.sort(Comparator.comparing(folder -> folder.getFileName().toString()));
    return folders;
  }

  private Language readOne(Path folder) {
    String name = folder.getFileName().toString();
    String file = name + "/" + FILE;
    JsonNode tree;
    try {
      tree = yaml.readTree(Files.readAllBytes(folder.resolve(FILE)));
    } catch (JacksonException e) {
      throw new LanguageFault(file, "(whole file)", e.getOriginalMessage());
    } catch (IOException e) {
      throw new LanguageFault(file, "(whole file)", e.toString());
    }
    YamlObject root = new YamlObject(file, "", tree);
    Language language = language(root, name);
    root.refuseUnknownKeys();
    return language;
  }

  private static Language language(YamlObject root, String folder) {
    String id = root.text("id");
    if (!id.equals(folder) || !ID.matcher(id).matches()) {
      throw root.fault("id", "'" + id + "' must be the name of its folder and match " + ID);
    }
    YamlObject limits = root.object("limits");
    Language language =
        new Language(
            id,
            root.text("name"),
            root.textsOrNone("aliases"),
            extensions(root, "extensions"),
            extensions(root, "shares"),
            root.text("group"),
            image(root, id),
            version(root.object("version")),
            root.text("source"),
            root.optionalObject("compile").map(LanguageFiles::compile),
            root.optionalObject("check").map(LanguageFiles::command),
            command(root.object("run")),
            limits.size("memoryOverhead"),
            limits.count("processes", 2),
            limits.factor("timeFactor"),
            limits.flag("needsFiles"));
    limits.refuseUnknownKeys();
    return language;
  }

  private static String image(YamlObject root, String id) {
    String image = root.textOr("image", id);
    if (!ID.matcher(image).matches()) {
      throw root.fault("image", "'" + image + "' must match " + ID);
    }
    return image;
  }

  private static List<String> extensions(YamlObject root, String key) {
    List<String> extensions = root.textsOrNone(key);
    for (String extension : extensions) {
      if (!EXTENSION.matcher(extension).matches()) {
        throw root.fault(key, "'" + extension + "' must be without the dot");
      }
    }
    return extensions;
  }

  private static VersionCommand version(YamlObject object) {
    VersionCommand version =
        new VersionCommand(object.command("command"), object.pattern("pattern"));
    object.refuseUnknownKeys();
    return version;
  }

  private static Command command(YamlObject object) {
    Command command = new Command(object.command("command"), object.environment("environment"));
    object.refuseUnknownKeys();
    return command;
  }

  private static Compile compile(YamlObject object) {
    YamlObject options = object.object("options");
    YamlObject limits = object.object("limits");
    Compile compile =
        new Compile(
            new Command(object.command("command"), object.environment("environment")),
            options.textsOrNone("default"),
            options.patterns("allowed"),
            options.textsOrNone("mandatory"),
            object.texts("results"),
            limits.duration("cpu"),
            limits.duration("wall"),
            limits.size("memory"),
            limits.count("processes", 2),
            limits.size("output"),
            limits.size("fileSize"));
    options.refuseUnknownKeys();
    limits.refuseUnknownKeys();
    object.refuseUnknownKeys();
    for (String option : compile.defaultOptions()) {
      if (!CompileOptions.allowed(compile, option)) {
        throw options.fault("default", "'" + option + "' is not among the allowed options");
      }
    }
    return compile;
  }

  /** Two languages must not answer to the same name, nor to the same extension. */
  private static List<String> ambiguities(List<Language> languages) {
    List<String> faults = new ArrayList<>();
    Map<String, String> names = new HashMap<>();
    Map<String, String> extensions = new HashMap<>();
    for (Language language : languages) {
      names.put(language.id(), language.id());
    }
    for (Language language : languages) {
      for (String alias : language.aliases()) {
        claim(names, alias, language, "aliases", faults);
      }
      for (String extension : language.extensions()) {
        claim(extensions, extension, language, "extensions", faults);
      }
    }
    return faults;
  }

  private static void claim(
      Map<String, String> taken, String name, Language by, String key, List<String> faults) {
    String owner = taken.putIfAbsent(name.toLowerCase(Locale.ROOT), by.id());
    if (owner != null) {
      faults.add(
          "%s/%s: %s: '%s' already belongs to %s".formatted(by.id(), FILE, key, name, owner));
    }
  }
}
