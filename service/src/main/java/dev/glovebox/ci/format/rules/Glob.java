package dev.glovebox.ci.format.rules;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A pattern of paths as in {@code rules:changes} and {@code rules:exists}: Ruby's {@code fnmatch}
 * with PATHNAME, DOTMATCH and EXTGLOB. {@code *} stays within a directory, a leading {@code
 * **}{@code /} or one between slashes stands for any directories, {@code {a,b}} for either.
 */
public final class Glob {

  private static final int LONGEST = 1024;

  private final Pattern pattern;

  private Glob(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * Reads a pattern.
   *
   * @throws ExpressionSyntaxException if it has more than 1024 characters, or a bad set
   */
  public static Glob of(String text) throws ExpressionSyntaxException {
    if (text.length() > LONGEST) {
      throw new ExpressionSyntaxException(
          "a pattern of paths may have at most %d characters".formatted(LONGEST));
    }
    String relative = text.startsWith("./") ? text.substring(2) : text;
    try {
      return new Glob(Pattern.compile("(?s)" + new Translation(relative).whole()));
    } catch (PatternSyntaxException e) {
      throw new ExpressionSyntaxException(
          "%s is no pattern of paths: %s".formatted(text, e.getDescription()));
    }
  }

  /** Whether it matches the whole of a path, relative and with slashes. */
  public boolean matches(String path) {
    return pattern.matches(path);
  }

  private static final class Translation {

    private final String glob;
    private final StringBuilder regex = new StringBuilder();
    private int at;
    private int braces;

    Translation(String glob) {
      this.glob = glob;
    }

    String whole() {
      while (at < glob.length()) {
        one();
      }
      regex.append(")".repeat(braces));
      return regex.toString();
    }

    private void one() {
      char c = glob.charAt(at);
      boolean segmentStarts = at == 0 || "/{,".indexOf(glob.charAt(at - 1)) >= 0;
      if (glob.startsWith("**/", at) && segmentStarts) {
        regex.append("(?:[^/]+/)*");
        at += 3;
        return;
      }
      at++;
      switch (c) {
        case '*' -> {
          while (at < glob.length() && glob.charAt(at) == '*') {
            at++;
          }
          regex.append("[^/]*");
        }
        case '?' -> regex.append("[^/]");
        case '{' -> {
          // A brace that is never closed is itself.
          if (glob.indexOf('}', at) < 0) {
            regex.append("\\{");
          } else {
            braces++;
            regex.append("(?:");
          }
        }
        case ',' -> regex.append(braces > 0 ? "|" : ",");
        case '}' -> {
          if (braces > 0) {
            braces--;
            regex.append(")");
          } else {
            regex.append("\\}");
          }
        }
        case '[' -> set();
        case '\\' -> {
          if (at < glob.length()) {
            literal(glob.codePointAt(at));
            at += Character.charCount(glob.codePointAt(at));
          } else {
            regex.append("\\\\");
          }
        }
        default -> {
          at--;
          literal(glob.codePointAt(at));
          at += Character.charCount(glob.codePointAt(at));
        }
      }
    }

    private void literal(int character) {
      regex.append(Pattern.quote(Character.toString(character)));
    }

    private void set() {
      int end = glob.indexOf(']', at + 1);
      if (end < 0) {
        regex.append("\\[");
        return;
      }
      String inner = glob.substring(at, end);
      boolean negated = inner.startsWith("!") || inner.startsWith("^");
      String members = negated ? inner.substring(1) : inner;
      regex.append(negated ? "[^/" : "[");
      for (int i = 0; i < members.length(); i++) {
        char member = members.charAt(i);
        regex.append(
            member == '-' || Character.isLetterOrDigit(member)
                ? String.valueOf(member)
                : "\\x{" + Integer.toHexString(member) + "}");
      }
      regex.append("]");
      at = end + 1;
    }
  }
}
