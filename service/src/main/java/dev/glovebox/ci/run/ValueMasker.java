package dev.glovebox.ci.run;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Replaces values in a stream, the leftmost longest first, wherever the pieces of the stream are
 * cut. What may still become a value is held back, as little as possible. For one thread.
 */
final class ValueMasker implements ByteSink {

  static final byte[] MASK = "[MASKED]".getBytes(StandardCharsets.US_ASCII);

  private final Automaton values;
  private final ByteSink out;
  private byte[] held = new byte[256];
  private int from;
  private int length;

  /** How far of {@code held} the automaton has read, and where it is. */
  private int read;

  private int state = Automaton.ROOT;

  /** The leftmost longest value found that is not yet certain; none: start is -1. */
  private int foundStart = -1;

  private int foundEnd;

  ValueMasker(Automaton values, ByteSink out) {
    this.values = values;
    this.out = out;
  }

  @Override
  public void write(byte[] bytes, int offset, int count) {
    if (values.isEmpty()) {
      out.write(bytes, offset, count);
      return;
    }
    append(bytes, offset, count);
    scan();
    release(Math.min(read - values.depth(state), foundStart < 0 ? Integer.MAX_VALUE : foundStart));
  }

  private void append(byte[] bytes, int offset, int count) {
    if (from > 0) {
      System.arraycopy(held, from, held, 0, length - from);
      length -= from;
      read -= from;
      foundStart = foundStart < 0 ? -1 : foundStart - from;
      foundEnd -= from;
      from = 0;
    }
    if (length + count > held.length) {
      held = Arrays.copyOf(held, Math.max(length + count, held.length * 2));
    }
    System.arraycopy(bytes, offset, held, length, count);
    length += count;
  }

  private void scan() {
    while (read < length) {
      state = values.next(state, held[read++]);
      int ends = values.ends(state);
      if (ends > 0) {
        int start = read - ends;
        if (foundStart < 0 || start <= foundStart) {
          foundStart = start;
          foundEnd = read;
        }
      }
      // Whatever may still come begins behind what was found: that is certain now.
      if (foundStart >= 0 && read - values.depth(state) > foundStart) {
        replace();
      }
    }
  }

  private void replace() {
    release(foundStart);
    out.write(MASK, 0, MASK.length);
    from = foundEnd;
    read = foundEnd;
    state = Automaton.ROOT;
    foundStart = -1;
  }

  private void release(int end) {
    if (end > from) {
      out.write(held, from, end - from);
      from = end;
    }
  }

  @Override
  public void flush() {
    while (foundStart >= 0) {
      replace();
      scan();
    }
    release(length);
    state = Automaton.ROOT;
    read = length;
    if (held.length > 1 << 16) {
      held = new byte[256];
      from = 0;
      length = 0;
      read = 0;
    }
    out.flush();
  }
}
