package dev.glovebox.language;

import dev.glovebox.language.Language.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills a language's commands with what a submission brings. The result is a list of arguments;
 * what came out of a placeholder is never looked at again, so that nothing in a request can stand
 * for something else.
 */
public final class CommandLine {

  private static final Pattern INSIDE = Pattern.compile("\\{(main|entry|memoryMiB)}");

  private final List<String> options;
  private final List<String> sources;
  private final String main;
  private final String entry;
  private final long memoryMebibytes;

  /**
   * @param requestedOptions compile options of the request; empty = the language's own
   * @param memoryBytes the program's memory limit
   * @throws IllegalArgumentException when an option is not allowed
   */
  public CommandLine(
      Language language,
      ProgramLayout layout,
      Optional<List<String>> requestedOptions,
      long memoryBytes) {
    this.options = CompileOptions.effective(language, requestedOptions);
    this.sources = layout.sourceArguments(language);
    this.main = layout.main();
    this.entry = layout.entry().orElse("");
    this.memoryMebibytes = memoryBytes >> 20;
  }

  /** A compile or run command with its placeholders replaced, then these arguments. */
  public List<String> of(Command command, List<String> arguments) {
    return filled(command, "", arguments);
  }

  /** A check command: it runs where programs run, so its sources are named by their full paths. */
  public List<String> check(Command command) {
    return filled(command, "/box/app/", List.of());
  }

  private List<String> filled(Command command, String folder, List<String> arguments) {
    List<String> line = new ArrayList<>();
    for (String argument : command.command()) {
      switch (argument) {
        case "{options}" -> line.addAll(options);
        case "{sources}" -> sources.forEach(source -> line.add(folder + source));
        default -> line.add(INSIDE.matcher(argument).replaceAll(this::value));
      }
    }
    line.addAll(arguments);
    return List.copyOf(line);
  }

  private String value(MatchResult placeholder) {
    return Matcher.quoteReplacement(
        switch (placeholder.group(1)) {
          case "main" -> main;
          case "entry" -> entry;
          default -> Long.toString(memoryMebibytes);
        });
  }
}
