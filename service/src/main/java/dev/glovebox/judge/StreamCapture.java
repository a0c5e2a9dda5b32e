package dev.glovebox.judge;

import dev.glovebox.submission.CapturedOutput;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * What a program wrote to one stream: hash of all of it up to the limit, its beginning, its end,
 * and the whole of it only where it is going to be compared.
 */
final class StreamCapture {

  private static final int TAIL = 8 << 10;
  private static final int FIRST_CAPACITY = 4 << 10;
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final int prefix;
  private final long limit;
  private final int most;
  private final MessageDigest hash;
  private byte[] head = new byte[FIRST_CAPACITY];
  private int headLength;
  private final byte[] tail = new byte[TAIL];
  private int tailLength;
  private long received;

  /**
   * @param prefix bytes that are stored in the end
   * @param limit bytes that count; what comes after is not looked at
   * @param whole whether everything up to the limit has to be at hand afterwards
   */
  StreamCapture(int prefix, long limit, boolean whole) {
    this.prefix = prefix;
    this.limit = limit;
    this.most = (int) Math.min(whole ? Math.max(limit, prefix) : prefix, LARGEST_ARRAY);
    try {
      this.hash = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** An output that is there already; to be looked at only. */
  static StreamCapture of(byte[] output) {
    StreamCapture whole = new StreamCapture(0, output.length, true);
    whole.write(output, 0, output.length);
    return whole;
  }

  void write(byte[] buffer, int offset, int length) {
    int counted = (int) Math.min(length, Math.max(0, limit - received));
    received += counted;
    if (counted == 0) {
      return;
    }
    hash.update(buffer, offset, counted);
    int room = Math.min(counted, most - headLength);
    if (room > 0) {
      grow(headLength + room);
      System.arraycopy(buffer, offset, head, headLength, room);
      headLength += room;
    }
    if (room < counted) {
      keepTail(buffer, offset + room, counted - room);
    }
  }

  private void grow(int needed) {
    if (needed > head.length) {
      long doubled = Math.min(most, 2L * head.length);
      head = Arrays.copyOf(head, (int) Math.max(needed, doubled));
    }
  }

  private void keepTail(byte[] buffer, int offset, int length) {
    int fresh = Math.min(length, TAIL);
    int old = Math.min(tailLength, TAIL - fresh);
    System.arraycopy(tail, tailLength - old, tail, 0, old);
    System.arraycopy(buffer, offset + length - fresh, tail, old, fresh);
    tailLength = old + fresh;
  }

  /** Everything up to the limit, from index 0; longer than {@link #length()}. Not a copy. */
  byte[] bytes() {
    return head;
  }

  /** How much of {@link #bytes()} is output. */
  int length() {
    return headLength;
  }

  /** Its beginning and its end, for looking for what a runtime says when it fails. */
  String ends() {
    int first = Math.min(headLength, prefix);
    int last = Math.max(first, headLength - TAIL);
    return new String(head, 0, first, StandardCharsets.ISO_8859_1)
        + new String(head, last, headLength - last, StandardCharsets.ISO_8859_1)
        + new String(tail, 0, tailLength, StandardCharsets.ISO_8859_1);
  }

  /**
   * For the result. To be called once.
   *
   * @param totalBytes what was written in all, as the sandbox counted it
   */
  CapturedOutput captured(long totalBytes) {
    return new CapturedOutput(
        Arrays.copyOf(head, Math.min(headLength, prefix)),
        Math.max(totalBytes, received),
        hash.digest());
  }
}
