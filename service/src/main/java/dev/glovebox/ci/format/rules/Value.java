package dev.glovebox.ci.format.rules;

import com.google.re2j.Pattern;

/** What a condition, or a part of one, comes to. */
public sealed interface Value {

  /** Nothing: {@code null}, or a variable that is not defined. */
  record Nil() implements Value {}

  /** A text, perhaps empty. */
  record Text(String text) implements Value {}

  /** The result of a comparison, or {@code true} and {@code false} as written. */
  record Truth(boolean value) implements Value {}

  /** A pattern between slashes. */
  record Regex(Pattern pattern, String literal) implements Value {}

  /** Whether it holds in {@code &&} and {@code ||}; the empty text does, as in Ruby. */
  default boolean isTruthy() {
    return switch (this) {
      case Nil _ -> false;
      case Truth(boolean value) -> value;
      case Text _, Regex _ -> true;
    };
  }

  /** Whether it holds as a whole condition; the empty text does not. */
  default boolean isPresent() {
    return switch (this) {
      case Nil _ -> false;
      case Truth(boolean value) -> value;
      case Text(String text) -> !text.isBlank();
      case Regex _ -> true;
    };
  }
}
