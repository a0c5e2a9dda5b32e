package dev.glovebox.language;

import java.util.List;

/** The catalogue can't be used as it is. The message lists every fault with file and key. */
public final class LanguageFault extends RuntimeException {

  private final List<String> faults;

  public LanguageFault(List<String> faults) {
    super(String.join("\n", faults));
    this.faults = List.copyOf(faults);
  }

  LanguageFault(String file, String key, String problem) {
    this(List.of("%s: %s: %s".formatted(file, key, problem)));
  }

  /** One sentence per fault. */
  public List<String> faults() {
    return faults;
  }
}
