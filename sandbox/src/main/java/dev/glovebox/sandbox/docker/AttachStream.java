package dev.glovebox.sandbox.docker;

import dev.glovebox.sandbox.SandboxException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attach stream of one container: an HTTP connection to the engine that was upgraded to a raw
 * one. Writing goes to the container's standard input, as it is. What comes back carries Docker's
 * eight-byte headers, which tell standard output (passed on) from standard error (logged).
 *
 * <p>One thread reads at a time, one writes at a time; {@link #close} may come from any.
 */
final class AttachStream implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(AttachStream.class);
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int CHUNK_HEAD = 8;
  private static final int LONGEST_ANSWER = 16 << 10;
  private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(30);

  private final String container;
  private final SocketChannel channel;
  private final ByteBuffer raw;
  private int chunkStream;
  private int chunkLeft;

  private AttachStream(String container, SocketChannel channel, ByteBuffer raw) {
    this.container = container;
    this.channel = channel;
    this.raw = raw;
  }

  /**
   * Attaches to a container, which should not run yet: what it wrote before is lost.
   *
   * @param raw a buffer for the stream's use until after {@link #close}
   * @throws SandboxException when the engine refuses
   * @throws IOException when it does not answer
   */
  static AttachStream open(EngineAddress engine, String container, ByteBuffer raw)
      throws IOException {
    SocketChannel channel = engine.connect();
    try (Deadline _ = Deadline.closing(channel, TIME_TO_ANSWER)) {
      String request =
          """
          POST /containers/%s/attach?stream=1&stdin=1&stdout=1&stderr=1 HTTP/1.1\r
          Host: docker\r
          Connection: Upgrade\r
          Upgrade: tcp\r
          Content-Length: 0\r
          \r
          """
              .formatted(container);
      ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      AttachStream stream = new AttachStream(container, channel, raw.clear());
      stream.readAnswer();
      return stream;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void readAnswer() throws IOException {
    StringBuilder head = new StringBuilder(256);
    raw.flip();
    while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
      if (!raw.hasRemaining() && !fill()) {
        throw new IOException("the engine closed the connection instead of attaching");
      }
      if (head.length() > LONGEST_ANSWER) {
        throw new IOException("the engine's answer to attach has no end");
      }
      head.append((char) (raw.get() & 0xff));
    }
    String status = head.substring(0, head.indexOf("\r\n"));
    if (!status.startsWith("HTTP/1.1 101 ")) {
      throw new SandboxException(
          SandboxException.Kind.ENGINE,
          "the engine refused to attach to a container: "
              + Escaped.of(status)
              + " "
              + Escaped.of(body(head)));
    }
  }

  private String body(StringBuilder head) throws IOException {
    boolean sized = head.toString().toLowerCase(Locale.ROOT).contains("\r\ncontent-length:");
    if (sized && !raw.hasRemaining() && !fill()) {
      return "";
    }
    byte[] bytes = new byte[Math.min(raw.remaining(), 500)];
    raw.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * Waits until the container has written something to its standard output and passes it on.
   *
   * @return false at the end of the stream: the container has ended
   */
  boolean receive(FrameReader into) throws IOException {
    while (!pass(into)) {
      if (!fill()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the container is still there, as far as the connection knows; passes on what it has
   * written. Never waits.
   */
  boolean poll(FrameReader into) throws IOException {
    pass(into);
    channel.configureBlocking(false);
    try {
      raw.compact();
      int count;
      try {
        count = channel.read(raw);
      } finally {
        raw.flip();
      }
      pass(into);
      return count >= 0;
    } finally {
      channel.configureBlocking(true);
    }
  }

  void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Hangs up, which ends the supervisor and with it the container. */
  @Override
  public void close() throws IOException {
    channel.close();
  }

  private boolean fill() throws IOException {
    raw.compact();
    try {
      return channel.read(raw) >= 0;
    } finally {
      raw.flip();
    }
  }

  private boolean pass(FrameReader into) {
    boolean some = false;
    while (raw.hasRemaining()) {
      if (chunkLeft == 0) {
        if (raw.remaining() < CHUNK_HEAD) {
          break;
        }
        long head = raw.getLong();
        chunkStream = (int) (head >>> 56);
        chunkLeft = (int) head;
        if (chunkStream > STDERR || chunkLeft < 0) {
          throw new SandboxException(
              SandboxException.Kind.PROTOCOL, "the engine's stream has a malformed header");
        }
        continue;
      }
      int length = Math.min(chunkLeft, raw.remaining());
      chunkLeft -= length;
      if (chunkStream == STDOUT) {
        into.append(raw, length);
        some = true;
      } else {
        diagnose(length);
      }
    }
    return some;
  }

  private void diagnose(int length) {
    byte[] bytes = new byte[length];
    raw.get(bytes);
    if (log.isDebugEnabled()) {
      log.debug("supervisor of {}: {}", container, Escaped.of(bytes, 0, length));
    }
  }
}
