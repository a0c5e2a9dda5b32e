package dev.glovebox.dashboard;

import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * What an address or a form asks for. Every value means something, or the whole is refused.
 *
 * @param parameters as they came; hostile
 */
record Asked(MultiValueMap<String, String> parameters) {

  /**
   * A value; blank ones are none.
   *
   * @throws Malformed when it can't be read
   */
  <T> Optional<T> value(String name, Function<String, T> parse) {
    @Nullable String text = parameters.getFirst(name);
    return text == null || text.isBlank()
        ? Optional.empty()
        : Optional.of(parse(name, text, parse));
  }

  /**
   * A text without white space around it.
   *
   * @throws Malformed when it is longer
   */
  Optional<String> text(String name, int longest) {
    return value(name, String::strip)
        .map(text -> {
          if (text.length() > longest) {
            throw new Malformed(name);
          }
          return text;
        });
  }

  /** A text that must be there. */
  String required(String name, int longest) {
    return text(name, longest).orElseThrow(() -> new Malformed(name));
  }

  /** All values of a name that are not blank. */
  <T> List<T> values(String name, Function<String, T> parse) {
    return parameters.getOrDefault(name, List.of()).stream()
        .filter(text -> !text.isBlank())
        .map(text -> parse(name, text, parse))
        .toList();
  }

  /** Whether it has fields that say nothing, as a form sends them. */
  boolean untidy() {
    return parameters.values().stream().anyMatch(Asked::empty);
  }

  private static <T> T parse(String name, String text, Function<String, T> parse) {
    if (text.indexOf('\0') >= 0) {
      throw new Malformed(name);
    }
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException _) {
      throw new Malformed(name);
    }
  }

  private static boolean empty(@Nullable List<String> values) {
    return values == null || values.stream().allMatch(String::isBlank);
  }
}
