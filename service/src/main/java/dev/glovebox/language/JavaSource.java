package dev.glovebox.language;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the judge has to know of a Java source file: its package, its top-level types and which of
 * them has a {@code main} method. A scanner, not a parser: it never fails, and what it can't make
 * out the compiler will complain about.
 *
 * @param packageName empty = the unnamed package
 * @param types top-level types in the order of the file
 * @param compactMain whether there is a {@code main} outside any type (Java 25 compact source file)
 */
record JavaSource(String packageName, List<Type> types, boolean compactMain) {

  /** How well a {@code main} method suits a launcher; later is better. */
  enum Main {
    NONE,
    /** Java 25 and later only. */
    INSTANCE,
    STATIC,
    /** {@code public static void main(String[])}, which every Java launches. */
    CLASSIC
  }

  record Type(String name, boolean isPublic, Main main) {}

  private static final Set<String> KINDS = Set.of("class", "interface", "enum", "record");

  static JavaSource scan(byte[] content) {
    return new Scanner(JavaTokens.of(content)).scan();
  }

  /** The type that decides the name of the file, if one is public. */
  Optional<String> publicType() {
    return types.stream().filter(Type::isPublic).map(Type::name).findFirst();
  }

  /** The type to launch, if one has a {@code main}; the best suited, then the first. */
  Optional<Type> launched() {
    Optional<Type> best = Optional.empty();
    for (Type type : types) {
      if (type.main() != Main.NONE
          && (best.isEmpty() || type.main().compareTo(best.get().main()) > 0)) {
        best = Optional.of(type);
      }
    }
    return best;
  }

  String qualified(String type) {
    return packageName.isEmpty() ? type : packageName + "." + type;
  }

  private static final class Scanner {

    private final List<String> tokens;
    private final List<Type> types = new ArrayList<>();
    private String packageName = "";
    private boolean compactMain;
    private int at;

    Scanner(List<String> tokens) {
      this.tokens = tokens;
    }

    /** Walks over the top level; bodies are left to {@link #body}. */
    JavaSource scan() {
      Set<String> modifiers = new HashSet<>();
      while (at < tokens.size()) {
        String token = tokens.get(at);
        if (token.equals("package") && packageName.isEmpty()) {
          packageName = packageName();
          modifiers.clear();
        } else if (startsType()) {
          String name = tokens.get(at + 1);
          skipTo("{");
          types.add(new Type(name, modifiers.contains("public"), body()));
          modifiers.clear();
        } else if (startsMain()) {
          compactMain = true;
          at += 2;
        } else if (token.equals("(")) {
          skipBalanced("(", ")");
        } else if (token.equals("{")) {
          skipBalanced("{", "}");
          modifiers.clear();
        } else {
          if (token.equals(";")) {
            modifiers.clear();
          } else {
            modifiers.add(token);
          }
          at++;
        }
      }
      return new JavaSource(packageName, List.copyOf(types), compactMain);
    }

    private String packageName() {
      StringBuilder name = new StringBuilder();
      at++;
      while (at < tokens.size() && !tokens.get(at).equals(";")) {
        name.append(tokens.get(at++));
      }
      return name.toString();
    }

    private boolean startsType() {
      if (!KINDS.contains(tokens.get(at)) || !isName(at + 1) || is(at - 1, ".")) {
        return false;
      }
      // "record" is only a keyword where a header follows its name.
      return !tokens.get(at).equals("record") || is(at + 2, "(") || is(at + 2, "<");
    }

    private boolean startsMain() {
      return is(at, "void") && is(at + 1, "main") && is(at + 2, "(");
    }

    /** Walks over the body that begins here and says which {@code main} is directly in it. */
    private Main body() {
      Main best = Main.NONE;
      Set<String> modifiers = new HashSet<>();
      at++;
      while (at < tokens.size() && !is(at, "}")) {
        if (startsMain()) {
          Main main = main(modifiers);
          best = main.compareTo(best) > 0 ? main : best;
          at += 2;
        } else if (is(at, "(")) {
          skipBalanced("(", ")");
        } else if (is(at, "{")) {
          skipBalanced("{", "}");
          modifiers.clear();
        } else {
          if (is(at, ";")) {
            modifiers.clear();
          } else {
            modifiers.add(tokens.get(at));
          }
          at++;
        }
      }
      at++;
      return best;
    }

    private Main main(Set<String> modifiers) {
      int from = at + 3;
      int to = from;
      while (to < tokens.size() && !is(to, ")")) {
        to++;
      }
      List<String> parameters = new ArrayList<>(tokens.subList(Math.min(from, to), to));
      parameters.remove("final");
      boolean none = parameters.isEmpty();
      boolean array =
          parameters.contains("String")
              && !parameters.contains(",")
              && (parameters.contains("[") || Collections.frequency(parameters, ".") >= 3);
      if ((!none && !array) || modifiers.contains("private")) {
        return Main.NONE;
      }
      if (!modifiers.contains("static")) {
        return Main.INSTANCE;
      }
      return array && modifiers.contains("public") ? Main.CLASSIC : Main.STATIC;
    }

    private void skipTo(String token) {
      while (at < tokens.size() && !is(at, token)) {
        at++;
      }
    }

    private void skipBalanced(String open, String close) {
      int depth = 0;
      do {
        if (is(at, open)) {
          depth++;
        } else if (is(at, close)) {
          depth--;
        }
        at++;
      } while (depth > 0 && at < tokens.size());
    }

    private boolean is(int index, String token) {
      return index >= 0 && index < tokens.size() && tokens.get(index).equals(token);
    }

    private boolean isName(int index) {
      return index < tokens.size() && Character.isJavaIdentifierStart(tokens.get(index).charAt(0));
    }
  }
}
