package dev.glovebox.ci.plan;

import java.util.Locale;

/** What the key of a cache may be, once its variables are expanded. */
public final class CacheKey {

  private CacheKey() {}

  /** Whether it is more than dots, and holds no slash, not even encoded as in URLs. */
  public static boolean isAllowed(String key) {
    return !key.chars().allMatch(c -> c == '.')
        && key.indexOf('/') < 0
        && !key.toLowerCase(Locale.ROOT).contains("%2f");
  }
}
