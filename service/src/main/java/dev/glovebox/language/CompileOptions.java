package dev.glovebox.language;

import dev.glovebox.language.Language.Compile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which options a request may give to a compiler. An option is one argument and must match one of
 * the language's regular expressions as a whole; nothing ever passes through a shell.
 */
public final class CompileOptions {

  private CompileOptions() {}

  /**
   * What is wrong with these options, as a sentence that names the option and what is allowed.
   *
   * @return empty when all are allowed
   */
  public static Optional<String> refusal(Language language, List<String> options) {
    if (language.compile().isEmpty()) {
      return options.isEmpty()
          ? Optional.empty()
          : Optional.of(language.name() + " is not compiled, so it takes no compile options");
    }
    Compile compile = language.compile().get();
    return options.stream()
        .filter(option -> !allowed(compile, option))
        .findFirst()
        .map(option ->
            "compile option '%s' is not allowed for %s; allowed are: %s"
                .formatted(
                    option,
                    language.name(),
                    compile.allowedOptions().isEmpty()
                        ? "none"
                        : compile.allowedOptions().stream()
                            .map(Pattern::pattern)
                            .collect(Collectors.joining(", "))));
  }

  /**
   * The options a compiler is really given: the mandatory ones, then the request's or else the
   * default ones.
   *
   * @throws IllegalArgumentException when one is not allowed
   */
  static List<String> effective(Language language, Optional<List<String>> requested) {
    refusal(language, requested.orElse(List.of()))
        .ifPresent(problem -> {
          throw new IllegalArgumentException(problem);
        });
    List<String> options = new ArrayList<>();
    language
        .compile()
        .ifPresent(compile -> {
          options.addAll(compile.mandatoryOptions());
          options.addAll(requested.orElse(compile.defaultOptions()));
        });
    return List.copyOf(options);
  }

  static boolean allowed(Compile compile, String option) {
    return compile.allowedOptions().stream().anyMatch(pattern -> pattern.matcher(option).matches());
  }
}
