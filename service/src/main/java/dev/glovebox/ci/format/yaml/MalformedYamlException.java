package dev.glovebox.ci.format.yaml;

/** A file that cannot be read as YAML, or that is too large once read. */
public final class MalformedYamlException extends Exception {

  private final transient Mark mark;

  MalformedYamlException(Mark mark, String message) {
    super(message);
    this.mark = mark;
  }

  /** Where. */
  public Mark mark() {
    return mark;
  }
}
