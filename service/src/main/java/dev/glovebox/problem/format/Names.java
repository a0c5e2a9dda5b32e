package dev.glovebox.problem.format;

import dev.glovebox.problem.archive.TreeFile;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of a problem in the Kattis formats. */
final class Names {

  private static final Pattern MACRO = Pattern.compile("\\\\problemname\\s*\\{([^{}]*)\\}");
  private static final Pattern STATEMENT =
      Pattern.compile("(?:problem_statement|statement)/problem(?:\\.([A-Za-z-]+))?\\.tex");
  private static final String UNSAID = "en";

  private final ImportContext context;

  Names(ImportContext context) {
    this.context = context;
  }

  /**
   * The names of {@code problem.yaml}, else those of the statements, else the given one, else that
   * of the package.
   */
  Map<String, String> read(Keys keys, Optional<String> other) throws IOException {
    var names = new TreeMap<String, String>();
    if (keys.isMap("name")) {
      Keys byLanguage = keys.map("name");
      for (String language : byLanguage.names()) {
        byLanguage.text(language).ifPresent(name -> names.put(tag(language), name));
      }
    } else {
      keys.text("name").ifPresent(name -> names.put(UNSAID, name));
    }
    names.values().removeIf(String::isBlank);
    if (names.isEmpty()) {
      names.putAll(ofStatements());
    }
    if (names.isEmpty()) {
      names.put(UNSAID, other.orElse(context.tree().topFolder().orElse(context.name())));
    }
    return names;
  }

  private Map<String, String> ofStatements() throws IOException {
    var names = new TreeMap<String, String>();
    for (TreeFile file : context.tree().below("")) {
      Matcher statement = STATEMENT.matcher(file.path());
      if (statement.matches()) {
        Matcher macro = MACRO.matcher(context.text(file).orElse(""));
        if (macro.find() && !macro.group(1).isBlank()) {
          String language = statement.group(1);
          names.put(language == null ? UNSAID : tag(language), macro.group(1).strip());
        }
      }
    }
    return names;
  }

  private static String tag(String language) {
    return language.toLowerCase(Locale.ROOT);
  }
}
