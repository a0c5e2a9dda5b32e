package dev.glovebox.sandbox.docker;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * An engine that answers one attach and then says what a test wants: what neither a real engine nor
 * a real supervisor ever does.
 */
final class FakeEngine implements AutoCloseable {

  static final String UPGRADED =
      "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";

  private final Path socket;
  private final ServerSocketChannel server;
  private final CompletableFuture<SocketChannel> connection = new CompletableFuture<>();

  FakeEngine(String answer) throws IOException {
    socket = Files.createTempDirectory("glovebox").resolve("engine");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(() -> accept(answer));
  }

  private void accept(String answer) {
    try {
      SocketChannel channel = server.accept();
      ByteBuffer request = ByteBuffer.allocate(4096);
      while (!StandardCharsets.US_ASCII
          .decode(request.duplicate().flip())
          .toString()
          .endsWith("\r\n\r\n")) {
        channel.read(request);
      }
      channel.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
      connection.complete(channel);
    } catch (IOException e) {
      connection.completeExceptionally(e);
    }
  }

  EngineAddress address() {
    return new EngineAddress.Unix(socket);
  }

  /** Sends frames as standard output, in chunks of this size. */
  FakeEngine send(byte[] frames, int chunk) throws IOException {
    for (int from = 0; from < frames.length; from += chunk) {
      int length = Math.min(chunk, frames.length - from);
      sendRaw(
          ByteBuffer.allocate(8 + length)
              .putInt(1 << 24)
              .putInt(length)
              .put(frames, from, length)
              .array());
    }
    return this;
  }

  FakeEngine send(Frames frames) throws IOException {
    return send(frames.bytes(), Integer.MAX_VALUE);
  }

  void sendRaw(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel().write(buffer);
    }
  }

  void hangUp() throws IOException {
    channel().close();
  }

  private SocketChannel channel() throws IOException {
    try {
      return connection.get();
    } catch (ExecutionException e) {
      throw new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    if (connection.isDone() && !connection.isCompletedExceptionally()) {
      connection.join().close();
    }
    Files.deleteIfExists(socket);
  }
}
