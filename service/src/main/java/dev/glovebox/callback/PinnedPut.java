package dev.glovebox.callback;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sends a document with PUT (HTTP/1.1, RFC 9112) to an address that was looked at before: the name
 * is resolved once, and the connection goes to what was found then. Follows no redirects and reads
 * nothing of the answer but its status.
 */
final class PinnedPut {

  private static final int LONGEST_STATUS_LINE = 1024;

  private final AddressGuard guard;
  private final Duration timeout;
  private final SSLSocketFactory tls;

  /**
   * @param tls decides whom to trust, beside the name
   */
  PinnedPut(AddressGuard guard, Duration timeout, SSLSocketFactory tls) {
    this.guard = guard;
    this.timeout = timeout;
    this.tls = tls;
  }

  /** The address may not be called, or it is none; another try would not help. */
  static final class NotAllowed extends Exception {
    NotAllowed(String message) {
      super(message);
    }
  }

  /**
   * @param headers in addition; free of line breaks
   * @return the status of the answer
   */
  int send(String url, byte[] body, Map<String, String> headers) throws IOException, NotAllowed {
    URI uri = uri(url);
    boolean secure = Objects.equals(scheme(uri), "https");
    int port = uri.getPort() < 0 ? (secure ? 443 : 80) : uri.getPort();
    int millis = Math.toIntExact(timeout.toMillis());
    Socket plain = new Socket();
    // Also ends a call whose other side reads or writes a byte now and then.
    var cutOff =
        CompletableFuture.runAsync(
            () -> close(plain),
            CompletableFuture.delayedExecutor(millis * 3L, TimeUnit.MILLISECONDS));
    try (plain) {
      plain.connect(new InetSocketAddress(address(uri), port), millis);
      plain.setSoTimeout(millis);
      try (Socket socket = secure ? secured(plain, uri.getHost(), port) : plain) {
        OutputStream out = socket.getOutputStream();
        out.write(head(uri, body.length, headers).getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
        return status(socket.getInputStream());
      }
    } finally {
      cutOff.cancel(false);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a connection could not be cut off", e);
    }
  }

  private static URI uri(String url) throws NotAllowed {
    try {
      URI uri = URI.create(URI.create(url.strip()).toASCIIString());
      boolean http = scheme(uri).equals("http") || scheme(uri).equals("https");
      if (http && uri.getHost() != null && uri.getPort() <= 65535) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new NotAllowed("not a URL: " + e.getMessage());
    }
    throw new NotAllowed("not an http or https URL with a host");
  }

  private static String scheme(URI uri) {
    return String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
  }

  /** The first one, provided that all of them are allowed. */
  private InetAddress address(URI uri) throws IOException, NotAllowed {
    InetAddress[] addresses = InetAddress.getAllByName(uri.getHost());
    for (InetAddress address : addresses) {
      if (!guard.allows(address)) {
        throw new NotAllowed("the address is not public");
      }
    }
    return addresses[0];
  }

  private Socket secured(Socket plain, String host, int port) throws IOException {
    SSLSocket socket = (SSLSocket) tls.createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static String head(URI uri, int length, Map<String, String> headers) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    StringBuilder head = new StringBuilder("PUT ").append(path);
    if (uri.getRawQuery() != null) {
      head.append('?').append(uri.getRawQuery());
    }
    head.append(" HTTP/1.1\r\nHost: ").append(uri.getHost());
    if (uri.getPort() >= 0) {
      head.append(':').append(uri.getPort());
    }
    head.append("\r\nConnection: close\r\nUser-Agent: Glovebox\r\nAccept: */*\r\n")
        .append("Content-Type: application/json\r\nContent-Length: ")
        .append(length)
        .append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append("\r\n").toString();
  }

  private static int status(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
      if (line.length() > LONGEST_STATUS_LINE) {
        break;
      }
    }
    String text = line.toString();
    if (!text.matches("HTTP/1\\.[01] [1-5]\\d\\d.*\\r?")) {
      throw new IOException("the answer is not HTTP");
    }
    return Integer.parseInt(text.substring(9, 12));
  }
}
