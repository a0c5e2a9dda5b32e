package dev.glovebox.submission;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * In which order a program wrote to its two output streams, as far as it was recorded. Hostile
 * programs decide what is in it, so it is bounded.
 *
 * @param lengths of the pieces, by turns of standard output and standard error, beginning with
 *     standard output, whose first piece may be empty; each as seven bits a byte, the lowest first,
 *     with the eighth bit set in all but the last
 */
public record OutputOrder(byte[] lengths) {

  /**
   * Both streams in one.
   *
   * @param stdout standard output, perhaps only its beginning
   * @param stderr standard error, likewise
   * @return what was not recorded comes last, standard output first
   */
  public byte[] join(byte[] stdout, byte[] stderr) {
    var joined = new ByteArrayOutputStream(stdout.length + stderr.length);
    byte[][] streams = {stdout, stderr};
    int[] taken = new int[2];
    int turn = 0;
    for (long length : pieces()) {
      int piece = (int) Math.min(length, streams[turn].length - taken[turn]);
      joined.write(streams[turn], taken[turn], piece);
      taken[turn] += piece;
      turn = 1 - turn;
    }
    joined.write(stdout, taken[0], stdout.length - taken[0]);
    joined.write(stderr, taken[1], stderr.length - taken[1]);
    return joined.toByteArray();
  }

  /** Both streams in one, apart again. */
  public Apart split(byte[] joined) {
    var stdout = new ByteArrayOutputStream();
    var stderr = new ByteArrayOutputStream();
    int taken = 0;
    boolean out = true;
    for (long length : pieces()) {
      int piece = (int) Math.min(length, joined.length - taken);
      (out ? stdout : stderr).write(joined, taken, piece);
      taken += piece;
      out = !out;
    }
    stderr.write(joined, taken, joined.length - taken);
    return new Apart(stdout.toByteArray(), stderr.toByteArray());
  }

  /**
   * @param stdout standard output
   * @param stderr standard error, and what was not recorded
   */
  public record Apart(byte[] stdout, byte[] stderr) {}

  private List<Long> pieces() {
    List<Long> pieces = new ArrayList<>();
    long length = 0;
    int shift = 0;
    for (byte part : lengths) {
      length |= (long) (part & 0x7f) << shift;
      shift += 7;
      if (part >= 0) {
        pieces.add(length);
        length = 0;
        shift = 0;
      }
    }
    return pieces;
  }

  /** Records an order. Used by one thread. */
  public static final class Recorder {

    /** Of the record; a program that changes its stream more often is not followed to the end. */
    private static final int MOST_BYTES = 8 << 10;

    private static final int LONGEST = 10;

    private final ByteArrayOutputStream lengths = new ByteArrayOutputStream();
    private boolean toStderr;
    private boolean full;
    private long current;

    /** So many more bytes of standard output. */
    public void stdout(long bytes) {
      add(false, bytes);
    }

    /** So many more bytes of standard error. */
    public void stderr(long bytes) {
      add(true, bytes);
    }

    private void add(boolean stderr, long bytes) {
      if (full) {
        return;
      }
      if (stderr != toStderr) {
        end();
        toStderr = stderr;
        full = lengths.size() > MOST_BYTES - 2 * LONGEST;
      }
      if (!full) {
        current += bytes;
      }
    }

    private void end() {
      long rest = current;
      while (rest > 0x7f) {
        lengths.write((int) (rest & 0x7f) | 0x80);
        rest >>>= 7;
      }
      lengths.write((int) rest);
      current = 0;
    }

    /** What was recorded. To be called once. */
    public OutputOrder recorded() {
      end();
      return new OutputOrder(lengths.toByteArray());
    }
  }
}
