package dev.glovebox.drill;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A program that does no harm, and must be judged right after every attack.
 *
 * @param language id in the language catalogue
 * @param source the whole program
 */
public record Honest(String language, String source) {

  /** They take turns. */
  public static final List<Honest> PROGRAMS =
      List.of(
          new Honest(
              "c", "#include <stdio.h>\n\nint main(void) {\n  puts(\"honest\");\n  return 0;\n}\n"),
          new Honest("python", "print('honest')\n"));

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * The request that runs it, in the form of the API.
   *
   * @param tier code of the isolation tier
   */
  public ObjectNode request(String tier) {
    ObjectNode body = JSON.createObjectNode();
    body.put("language", language);
    body.put("source", source);
    body.put("isolation", tier);
    return body;
  }

  /** What is wrong with what came of it; empty = nothing. */
  public List<String> complaints(Seen seen) {
    var complaints = new ArrayList<String>();
    if (!seen.verdict().equals("AC")) {
      complaints.add("the honest %s program afterwards is %s".formatted(language, seen.verdict()));
    }
    if (seen.tests().size() != 1 || !seen.tests().getFirst().stdoutText().equals("honest\n")) {
      complaints.add("the honest %s program afterwards did not say honest".formatted(language));
    }
    return complaints;
  }
}
