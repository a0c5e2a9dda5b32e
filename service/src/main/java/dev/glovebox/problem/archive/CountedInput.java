package dev.glovebox.problem.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Unpacked bytes, counted: ends with {@link BrokenArchive} where an allowance is used up or where
 * what is packed can't be unpacked.
 */
final class CountedInput extends FilterInputStream {

  private final Allowance allowance;

  CountedInput(InputStream in, Allowance allowance) {
    super(in);
    this.allowance = allowance;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read;
    try {
      read = in.read(bytes, offset, length);
    } catch (BrokenArchive e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The decoders answer malformed input with whatever exception it leads them to.
      throw new BrokenArchive("", "can't be unpacked: " + e.getMessage(), e);
    }
    if (read > 0) {
      allowance.use(read);
    }
    return read;
  }

  @Override
  public long skip(long wanted) throws IOException {
    byte[] away = new byte[(int) Math.min(wanted, 1 << 13)];
    return wanted <= 0 ? 0 : Math.max(0, read(away, 0, away.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** How much may still be unpacked. */
  interface Allowance {
    void use(int bytes) throws BrokenArchive;
  }
}
