package dev.glovebox.ci.format.rules;

/** A condition or pattern that cannot be read; the message says what and where. */
public final class ExpressionSyntaxException extends Exception {

  private final String text;

  ExpressionSyntaxException(String message) {
    super(message);
    this.text = message;
  }

  @Override
  public String getMessage() {
    return text;
  }

  /** What was meant to be a pattern has no slashes around it. */
  public static ExpressionSyntaxException withoutSlashes(String text) {
    return new ExpressionSyntaxException(
        "%s is not between slashes, like /Coverage: \\d+/".formatted(text));
  }
}
