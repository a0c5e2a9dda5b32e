package dev.glovebox.ci.run;

import java.util.Arrays;

/** The last bytes of a stream. For one thread. */
final class TailRing {

  private final int capacity;
  private byte[] ring = new byte[0];
  private int next;
  private long total;

  TailRing(int capacity) {
    this.capacity = capacity;
  }

  void add(byte[] bytes, int offset, int length) {
    if (ring.length == 0) {
      ring = new byte[capacity];
    }
    total += length;
    int from = offset + Math.max(0, length - capacity);
    int left = Math.min(length, capacity);
    while (left > 0) {
      int some = Math.min(left, capacity - next);
      System.arraycopy(bytes, from, ring, next, some);
      next = (next + some) % capacity;
      from += some;
      left -= some;
    }
  }

  /** How many bytes there were in all. */
  long total() {
    return total;
  }

  /** What is kept, beginning with a whole character of UTF-8. */
  byte[] bytes() {
    if (total <= capacity) {
      return Arrays.copyOf(ring, (int) total);
    }
    byte[] ordered = new byte[capacity];
    System.arraycopy(ring, next, ordered, 0, capacity - next);
    System.arraycopy(ring, 0, ordered, capacity - next, next);
    int start = 0;
    while (start < 3 && (ordered[start] & 0xC0) == 0x80) {
      start++;
    }
    return Arrays.copyOfRange(ordered, start, capacity);
  }
}
