package dev.glovebox.judge;

/**
 * Walks over the tokens of a text: runs of bytes without ASCII white space. Keeps no copy and looks
 * at every byte once.
 */
final class Tokens {

  final byte[] bytes;
  final int length;

  /** The present token: from (inclusive), to (exclusive). */
  int from;

  int to;

  /** Line of the position reached, from 1. */
  int line = 1;

  /** The position reached. */
  int at;

  Tokens(byte[] bytes, int length) {
    this.bytes = bytes;
    this.length = length;
  }

  /** The white space of the C locale: space, tab, line feed, vertical tab, form feed, return. */
  static boolean isSpace(int b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }

  /** The next byte without taking it, or -1 at the end. */
  int peek() {
    return at < length ? bytes[at] & 0xFF : -1;
  }

  /** Takes the next byte, or answers -1 at the end. */
  int take() {
    if (at >= length) {
      return -1;
    }
    int b = bytes[at++] & 0xFF;
    if (b == '\n') {
      line++;
    }
    return b;
  }

  void skipSpace() {
    while (at < length && isSpace(bytes[at])) {
      if (bytes[at] == '\n') {
        line++;
      }
      at++;
    }
  }

  /** Takes the token that begins here; false when there is none. */
  boolean token() {
    from = at;
    while (at < length && !isSpace(bytes[at])) {
      at++;
    }
    to = at;
    return to > from;
  }

  /** Skips white space and takes the token after it; false at the end. */
  boolean next() {
    skipSpace();
    return token();
  }

  String excerpt() {
    return Excerpt.of(bytes, from, to);
  }
}
