package dev.glovebox.dashboard;

/**
 * Commands that ask the REST interface. Where the service is and the key come from the variables
 * {@code GLOVEBOX_URL} and {@code GLOVEBOX_KEY}, so that no key is on a page.
 */
final class Curl {

  static final Body NONE = new Body("", "");

  private Curl() {}

  /**
   * What is sent.
   *
   * @param type empty = nothing is
   * @param text for a shell not quoted yet; one that begins with {@code @} names a file
   */
  record Body(String type, String text) {}

  /**
   * A command for a shell.
   *
   * @param path with its query, encoded
   */
  static String of(String method, String path, Body body) {
    var command = new StringBuilder("curl");
    if (!method.equals("GET")) {
      command.append(" -X ").append(method);
    }
    command.append(" -H \"Authorization: Bearer $GLOVEBOX_KEY\"");
    if (!body.type().isEmpty()) {
      command.append(" -H ").append(quoted("Content-Type: " + body.type()));
      command.append(body.text().startsWith("@") ? " --data-binary " : " -d ");
      command.append(quoted(body.text()));
    }
    return command.append(" \"$GLOVEBOX_URL\"").append(quoted(path)).toString();
  }

  static String get(String path) {
    return of("GET", path, NONE);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
