package dev.glovebox.openid;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A browser in small, which follows nothing by itself: what it was told it keeps, so that a test
 * can bring it together wrongly. Each comes from an address of its own, as throttling counts by it.
 */
final class Wanderer {

  private static final AtomicInteger ADDRESSES = new AtomicInteger(1);
  static final String ATTEMPT = "glovebox_openid";
  static final String SESSION = "glovebox_session";

  private final URI service;
  private final HttpClient http;
  private final Map<String, String> cookies = new TreeMap<>();

  Wanderer(URI service) {
    this.service = service;
    try {
      this.http =
          HttpClient.newBuilder()
              .followRedirects(HttpClient.Redirect.NEVER)
              .localAddress(
                  InetAddress.getByAddress(
                      new byte[] {127, 0, 1, (byte) ADDRESSES.incrementAndGet()}))
              .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks to sign in, is let in by the provider, and says where that sends the browser. */
  URI comeBack(String to) {
    URI provider = location(begin(to));
    return location(call(HttpRequest.newBuilder(provider).build()));
  }

  URI comeBack() {
    return comeBack("");
  }

  HttpResponse<String> begin(String to) {
    return get("/dashboard/sign-in/openid?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8));
  }

  /** All of it. */
  HttpResponse<String> signIn() {
    return get(comeBack());
  }

  HttpResponse<String> get(String path) {
    return get(service.resolve(path));
  }

  HttpResponse<String> get(URI uri) {
    return kept(call(request(uri).build()));
  }

  HttpResponse<String> post(String path, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return kept(
        call(
            request(service.resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build()));
  }

  private HttpRequest.Builder request(URI uri) {
    var request = HttpRequest.newBuilder(uri);
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    return request;
  }

  private HttpResponse<String> kept(HttpResponse<String> response) {
    for (String set : response.headers().allValues("Set-Cookie")) {
      String[] pair = set.split(";", 2)[0].split("=", 2);
      if (pair[1].isEmpty()) {
        cookies.remove(pair[0]);
      } else {
        cookies.put(pair[0], pair[1]);
      }
    }
    return response;
  }

  private HttpResponse<String> call(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static URI location(HttpResponse<String> response) {
    return URI.create(
        response
            .headers()
            .firstValue("Location")
            .orElseThrow(() -> new AssertionError(response.statusCode() + " " + response.body())));
  }

  Map<String, String> cookies() {
    return cookies;
  }

  boolean signedIn() {
    return cookies.containsKey(SESSION);
  }
}
