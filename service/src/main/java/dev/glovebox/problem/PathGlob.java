package dev.glovebox.problem;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern for paths of submissions and tests, as problem package format 2025-09 has them: {@code
 * *} and {@code ?} match within one component, braces hold alternatives, blanks around which do not
 * count. What lies below a matched path is matched too.
 */
public final class PathGlob {

  private static final int MOST_ALTERNATIVES = 200;
  private static final int LONGEST = 500;

  private final List<String> patterns;

  private PathGlob(List<String> patterns) {
    this.patterns = patterns;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException when it is too long or its braces give too many alternatives
   */
  public static PathGlob of(String glob) {
    if (glob.length() > LONGEST) {
      throw new IllegalArgumentException("the pattern is too long");
    }
    return new PathGlob(alternatives(glob));
  }

  /** Whether a path or a folder that it is in is matched. */
  public boolean matches(String path) {
    for (String p = path; ; p = p.substring(0, p.lastIndexOf('/'))) {
      String tried = p;
      if (patterns.stream().anyMatch(pattern -> matches(pattern, tried))) {
        return true;
      }
      if (p.indexOf('/') < 0) {
        return false;
      }
    }
  }

  private static boolean matches(String pattern, String path) {
    String[] patterns = pattern.split("/", -1);
    String[] components = path.split("/", -1);
    if (patterns.length != components.length) {
      return false;
    }
    for (int i = 0; i < patterns.length; i++) {
      if (!component(patterns[i], components[i])) {
        return false;
      }
    }
    return true;
  }

  /** Goes back to the last star alone, so that no pattern takes long. */
  private static boolean component(String pattern, String text) {
    int p = 0;
    int star = -1;
    int tried = 0;
    for (int t = 0; t < text.length(); ) {
      char c = p < pattern.length() ? pattern.charAt(p) : 0;
      if (c == '*') {
        star = p++;
        tried = t;
      } else if (p < pattern.length() && (c == '?' || c == text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++tried;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  private static List<String> alternatives(String glob) {
    int open = glob.indexOf('{');
    while (open >= 0) {
      List<Integer> cuts = cuts(glob, open);
      if (cuts.size() >= 2) {
        var all = new ArrayList<String>();
        for (int i = 0; i + 1 < cuts.size(); i++) {
          String choice = glob.substring(cuts.get(i) + 1, cuts.get(i + 1)).strip();
          String rest = glob.substring(cuts.getLast() + 1);
          all.addAll(alternatives(glob.substring(0, open) + choice + rest));
          if (all.size() > MOST_ALTERNATIVES) {
            throw new IllegalArgumentException("the pattern has too many alternatives");
          }
        }
        return all;
      }
      open = glob.indexOf('{', open + 1);
    }
    return List.of(glob);
  }

  /** Where a brace opens, its commas are, and it closes; less when it is no list. */
  private static List<Integer> cuts(String glob, int open) {
    var cuts = new ArrayList<Integer>();
    int depth = 0;
    for (int i = open; i < glob.length(); i++) {
      switch (glob.charAt(i)) {
        case '{' -> {
          if (depth++ == 0) {
            cuts.add(i);
          }
        }
        case '}' -> {
          if (--depth == 0) {
            cuts.add(i);
            return cuts;
          }
        }
        case ',' -> {
          if (depth == 1) {
            cuts.add(i);
          }
        }
        default -> {}
      }
    }
    return List.of();
  }
}
