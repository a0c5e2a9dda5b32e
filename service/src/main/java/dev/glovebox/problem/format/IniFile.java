package dev.glovebox.problem.format;

import dev.glovebox.problem.archive.Findings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code domjudge-problem.ini}: {@code key = value}, the value possibly in quotes. */
final class IniFile {

  private static final Pattern PAIR =
      Pattern.compile(
          "(?m)^[ \\t]*([A-Za-z_-]+)[ \\t]*=[ \\t]*(?:\"([^\"]*)\"|'([^']*)'|([^\\r\\n;]*))");

  private static final int LONGEST = 20_000;

  private static final Set<String> STANDARD = Set.of("", "compare", "run");

  private final String file;
  private final Findings findings;
  private final Map<String, String> values = new HashMap<>();
  private final Map<String, Integer> lines = new HashMap<>();

  private IniFile(String file, Findings findings) {
    this.file = file;
    this.findings = findings;
  }

  static IniFile read(String file, Optional<String> text, Findings findings) {
    var ini = new IniFile(file, findings);
    if (text.isPresent() && text.get().length() > LONGEST) {
      findings.error(file, "has more than %d characters".formatted(LONGEST));
    } else if (text.isPresent()) {
      Matcher pair = PAIR.matcher(text.get());
      while (pair.find()) {
        String key = pair.group(1);
        int line =
            (int) text.get().substring(0, pair.start()).chars().filter(c -> c == '\n').count() + 1;
        ini.values.put(key, valueOf(pair).strip());
        ini.lines.put(key, line);
      }
    }
    return ini;
  }

  private static String valueOf(Matcher pair) {
    for (int group = 2; group <= 4; group++) {
      String value = pair.group(group);
      if (value != null) {
        return value;
      }
    }
    return "";
  }

  Optional<String> value(String key) {
    return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
  }

  Optional<Duration> timeLimit(ImportContext context) {
    return value("timelimit").flatMap(text -> TimeTexts.read(file, text, context));
  }

  /**
   * Programs that only a certain installation of DOMjudge has.
   *
   * @param custom whether the package brings its own
   */
  void refuseForeignPrograms(boolean custom) {
    for (String key : Set.of("special_run", "special_compare")) {
      String program = values.getOrDefault(key, "");
      if (!custom && !STANDARD.contains(program)) {
        findings.error(
            file,
            lines.getOrDefault(key, 1),
            "%s names the program %s, which is not in the package".formatted(key, program));
      }
    }
  }
}
