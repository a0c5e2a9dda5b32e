package dev.glovebox.ci.execute;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The text that a shell reads from its standard input to run the lines of a step: the same as
 * GitLab's runner would give it, so that scripts behave alike. Nothing of it is ever an argument.
 * The outer shell outlives TERM, so that the exit code is that of the script's own trap.
 *
 * @param exports variables of the step
 * @param files contents of variables that are files, by path, for the user of the shell alone
 * @param directory where it runs
 * @param lines run one after another in one shell, each shown before
 */
record ShellScript(
    Map<String, String> exports, Map<String, String> files, String directory, List<String> lines) {

  private static final String GREEN = "\u001b[32;1m";
  private static final String PLAIN = "\u001b[0;m";

  /** What goes to the shell. */
  byte[] bytes() {
    StringBuilder body = new StringBuilder(prologue());
    for (String line : lines) {
      body.append("echo ").append(quoted(GREEN + "$ " + shown(line) + PLAIN)).append('\n');
      body.append(line).append('\n');
    }
    String text =
        """
        trap : TERM
        case "$(set -o)" in *pipefail*) set -o pipefail;; esac; set +o noclobber
        ( trap 'exit 1' TERM; set -o errexit; eval %s ) < /dev/null
        exit
        """
            .formatted(quoted(body.toString()));
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String prologue() {
    StringBuilder body = new StringBuilder();
    if (!files.isEmpty()) {
      body.append("(umask 077; mkdir -p ")
          .append(quoted(Variables.FOLDER))
          .append(')')
          .append('\n');
    }
    // By the shell itself: what is an argument of a program can be seen in a list of processes.
    files.forEach((path, content) ->
        body.append("(umask 077; printf '%s' ")
            .append(quoted(content))
            .append(" > ")
            .append(quoted(path))
            .append(")\n"));
    exports.forEach((key, value) ->
        body.append("export ").append(key).append('=').append(quoted(value)).append('\n'));
    body.append("cd ").append(quoted(directory)).append('\n');
    return body.toString();
  }

  /**
   * What goes to the shell before a script that somebody else has made: it is run as it is, with
   * the variables, in the directory, and sets the options that it wants. Lines of this are not
   * shown.
   */
  byte[] before(byte[] script) {
    // A character for each byte: the script may be no UTF-8.
    String prologue = new String(prologue().getBytes(StandardCharsets.UTF_8), ISO_8859_1);
    String text =
        """
        trap : TERM
        ( trap 'exit 1' TERM; eval %s ) < /dev/null
        exit
        """
            .formatted(quoted(prologue + new String(script, ISO_8859_1)));
    return text.getBytes(ISO_8859_1);
  }

  private static String shown(String line) {
    int end = line.stripTrailing().indexOf('\n');
    return end < 0
        ? line.stripTrailing()
        : line.substring(0, end) + " # collapsed multi-line command";
  }

  /** One word of a POSIX shell, whatever it holds. */
  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
