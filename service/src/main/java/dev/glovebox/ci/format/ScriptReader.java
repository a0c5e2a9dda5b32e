package dev.glovebox.ci.format;

import java.util.ArrayList;
import java.util.List;

/** Reads the lines of {@code script}, {@code before_script} and {@code after_script}. */
final class ScriptReader {

  private static final int DEEPEST = 10;

  private ScriptReader() {}

  /** The lines, lists in lists flattened; an empty text is none. */
  static List<String> lines(Place script) {
    List<String> lines = new ArrayList<>();
    if (script.isNull()) {
      return lines;
    }
    if (script.isItems()) {
      collect(script, 1, lines);
    } else {
      line(script, lines);
    }
    return lines;
  }

  private static void collect(Place list, int depth, List<String> lines) {
    if (depth > DEEPEST) {
      list.refuse("script_too_deep", "lists in a script are nested more than 10 deep");
      return;
    }
    for (Place item : list.items()) {
      if (item.isItems()) {
        collect(item, depth + 1, lines);
      } else {
        line(item, lines);
      }
    }
  }

  private static void line(Place item, List<String> lines) {
    if (item.isFields()) {
      item.refuse(
          "script_not_text",
          "this line became a map because of a colon and a space: quote the whole line");
    } else if (!item.isText()) {
      item.refuse("script_not_text", "a line of a script must be a text: quote it");
    } else {
      item.text().filter(line -> !line.isEmpty()).ifPresent(lines::add);
    }
  }
}
