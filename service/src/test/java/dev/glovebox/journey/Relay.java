package dev.glovebox.journey;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a client and a service, and breaks their connections when it is told to. */
final class Relay implements AutoCloseable {

  private static final int REFUSALS = 3;

  private final ServerSocket server;
  private final int target;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final AtomicInteger toRefuse = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  private Relay(ServerSocket server, int target) {
    this.server = server;
    this.target = target;
  }

  /** To a port of this machine. */
  static Relay to(int target) throws IOException {
    Relay relay = new Relay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
    Thread.ofVirtual().start(relay::accept);
    return relay;
  }

  int port() {
    return server.getLocalPort();
  }

  /** Breaks all connections, and those that come next. */
  void interrupt() throws IOException {
    toRefuse.set(REFUSALS);
    for (Socket socket : open) {
      socket.close();
    }
    open.clear();
  }

  /** How many connections were refused. */
  int refused() {
    return refused.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        if (toRefuse.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          refused.incrementAndGet();
          client.close();
          continue;
        }
        Socket service = new Socket(InetAddress.getLoopbackAddress(), target);
        open.addAll(List.of(client, service));
        Thread.ofVirtual().start(() -> pass(client, service));
        Thread.ofVirtual().start(() -> pass(service, client));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new java.io.UncheckedIOException(e);
        }
      }
    }
  }

  private static void pass(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      return; // one of them has ended, or was ended
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    interrupt();
  }
}
