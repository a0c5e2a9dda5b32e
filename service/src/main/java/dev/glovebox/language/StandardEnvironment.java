package dev.glovebox.language;

import java.util.HashMap;
import java.util.Map;

/** The environment that every command in a sandbox starts with. Nothing of the host is in it. */
public final class StandardEnvironment {

  private static final Map<String, String> COMMON =
      Map.of("LANG", "C.UTF-8", "PATH", "/usr/local/bin:/usr/bin:/bin", "TMPDIR", "/tmp");

  private StandardEnvironment() {}

  /** For a program run, with these in addition. */
  public static Map<String, String> program(Map<String, String> more) {
    return with("/box/run", more);
  }

  /** For a compile run, with these in addition. */
  public static Map<String, String> compile(Map<String, String> more) {
    return with("/tmp", more);
  }

  private static Map<String, String> with(String home, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(COMMON);
    environment.put("HOME", home);
    environment.putAll(more);
    return Map.copyOf(environment);
  }
}
