package dev.glovebox.ci.format.yaml;

/** A file that cannot be read as YAML, or that is too large once read. */
public final class MalformedYamlException extends Exception {

  private final transient Mark mark;
  private final String text;

  MalformedYamlException(Mark mark, String message) {
    super(message);
    this.mark = mark;
    this.text = message;
  }

  @Override
  public String getMessage() {
    return text;
  }

  /** Where. */
  public Mark mark() {
    return mark;
  }
}
