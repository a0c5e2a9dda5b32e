package dev.glovebox.judge0;

/** A text that can't be written without base64. */
final class NotUtf8 extends Exception {
  NotUtf8() {
    super("not UTF-8");
  }
}
