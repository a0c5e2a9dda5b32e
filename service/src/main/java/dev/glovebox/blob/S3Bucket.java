package dev.glovebox.blob;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A bucket: the few requests of the S3 API that a store needs. What fails for reasons of the server
 * or the network is tried three times. Thread-safe.
 */
final class S3Bucket implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofMinutes(1);

  /** The whole body is sent before the answer comes. */
  private static final Duration SEND = Duration.ofHours(1);

  private static final int TRIES = 3;
  private static final Duration BETWEEN = Duration.ofMillis(300);
  private static final int LONGEST_SAYING = 500;

  private final S3Settings settings;
  private final S3Signature signature;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  S3Bucket(S3Settings settings) {
    this.settings = settings;
    this.signature = new S3Signature(settings);
  }

  /** Stores a file of at most 5 GiB; the server checks that it has the hash. */
  void put(String key, Path file, String sha256) throws IOException {
    Request request = new Request("PUT", path(key), "", sha256, Optional.empty(), SEND);
    try (InputStream _ = send(request, BodyPublishers.ofFile(file))) {
      // The answer says nothing but that it is stored.
    }
  }

  /**
   * Opens an object.
   *
   * @param from first byte
   * @param to last byte, or less than {@code from}: all
   * @throws NoSuchFileException when there is none
   */
  InputStream get(String key, long from, long to) throws IOException {
    Optional<String> range =
        to < from ? Optional.empty() : Optional.of("bytes=%d-%d".formatted(from, to));
    return send(
        new Request("GET", path(key), "", S3Signature.EMPTY, range, ANSWER),
        BodyPublishers.noBody());
  }

  /** Deletes an object; that it is gone already is as well. */
  void delete(String key) throws IOException {
    try (InputStream _ =
        send(
            new Request("DELETE", path(key), "", S3Signature.EMPTY, Optional.empty(), ANSWER),
            BodyPublishers.noBody())) {
      // The answer says nothing.
    } catch (NoSuchFileException _) {
      // So it is.
    }
  }

  /** A page of the objects whose keys begin so. */
  S3Listing list(String prefix, Optional<String> next) throws IOException {
    String query =
        next.map(token -> "continuation-token=" + encoded(token) + "&").orElse("")
            + "list-type=2&prefix="
            + encoded(prefix);
    try (InputStream xml =
        send(
            new Request(
                "GET", "/" + settings.bucket(), query, S3Signature.EMPTY, Optional.empty(), ANSWER),
            BodyPublishers.noBody())) {
      return S3Listing.read(xml);
    }
  }

  private record Request(
      String method,
      String path,
      String query,
      String sha256,
      Optional<String> range,
      Duration timeout) {}

  private String path(String key) {
    return "/" + settings.bucket() + "/" + key;
  }

  /** As signatures want it: all but RFC 3986's unreserved characters. */
  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  private InputStream send(Request request, BodyPublisher body) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        HttpResponse<InputStream> answer =
            http.send(http(request, body), BodyHandlers.ofInputStream());
        if (answer.statusCode() / 100 == 2) {
          return answer.body();
        }
        String why = refusal(request, answer);
        if (answer.statusCode() == 404 && why.contains("NoSuchKey")) {
          throw new NoSuchFileException(request.path());
        }
        if (attempt == TRIES || !isPassing(answer.statusCode())) {
          throw new Refused(why);
        }
      } catch (NoSuchFileException | Refused e) {
        throw e;
      } catch (IOException e) {
        if (attempt == TRIES) {
          throw new IOException("the S3 server %s: %s".formatted(settings, e), e);
        }
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      pause(attempt);
    }
  }

  private static final class Refused extends IOException {
    Refused(String message) {
      super(message);
    }
  }

  private static boolean isPassing(int status) {
    return status >= 500 || status == 429 || status == 408;
  }

  private String refusal(Request request, HttpResponse<InputStream> answer) throws IOException {
    try (InputStream body = answer.body()) {
      String said = new String(body.readNBytes(LONGEST_SAYING), StandardCharsets.UTF_8);
      return "the S3 server %s answered %s with %d: %s"
          .formatted(settings, request.method(), answer.statusCode(), said);
    }
  }

  private HttpRequest http(Request request, BodyPublisher body) {
    URI uri =
        URI.create(
            "%s://%s%s%s"
                .formatted(
                    settings.endpoint().getScheme(),
                    settings.host(),
                    request.path(),
                    request.query().isEmpty() ? "" : "?" + request.query()));
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(uri).timeout(request.timeout()).method(request.method(), body);
    signature
        .headers(request.method(), request.path(), request.query(), request.sha256(), Instant.now())
        .forEach(builder::header);
    request.range().ifPresent(range -> builder.header("Range", range));
    return builder.build();
  }

  private static void pause(int attempt) throws IOException {
    try {
      Thread.sleep(BETWEEN.multipliedBy(attempt));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IOException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    var interrupted = new InterruptedIOException("interrupted while waiting for the S3 server");
    interrupted.initCause(cause);
    return interrupted;
  }

  @Override
  public void close() {
    http.close();
  }
}
