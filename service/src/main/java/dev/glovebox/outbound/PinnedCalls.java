package dev.glovebox.outbound;

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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sends documents (HTTP/1.1, RFC 9112) to addresses that were looked at before: a name is resolved
 * once, and the connection goes to what was found then. Follows no redirects, and reads no more of
 * the answer than the operator is shown.
 */
public final class PinnedCalls {

  private static final int MOST_READ = 8192;
  private static final int MOST_SHOWN = 1024;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (?<status>[1-5]\\d\\d)\\b");
  private static final Pattern RETRY_AFTER =
      Pattern.compile("(?im)^retry-after:[ \\t]*(?<seconds>\\d{1,6})[ \\t]*\\r?$");

  private static final Pattern CONTENT_LENGTH =
      Pattern.compile("(?im)^content-length:[ \\t]*(?<bytes>\\d{1,9})[ \\t]*\\r?$");

  private final AddressGuard guard;
  private final Duration timeout;
  private final SSLSocketFactory tls;

  /**
   * @param allowed networks that may be called although they are not public, such as {@code
   *     10.1.0.0/16}
   * @param timeout how long connecting may take, and each wait for the answer; the whole takes at
   *     most three times as long
   * @param tls decides whom to trust, beside the name
   * @throws IllegalArgumentException when one of the networks is none
   */
  public PinnedCalls(List<String> allowed, Duration timeout, SSLSocketFactory tls) {
    this.guard = new AddressGuard(allowed);
    this.timeout = timeout;
    this.tls = tls;
  }

  /** The address may not be called, or it is none; another try would not help. */
  public static final class NotAllowed extends Exception {
    NotAllowed(String message) {
      super(message);
    }
  }

  /**
   * What was answered.
   *
   * @param status of HTTP
   * @param retryAfter what the answer asks for, in seconds; dates are not read
   * @param body the first kilobyte of it, as it is on the wire: hostile text, without NUL
   */
  public record Answer(int status, Optional<Duration> retryAfter, String body) {}

  /**
   * Sends JSON.
   *
   * @param method such as {@code POST}
   * @param headers in addition; free of line breaks
   * @throws IOException when nobody answers, or not as HTTP wants it
   */
  public Answer send(String method, String url, byte[] body, Map<String, String> headers)
      throws IOException, NotAllowed {
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
        out.write(head(method, uri, body.length, headers).getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
        return answer(socket.getInputStream());
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

  private static String head(String method, URI uri, int length, Map<String, String> headers) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    StringBuilder head = new StringBuilder(method).append(' ').append(path);
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

  private static Answer answer(InputStream in) throws IOException {
    String text = beginning(in);
    Matcher status = STATUS.matcher(text);
    if (!status.lookingAt()) {
      throw new IOException("the answer is not HTTP");
    }
    int end = text.indexOf("\r\n\r\n");
    String head = end < 0 ? text : text.substring(0, end);
    String body = end < 0 ? "" : text.substring(end + 4);
    Matcher retryAfter = RETRY_AFTER.matcher(head);
    return new Answer(
        Integer.parseInt(status.group("status")),
        retryAfter.find()
            ? Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter.group("seconds"))))
            : Optional.empty(),
        body.substring(0, Math.min(body.length(), MOST_SHOWN)));
  }

  /** Until the other side has said enough, or nothing more comes after its head. */
  private static String beginning(InputStream in) throws IOException {
    byte[] read = new byte[MOST_READ];
    int size = 0;
    try {
      int got = 0;
      while (got >= 0
          && size < MOST_READ
          && !isWhole(new String(read, 0, size, StandardCharsets.ISO_8859_1))) {
        got = in.read(read, size, MOST_READ - size);
        size += Math.max(got, 0);
      }
    } catch (IOException e) {
      // What was answered counts, however the connection ends.
      if (!text(read, size).contains("\r\n\r\n")) {
        throw e;
      }
    }
    return text(read, size);
  }

  /** Whether nothing more is to come, also where the other side leaves the connection open. */
  private static boolean isWhole(String text) {
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    Matcher length = CONTENT_LENGTH.matcher(text.substring(0, end));
    int there = text.length() - end - 4;
    return length.find()
        ? there >= Integer.parseInt(length.group("bytes"))
        : text.startsWith(" 204", 8) || text.endsWith("\r\n0\r\n\r\n");
  }

  private static String text(byte[] read, int size) {
    return new String(read, 0, size, StandardCharsets.UTF_8).replace("\0", "\uFFFD");
  }
}
