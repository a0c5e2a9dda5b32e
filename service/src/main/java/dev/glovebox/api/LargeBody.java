package dev.glovebox.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * The body of a large upload as it comes, bounded in size and time whatever its header says of its
 * length. Reading throws {@link RequestRefused} where it is too large or too slow.
 */
final class LargeBody extends FilterInputStream {

  private final String what;
  private final long most;
  private final Duration patience;
  private final long begun = System.nanoTime();
  private long size;

  private LargeBody(String what, long most, Duration patience, InputStream body) {
    super(body);
    this.what = what;
    this.most = most;
    this.patience = patience;
  }

  /**
   * @param what it is, the beginning of a sentence
   * @param most bytes
   * @throws RequestRefused when its header tells that it is too large
   */
  static LargeBody of(HttpServletRequest request, String what, long most, Duration patience)
      throws IOException {
    var body = new LargeBody(what, most, patience, request.getInputStream());
    if (request.getContentLengthLong() > most) {
      throw body.tooLarge();
    }
    return body;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = some(bytes, offset, length);
    size += Math.max(read, 0);
    if (size > most) {
      throw tooLarge();
    }
    if (System.nanoTime() - begun > patience.toNanos()) {
      throw tooSlow();
    }
    return read;
  }

  private int some(byte[] bytes, int offset, int length) throws IOException {
    try {
      return in.read(bytes, offset, length);
    } catch (IOException e) {
      if (e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException) {
        throw tooSlow();
      }
      throw e;
    }
  }

  private RequestRefused tooLarge() {
    return RequestRefused.of(
        ProblemKind.TOO_LARGE, "%s may have at most %d bytes.".formatted(what, most));
  }

  private RequestRefused tooSlow() {
    return RequestRefused.of(
        ProblemKind.REQUEST_TIMEOUT,
        "%s must arrive within %s seconds, without long pauses."
            .formatted(what, Seconds.of(patience).toPlainString()));
  }
}
