package dev.glovebox.ci.run;

import dev.glovebox.ci.execute.Cancellation;
import java.util.Locale;

/** How hard an end is asked for. */
public enum CancelMode {
  /** TERM, a time of grace, KILL; then the after-script and what is kept always. */
  GRACEFUL,
  /** KILL, and nothing more. */
  FORCE;

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Cancellation.Mode read(String code) {
    return Cancellation.Mode.valueOf(code.toUpperCase(Locale.ROOT));
  }
}
