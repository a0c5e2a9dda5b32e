package dev.glovebox.support;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a service and the engine, and can make the engine look ill in the ways in which
 * engines are: the real one goes on serving everybody else.
 */
public final class EngineProxy implements AutoCloseable {

  private static final Path ENGINE = Path.of("/var/run/docker.sock");

  /** Paths of requests, with or without a version, that make a container. */
  private static final String CREATE = "/containers/create";

  /** How the engine is. */
  public enum Health {
    WELL,
    /** It takes connections and requests, and answers nothing: nor do streams that are open. */
    SILENT,
    /** It has ended: its socket is gone, and all connections with it. */
    AWAY,
    /** It answers everything but requests for containers. */
    HANGS_AT_CREATE,
    /** It answers requests for containers with an error of its own. */
    FAILS_AT_CREATE
  }

  private final Path socket;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger created = new AtomicInteger();
  private volatile Health health = Health.WELL;
  private @Nullable ServerSocketChannel server;

  /** A proxy to an engine that is well. */
  public EngineProxy() throws IOException {
    // Not below the build's folder: the path of a socket must be short.
    socket = Files.createTempDirectory("engine").resolve("sock");
    listen();
  }

  /** Where it answers, as the service's setting wants it. */
  public String address() {
    return "unix://" + socket;
  }

  /** How often a container was asked for. */
  public int asked() {
    return created.get();
  }

  /** From now on the engine is like this; what was kept waiting when it gets well is cut off. */
  public synchronized void be(Health now) throws IOException {
    Health before = health;
    health = now;
    if (now == Health.AWAY) {
      stop();
    } else if (before == Health.AWAY) {
      listen();
    } else if (now == Health.WELL) {
      for (Connection connection : connections) {
        if (connection.swallowed) {
          connection.close();
        }
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    stop();
    Files.deleteIfExists(socket.getParent());
  }

  private void listen() throws IOException {
    ServerSocketChannel opened = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    opened.bind(UnixDomainSocketAddress.of(socket));
    server = opened;
    Thread.ofVirtual().name("engine-proxy").start(() -> accept(opened));
  }

  private void stop() throws IOException {
    if (server != null) {
      server.close();
      server = null;
    }
    Files.deleteIfExists(socket);
    for (Connection connection : connections) {
      connection.close();
    }
  }

  private void accept(ServerSocketChannel from) {
    while (from.isOpen()) {
      try {
        Connection connection = new Connection(from.accept());
        connections.add(connection);
        Thread.ofVirtual().name("engine-proxy-up").start(connection::up);
        Thread.ofVirtual().name("engine-proxy-down").start(connection::down);
      } catch (IOException e) {
        // closed: nobody is let in any more
        return;
      }
    }
  }

  private final class Connection {

    private final SocketChannel client;
    private final SocketChannel engine;

    /** Something of it was not passed on, so that it can't be made good any more. */
    private volatile boolean swallowed;

    Connection(SocketChannel client) throws IOException {
      this.client = client;
      this.engine = SocketChannel.open(UnixDomainSocketAddress.of(ENGINE));
    }

    void up() {
      ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
      try (client;
          engine) {
        while (client.read(buffer.clear()) >= 0) {
          buffer.flip();
          boolean create = isCreate(buffer);
          if (create) {
            created.incrementAndGet();
          }
          Health now = health;
          if (create && now == Health.FAILS_AT_CREATE) {
            refuse();
            return;
          }
          swallowed |= now == Health.SILENT || (create && now == Health.HANGS_AT_CREATE);
          pass(buffer, engine);
        }
      } catch (IOException e) {
        // one side has gone, and the other goes with it
      } finally {
        connections.remove(this);
      }
    }

    void down() {
      ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
      try (client;
          engine) {
        while (engine.read(buffer.clear()) >= 0) {
          swallowed |= health == Health.SILENT;
          pass(buffer.flip(), client);
        }
      } catch (IOException e) {
        // one side has gone, and the other goes with it
      }
    }

    private void pass(ByteBuffer bytes, SocketChannel to) throws IOException {
      while (!swallowed && bytes.hasRemaining()) {
        to.write(bytes);
      }
    }

    /** Clients write the head of a request at once, and wait for the answer before the next. */
    private static boolean isCreate(ByteBuffer bytes) {
      String line =
          StandardCharsets.US_ASCII
              .decode(bytes.slice(bytes.position(), Math.min(bytes.remaining(), 200)))
              .toString();
      return line.startsWith("POST ") && line.lines().findFirst().orElse("").contains(CREATE);
    }

    private void refuse() throws IOException {
      String body = "{\"message\":\"no space left on device\"}";
      String answer =
          "HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(body.length(), body);
      ByteBuffer bytes = ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        client.write(bytes);
      }
    }

    void close() throws IOException {
      client.close();
      engine.close();
    }
  }
}
