package dev.glovebox.ci.run;

import dev.glovebox.ci.execute.AttemptRecord.Origin;
import dev.glovebox.ci.execute.TailRing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The log of one attempt on its way into the database: masked, cut to its limit, in chunks. Whoever
 * writes faster than the database takes it waits: nothing is kept in memory but one chunk and, past
 * the limit, the tail. Thread-safe.
 */
final class AttemptLog implements AutoCloseable {

  static final int CHUNK = 1 << 16;
  static final int LONGEST_LINE = 1 << 20;

  private static final int MARK = Integer.BYTES + 1 + Long.BYTES;
  private static final int MOST_MARKS = 1024;
  private static final long MARK_EVERY_MICROS = 100_000;
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final LogRows rows;
  private final long limit;
  private final Runnable grew;
  private final Runnable lost;
  private final Map<Origin, ByteSink> maskers = new EnumMap<>(Origin.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final byte[] chunk = new byte[CHUNK];
  private final ByteBuffer marks = ByteBuffer.allocate(MARK * MOST_MARKS);
  private int filled;
  private long written;
  private long accepted;
  private long lastWrite;
  private long lastMark;
  private Origin lastOrigin = Origin.GLOVEBOX;
  private int lineLength;
  private boolean atLineStart = true;
  private boolean full;
  private boolean closed;
  private boolean isLost;
  private final TailRing tail = new TailRing(CHUNK);

  private AttemptLog(LogRows rows, Masking masking, long limit, Runnable grew, Runnable lost) {
    this.rows = rows;
    this.limit = limit;
    this.grew = grew;
    this.lost = lost;
    for (Origin origin : Origin.values()) {
      maskers.put(
          origin, masking.of((bytes, offset, length) -> accept(origin, bytes, offset, length)));
    }
  }

  /**
   * Opens a log.
   *
   * @param limit most bytes that are kept, besides the tail
   * @param grew called when more can be read
   * @param lost called when the lease is lost: what is written from then on is dropped
   */
  static AttemptLog open(LogRows rows, Masking masking, long limit, Runnable grew, Runnable lost) {
    AttemptLog log = new AttemptLog(rows, masking, limit, grew, lost);
    log.lastWrite = System.nanoTime() - PAUSE.toNanos();
    Thread.ofVirtual().name("ci-log").start(log::writeNowAndThen);
    return log;
  }

  /** Takes output that is not masked yet. */
  void write(Origin origin, byte[] bytes, int offset, int length) {
    lock.lock();
    try {
      masker(origin).write(bytes, offset, length);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** A line of our own, at the beginning of a line. */
  void note(String line) {
    String text = line + "\n";
    lock.lock();
    try {
      endPieces();
      byte[] bytes = ((atLineStart ? "" : "\n") + text).getBytes(StandardCharsets.UTF_8);
      write(Origin.GLOVEBOX, bytes, 0, bytes.length);
      masker(Origin.GLOVEBOX).flush();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing that comes belongs together with what came. */
  void endPieces() {
    lock.lock();
    try {
      maskers.values().forEach(ByteSink::flush);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** How many bytes have been taken so far: where the next one comes to stand. */
  long position() {
    lock.lock();
    try {
      return written + filled;
    } finally {
      lock.unlock();
    }
  }

  private ByteSink masker(Origin origin) {
    return java.util.Objects.requireNonNull(maskers.get(origin));
  }

  /** Masked output: lines are split where they are too long, what is too much goes to the tail. */
  private void accept(Origin origin, byte[] bytes, int offset, int length) {
    int from = offset;
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      if (bytes[i] == '\n') {
        lineLength = 0;
      } else if (++lineLength > LONGEST_LINE) {
        limited(origin, bytes, from, i - from);
        limited(origin, new byte[] {'\n'}, 0, 1);
        from = i;
        lineLength = 1;
      }
    }
    limited(origin, bytes, from, end - from);
  }

  private void limited(Origin origin, byte[] bytes, int offset, int length) {
    if (length == 0) {
      return;
    }
    if (full) {
      tail.add(bytes, offset, length);
      return;
    }
    int fits = (int) Math.min(length, limit - accepted);
    put(origin, bytes, offset, fits);
    accepted += fits;
    if (fits < length) {
      full = true;
      ours(
          "Job's log exceeded limit of %d bytes. Job execution will continue but no more output will be collected."
              .formatted(limit));
      tail.add(bytes, offset + fits, length - fits);
    }
  }

  private void ours(String line) {
    byte[] bytes = ((atLineStart ? "" : "\n") + line + "\n").getBytes(StandardCharsets.UTF_8);
    put(Origin.GLOVEBOX, bytes, 0, bytes.length);
  }

  private void put(Origin origin, byte[] bytes, int offset, int length) {
    int from = offset;
    int left = length;
    while (left > 0) {
      if (filled == CHUNK || (marks.remaining() < MARK && needsMark(origin))) {
        writeChunk();
      }
      if (needsMark(origin)) {
        mark(origin);
      }
      int some = Math.min(left, CHUNK - filled);
      System.arraycopy(bytes, from, chunk, filled, some);
      filled += some;
      from += some;
      left -= some;
    }
    if (length > 0) {
      atLineStart = bytes[offset + length - 1] == '\n';
    }
  }

  private boolean needsMark(Origin origin) {
    return marks.position() == 0
        || origin != lastOrigin
        || (now() - lastMark > MARK_EVERY_MICROS && marks.remaining() >= MARK);
  }

  private void mark(Origin origin) {
    lastOrigin = origin;
    lastMark = now();
    marks.putInt(filled).put(LogMark.code(origin)).putLong(lastMark);
  }

  private static long now() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
  }

  private void writeChunk() {
    if (filled == 0) {
      return;
    }
    byte[] data = java.util.Arrays.copyOf(chunk, filled);
    byte[] places = java.util.Arrays.copyOf(marks.array(), marks.position());
    if (!isLost && !rows.append(written, data, places)) {
      isLost = true;
      lost.run();
    }
    written += filled;
    filled = 0;
    marks.clear();
    lastWrite = System.nanoTime();
    if (!isLost) {
      grew.run();
    }
  }

  /** What has come is written soon, however little it is; at once where nothing came lately. */
  private void writeNowAndThen() {
    lock.lock();
    try {
      while (!closed) {
        long due = lastWrite + PAUSE.toNanos() - System.nanoTime();
        if (filled == 0) {
          changed.await();
        } else if (due > 0) {
          changed.awaitNanos(due);
        } else {
          writeChunk();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Writes the rest, and the tail of what was too much. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      changed.signalAll();
      maskers.values().forEach(ByteSink::flush);
      byte[] last = tail.bytes();
      if (last.length > 0) {
        ours("[%d bytes left out]".formatted(tail.total() - last.length));
        put(Origin.OUT, last, 0, last.length);
      }
      writeChunk();
    } finally {
      lock.unlock();
    }
  }
}
