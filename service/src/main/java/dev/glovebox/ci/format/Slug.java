package dev.glovebox.ci.format;

import java.util.Locale;

/** Names as they fit into host names: {@code CI_COMMIT_REF_SLUG} and its like. */
final class Slug {

  private static final int LONGEST = 63;

  private Slug() {}

  /** Lower case, digits and dashes, at most 63 characters, no dash at either end. */
  static String of(String name) {
    String slug = name.toLowerCase(Locale.ROOT).replaceAll("[^0-9a-z]", "-");
    String shorter = slug.length() > LONGEST ? slug.substring(0, LONGEST) : slug;
    return shorter.replaceAll("^-+|-+$", "");
  }
}
