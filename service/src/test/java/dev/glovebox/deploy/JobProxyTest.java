package dev.glovebox.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way out of jobs, {@code images/ci-helper/proxy}, with what hostile jobs send it. */
class JobProxyTest {

  private static final int NO_ERROR = 0;
  private static final int NO_NAME = 3;
  private static final int REFUSED = 5;
  private static final int SECONDS_OF_PATIENCE = 60;

  private final InetAddress loopback = InetAddress.getLoopbackAddress();
  private Process process;
  private BufferedReader said;
  private int port;
  private int dnsPort;

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.test\0.example.org",
        "127.0.0.1\0.example.org",
        "evil.test%00.example.org",
        "evil.test/.example.org",
        "a..example.org",
        ".example.org",
        "example.org",
        "notexample.org",
        "x.example.org.evil.test"
      })
  void whatOnlyEndsLikeAnAllowedNameIsRefused(String host) throws Exception {
    start("--allow", "*.example.org");

    assertThat(connect(host + ":443")).startsWith("HTTP/1.1 403 ");
    assertThat(said.readLine()).matches("denied \\S+ 443");
  }

  @Test
  void aLabelOfAQuestionIsNoNameOfItsOwn() throws Exception {
    start("--allow", "*.example.org", "--allow", "example.net");

    assertThat(code(ask("secret", "evil", "test\0", "example", "org"))).isEqualTo(REFUSED);
    assertThat(said.readLine()).isEqualTo("denied secret.evil.test?.example.org 53");
    assertThat(code(ask("example.net"))).as("a dot within a label").isEqualTo(NO_NAME);
    assertThat(code(ask("example.net", "test"))).isEqualTo(REFUSED);
    assertThat(said.readLine()).isEqualTo("denied example?net.test 53");
  }

  @Test
  void packetsThatAreNoQuestionsGetNoAnswerAndHarmNothing() throws Exception {
    start("--any");
    List<byte[]> hostile = new ArrayList<>();
    hostile.add(new byte[0]);
    hostile.add(new byte[11]);
    hostile.add(question(new byte[] {(byte) 0xC0, 12, 0, 1, 0, 1}));
    hostile.add(question(new byte[] {63, 'a', 'b'}));
    hostile.add(question(new byte[] {1, 'a', 0}));
    try (var socket = new DatagramSocket()) {
      for (byte[] packet : hostile) {
        socket.send(new DatagramPacket(packet, packet.length, loopback, dnsPort));
      }
    }

    // Of a family that nobody has to be asked about.
    assertThat(code(exchange(question(name(28, "still", "there"))))).isEqualTo(NO_ERROR);
  }

  @Test
  void addressesOfCloudsAndOfTheMachineAreRefusedWhateverThePolicy() throws Exception {
    start("--any");

    for (String address : List.of("168.63.129.16", "169.254.169.254", "127.0.0.1", "10.0.0.1")) {
      assertThat(connect(address + ":80")).as(address).startsWith("HTTP/1.1 403 ");
      assertThat(said.readLine()).isEqualTo("denied " + address + " 80");
    }
  }

  private void start(String... options) throws IOException {
    port = freePort();
    dnsPort = freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                "python3",
                "../images/ci-helper/proxy",
                "--listen=" + loopback.getHostAddress(),
                "--port=" + port,
                "--dns-port=" + dnsPort));
    command.addAll(List.of(options));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    said = process.inputReader(StandardCharsets.UTF_8);
    assertThat(said.readLine()).isEqualTo("ready");
  }

  private int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, loopback)) {
      return socket.getLocalPort();
    }
  }

  private String connect(String target) throws IOException {
    try (var socket = new Socket(loopback, port)) {
      socket.setSoTimeout(SECONDS_OF_PATIENCE * 1000);
      socket
          .getOutputStream()
          .write(("CONNECT " + target + " HTTP/1.1\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private byte[] ask(String... labels) throws IOException {
    return exchange(question(name(1, labels)));
  }

  private byte[] exchange(byte[] packet) throws IOException {
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout(SECONDS_OF_PATIENCE * 1000);
      socket.send(new DatagramPacket(packet, packet.length, loopback, dnsPort));
      var answer = new DatagramPacket(new byte[512], 512);
      socket.receive(answer);
      return answer.getData();
    }
  }

  private static int code(byte[] answer) {
    return answer[3] & 15;
  }

  private static byte[] name(int kind, String... labels) {
    var bytes = new ByteArrayOutputStream();
    for (String label : labels) {
      bytes.write(label.length());
      bytes.writeBytes(label.getBytes(StandardCharsets.ISO_8859_1));
    }
    bytes.writeBytes(new byte[] {0, 0, (byte) kind, 0, 1});
    return bytes.toByteArray();
  }

  private static byte[] question(byte[] rest) {
    return ByteBuffer.allocate(12 + rest.length)
        .putShort((short) 7)
        .putShort((short) 0x100)
        .putShort((short) 1)
        .put(new byte[6])
        .put(rest)
        .array();
  }
}
