package dev.glovebox.submission;

/** Progress as it travels in a notification. */
final class ProgressText {

  private ProgressText() {}

  static String write(Progress progress) {
    return switch (progress) {
      case Progress.Queued() -> "queued";
      case Progress.Compiling() -> "compiling";
      case Progress.RunningTest(int number, int total) -> number + "/" + total;
      case Progress.Done() -> "done";
    };
  }

  static Progress read(String text) {
    return switch (text) {
      case "queued" -> new Progress.Queued();
      case "compiling" -> new Progress.Compiling();
      case "done" -> new Progress.Done();
      case String test -> {
        int slash = test.indexOf('/');
        yield new Progress.RunningTest(
            Integer.parseInt(test.substring(0, slash)),
            Integer.parseInt(test.substring(slash + 1)));
      }
    };
  }
}
