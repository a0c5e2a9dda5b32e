package dev.glovebox.problem.format;

import dev.glovebox.language.Language;
import dev.glovebox.language.Languages;
import dev.glovebox.problem.archive.PackageTree;
import dev.glovebox.problem.archive.TreeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The language of programs in packages, which have no label: by extension, in a folder that of most
 * files.
 */
final class LanguageGuess {

  private static final int FIRST_CLAUSES = 64 << 10;
  private static final int FIRST_STATEMENTS = 64 << 10;

  /** A directive, or the head of a clause: no line of Perl begins like that. */
  private static final Pattern PROLOG =
      Pattern.compile("(?m)^(:-|[a-z]\\w*(\\([^\\n]*\\))?[ \\t]*(:-|-->))");

  /** A statement of Python 2, a syntax error in Python 3. */
  private static final Pattern PRINT_STATEMENT =
      Pattern.compile("(?m)^[ \\t]*print[ \\t]+[\\w\"'%-]");

  /** In a source that has both, the statement is rather a line of a text. */
  private static final Pattern PRINT_FUNCTION = Pattern.compile("\\bprint\\(");

  /** Nobody's sources: what a compiler left behind, and notes. Whoever means them says so. */
  private static final Set<String> NEVER_GUESSED = Set.of("executable", "plaintext");

  private final Languages languages;
  private final PackageTree tree;

  LanguageGuess(Languages languages, PackageTree tree) {
    this.languages = languages;
    this.tree = tree;
  }

  /** The id of a file's language, where the catalogue has it. */
  Optional<String> of(TreeFile file) throws IOException {
    String name = file.name();
    int dot = name.lastIndexOf('.');
    if (dot <= 0) {
      return Optional.empty();
    }
    String extension = name.substring(dot + 1);
    // As compilers have it: .C is C++, .c is C.
    String wanted = extension.equals("C") ? "cpp" : extension.toLowerCase(Locale.ROOT);
    Optional<Language> language =
        languages.all().stream()
            .filter(l -> !NEVER_GUESSED.contains(l.id()))
            .filter(l -> l.extensions().stream().anyMatch(e -> e.equalsIgnoreCase(wanted)))
            .findFirst();
    if (language.isPresent() && wanted.equals("py") && isPython2(file)) {
      return Optional.empty();
    }
    // Kattis' tools call every .pl Prolog, others every one Perl.
    if (wanted.equals("pl") && isProlog(file)) {
      return named("prolog");
    }
    return language.map(Language::id);
  }

  /** The id of the language that most files of a program have. */
  Optional<String> of(List<TreeFile> files) throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    for (TreeFile file : files) {
      of(file).ifPresent(id -> counts.merge(id, 1, Integer::sum));
    }
    // Of as many C as C++ files, the C++ compiler takes both.
    return counts.entrySet().stream()
        .max(
            Comparator.<Map.Entry<String, Integer>>comparingInt(Map.Entry::getValue)
                .thenComparing(entry -> entry.getKey().equals("cpp")))
        .map(Map.Entry::getKey);
  }

  /** A language by a name that a package has for it. */
  Optional<String> named(String name) {
    return languages.find(name).map(Language::id);
  }

  private boolean isPython2(TreeFile file) throws IOException {
    String source = head(file, FIRST_STATEMENTS);
    String first = source.lines().findFirst().orElse("");
    return (first.startsWith("#!") && first.contains("python2"))
        || (PRINT_STATEMENT.matcher(source).find() && !PRINT_FUNCTION.matcher(source).find());
  }

  private boolean isProlog(TreeFile file) throws IOException {
    return PROLOG.matcher(head(file, FIRST_CLAUSES)).find();
  }

  private String head(TreeFile file, int bytes) throws IOException {
    return new String(tree.head(file, bytes), StandardCharsets.ISO_8859_1);
  }
}
