package dev.glovebox.sandbox.docker;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Direct buffers for reuse. Sandboxes come and go many times a second, and memory outside the heap
 * is only given back by a collection that nothing else asks for.
 */
final class Buffers {

  static final int CAPACITY = 64 << 10;
  private static final int MOST = 64;

  private final ConcurrentLinkedQueue<ByteBuffer> spare = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  ByteBuffer take() {
    ByteBuffer buffer = spare.poll();
    if (buffer == null) {
      return ByteBuffer.allocateDirect(CAPACITY);
    }
    count.decrementAndGet();
    return buffer.clear();
  }

  /** Takes a buffer back that nobody uses any more. */
  void give(ByteBuffer buffer) {
    if (count.incrementAndGet() <= MOST) {
      spare.add(buffer);
    } else {
      count.decrementAndGet();
    }
  }
}
