package dev.glovebox.ci.execute;

import java.util.Arrays;

/** The last bytes of a stream. For one thread. */
public final class TailRing {

  private final int capacity;
  private byte[] ring = new byte[0];
  private int next;
  private long total;

  /**
   * @param capacity most bytes that are kept
   */
  public TailRing(int capacity) {
    this.capacity = capacity;
  }

  /** More of the stream. */
  public void add(byte[] bytes, int offset, int length) {
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
  public long total() {
    return total;
  }

  /** What is kept, beginning with a whole character of UTF-8. */
  public byte[] bytes() {
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
