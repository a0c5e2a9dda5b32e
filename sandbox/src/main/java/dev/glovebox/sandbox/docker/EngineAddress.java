package dev.glovebox.sandbox.docker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Where the Docker engine listens. */
public sealed interface EngineAddress {

  /**
   * A local socket, {@code unix:///var/run/docker.sock}.
   *
   * @param socket path of the socket
   */
  record Unix(Path socket) implements EngineAddress {
    @Override
    public SocketChannel connect() throws IOException {
      return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    @Override
    public URI uri() {
      return URI.create("unix://" + socket);
    }
  }

  /**
   * Plain TCP, {@code tcp://host:2375}: only for a network nobody else is on, such as a pod's
   * loopback, for whoever reaches it owns the machine behind it.
   *
   * @param host name or address
   * @param port port
   */
  record Tcp(String host, int port) implements EngineAddress {
    private static final int CONNECT_MILLIS = 5_000;

    @Override
    public SocketChannel connect() throws IOException {
      SocketChannel channel = SocketChannel.open();
      try {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.socket().connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
        return channel;
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    }

    @Override
    public URI uri() {
      return URI.create("tcp://" + host + ":" + port);
    }
  }

  /** A new connection to the engine. */
  SocketChannel connect() throws IOException;

  /** In the form of {@code DOCKER_HOST}. */
  URI uri();

  /**
   * Reads an address in the form of {@code DOCKER_HOST}.
   *
   * @throws IllegalArgumentException when it is neither {@code unix:///path} nor {@code
   *     tcp://host:port}
   */
  static EngineAddress parse(String text) {
    try {
      URI uri = new URI(text);
      String path = uri.getPath();
      String host = uri.getHost();
      if ("unix".equals(uri.getScheme()) && path != null && path.length() > 1) {
        return new Unix(Path.of(path));
      }
      if ("tcp".equals(uri.getScheme()) && host != null && uri.getPort() > 0) {
        return new Tcp(host, uri.getPort());
      }
      throw new IllegalArgumentException(refusal(text));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(refusal(text), e);
    }
  }

  private static String refusal(String text) {
    return "engine address '%s' is not supported: unix:///path/of/socket or tcp://host:port is"
        .formatted(text);
  }
}
