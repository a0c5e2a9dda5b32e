package dev.glovebox.door;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** A door is the same thing at its path and at its port, and at the port there is nothing else. */
@SpringBootTest(
    classes = DoorTest.Application.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class DoorTest {

  private static final int DOOR_PORT = freePort();

  @LocalServerPort private int port;

  @Test
  void atItsPathAndAtItsPort() throws Exception {
    assertThat(get(port, "/shop/bread?n=2").body()).isEqualTo("/shop/bread 2");
    assertThat(get(DOOR_PORT, "/bread?n=2").body()).isEqualTo("/shop/bread 2");
  }

  @Test
  void aSlashAtTheEndDoesNotMatter() throws Exception {
    assertThat(get(port, "/shop/bread/?n=2").body()).isEqualTo("/shop/bread 2");
    assertThat(get(DOOR_PORT, "/bread/?n=2").body()).isEqualTo("/shop/bread 2");
    assertThat(get(port, "/shop/").body()).isEqualTo("the counter");
    assertThat(get(DOOR_PORT, "/").body()).isEqualTo("the counter");
  }

  @Test
  void whatIsNotOfTheDoorIsAsItWas() throws Exception {
    assertThat(get(port, "/shopping").body()).isEqualTo("not a door");
    assertThat(get(port, "/bread").statusCode()).isEqualTo(404);
  }

  @Test
  void atThePortThereIsNothingBesideTheDoor() throws Exception {
    assertThat(get(DOOR_PORT, "/shopping").statusCode()).isEqualTo(404);
    assertThat(get(DOOR_PORT, "/shop/bread").statusCode()).isEqualTo(404);
    assertThat(raw(DOOR_PORT, "/../shopping")).doesNotContain("not a door");
    assertThat(raw(DOOR_PORT, "/%2e%2e/shopping")).doesNotContain("not a door");
    assertThat(raw(DOOR_PORT, "/x/..;/..;/shopping")).doesNotContain("not a door");
  }

  @Test
  void errorsAreAnsweredByTheDoorTheyCameTo() throws Exception {
    assertThat(get(port, "/shop/nothing").body()).isEqualTo("shop: 404");
    assertThat(get(DOOR_PORT, "/nothing").body()).isEqualTo("shop: 404");
    assertThat(get(port, "/shop/broken").body()).isEqualTo("shop: 500");
    assertThat(get(port, "/nothing").body()).isEqualTo("no door: 404");
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .timeout(Duration.ofMinutes(1))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  /** A path as no client library would send it. */
  private static String raw(int port, String path) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .formatted(path)
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @SpringBootConfiguration
  @ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    ErrorMvcAutoConfiguration.class
  })
  @ComponentScan
  static class Application {

    @Bean
    Door shop() {
      return new Door() {
        @Override
        public String path() {
          return "/shop";
        }

        @Override
        public OptionalInt port() {
          return OptionalInt.of(DOOR_PORT);
        }

        @Override
        public void error(HttpServletRequest request, HttpServletResponse response, int status)
            throws IOException {
          response.getWriter().write("shop: " + status);
        }
      };
    }
  }

  @Controller
  static class Shop {

    @GetMapping("/shop/bread")
    @ResponseBody
    String bread(HttpServletRequest request) {
      return request.getRequestURI() + " " + request.getParameter("n");
    }

    @GetMapping("/shop")
    @ResponseBody
    String counter() {
      return "the counter";
    }

    @GetMapping("/shop/broken")
    @ResponseBody
    String broken() {
      throw new IllegalStateException("as ordered");
    }

    @GetMapping("/shopping")
    @ResponseBody
    String shopping() {
      return "not a door";
    }
  }

  @Controller
  static class Errors implements ErrorController {

    private final Doors doors;

    Errors(Doors doors) {
      this.doors = doors;
    }

    @RequestMapping("/error")
    void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
      int status = (int) request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
      var door = doors.of(request);
      if (door.isPresent()) {
        door.get().error(request, response, status);
      } else {
        response.getWriter().write("no door: " + status);
      }
    }
  }
}
