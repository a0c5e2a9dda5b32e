package dev.glovebox.sandbox.docker;

import dev.glovebox.sandbox.SandboxException;
import dev.glovebox.sandbox.SandboxException.Kind;
import dev.glovebox.sandbox.job.JobOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to the engine that was upgraded to a raw one, for the standard streams of a command:
 * what is written goes to its input as it is; what comes back carries Docker's eight-byte headers.
 */
final class HijackedStream implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(HijackedStream.class);
  private static final int HEADER = 8;
  private static final int STDERR = 2;
  private static final int LONGEST_ANSWER = 16 << 10;
  private static final int BUFFER = 64 << 10;
  private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(60);

  private final SocketChannel channel;
  private final ByteBuffer raw = ByteBuffer.allocate(BUFFER);

  private HijackedStream(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Sends a request whose answer upgrades the connection.
   *
   * @param json body of the request
   * @throws SandboxException when the engine refuses
   * @throws IOException when it does not answer
   */
  static HijackedStream open(EngineAddress engine, String path, String json) throws IOException {
    SocketChannel channel = engine.connect();
    try (Deadline _ = Deadline.closing(channel, TIME_TO_ANSWER)) {
      byte[] body = json.getBytes(StandardCharsets.UTF_8);
      String head =
          """
          POST %s HTTP/1.1\r
          Host: docker\r
          Connection: Upgrade\r
          Upgrade: tcp\r
          Content-Type: application/json\r
          Content-Length: %d\r
          \r
          """
              .formatted(path, body.length);
      HijackedStream stream = new HijackedStream(channel);
      stream.write(head.getBytes(StandardCharsets.US_ASCII), 0, head.length());
      stream.write(body, 0, body.length);
      stream.readAnswer();
      return stream;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void readAnswer() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    raw.limit(0);
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      if ((!raw.hasRemaining() && !fill()) || head.size() > LONGEST_ANSWER) {
        throw new IOException("the engine's answer to an upgrade has no end");
      }
      head.write(raw.get());
    }
    String answer = head.toString(StandardCharsets.US_ASCII);
    if (!answer.startsWith("HTTP/1.1 101 ")) {
      throw new SandboxException(
          Kind.ENGINE,
          "the engine refused to attach: " + Escaped.of(answer.substring(0, answer.indexOf('\r'))));
    }
  }

  /** Writes all of the input and then its end, on a thread of its own. */
  Thread feed(InputStream input) {
    return Thread.ofVirtual()
        .name("glovebox-job-input")
        .start(() -> {
          byte[] piece = new byte[BUFFER];
          try (input) {
            for (int count = input.read(piece); count >= 0; count = input.read(piece)) {
              write(piece, 0, count);
            }
            channel.shutdownOutput();
          } catch (ClosedChannelException e) {
            log.debug("a command ended before it had read all its input", e);
          } catch (IOException e) {
            // The reading side sees a command that got less than all, and its exit code.
            log.debug("the input of a command broke off", e);
            hangUp();
          }
        });
  }

  private void write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  /** Passes on what comes until the end of the stream. */
  void drain(JobOutput output) throws IOException {
    boolean error = false;
    int left = 0;
    while (true) {
      while (raw.remaining() >= HEADER || (left > 0 && raw.hasRemaining())) {
        if (left == 0) {
          error = raw.get() == STDERR;
          raw.position(raw.position() + 3);
          left = raw.getInt();
        }
        int length = Math.min(left, raw.remaining());
        output.write(error, raw.array(), raw.position(), length);
        raw.position(raw.position() + length);
        left -= length;
      }
      if (!fill()) {
        return;
      }
    }
  }

  private boolean fill() throws IOException {
    raw.compact();
    try {
      return channel.read(raw) >= 0;
    } finally {
      raw.flip();
    }
  }

  void hangUp() {
    try {
      channel.close();
    } catch (IOException e) {
      log.debug("hanging up on the engine failed", e);
    }
  }

  @Override
  public void close() {
    hangUp();
  }
}
