package dev.glovebox.problem.format;

import java.util.List;

/** {@code validation} of a legacy {@code problem.yaml}. */
record Validation(boolean custom, boolean interactive, boolean multiPass) {

  static Validation read(Keys keys) {
    List<String> words = ComparisonFlags.split(keys.text("validation").orElse("default"));
    boolean interactive = false;
    boolean multiPass = false;
    boolean custom = !words.isEmpty() && words.getFirst().equals("custom");
    if (!custom && !words.equals(List.of("default"))) {
      keys.error("validation", "must be default, or custom with score, interactive or multi-pass");
    }
    for (String word : custom ? words.subList(1, words.size()) : List.<String>of()) {
      switch (word) {
        case "score" -> {} // checkers may always tell one
        case "interactive" -> interactive = true;
        case "multi-pass" -> multiPass = true;
        default -> keys.error("validation", "has the unknown word " + word);
      }
    }
    return new Validation(custom, interactive, multiPass);
  }
}
