package dev.glovebox.ci.run;

/**
 * A pattern of branches and tags: {@code *} stands for any characters, slashes too, everything else
 * for itself.
 */
final class RefPattern {

  private RefPattern() {}

  /** In time proportional to the product of both lengths at most. */
  static boolean matches(String pattern, String ref) {
    int p = 0;
    int r = 0;
    int star = -1;
    int behind = 0;
    while (r < ref.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        behind = r;
      } else if (p < pattern.length() && pattern.charAt(p) == ref.charAt(r)) {
        p++;
        r++;
      } else if (star >= 0) {
        p = star + 1;
        r = ++behind;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
