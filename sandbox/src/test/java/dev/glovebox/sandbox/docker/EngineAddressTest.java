package dev.glovebox.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineAddressTest {

  @Test
  void aSocketAndPlainTcpAreUnderstood() {
    assertThat(EngineAddress.parse("unix:///var/run/docker.sock"))
        .isEqualTo(new EngineAddress.Unix(Path.of("/var/run/docker.sock")));
    assertThat(EngineAddress.parse("tcp://127.0.0.1:2375"))
        .isEqualTo(new EngineAddress.Tcp("127.0.0.1", 2375));
    assertThat(EngineAddress.parse("tcp://127.0.0.1:2375").uri())
        .hasToString("tcp://127.0.0.1:2375");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssh://me@host",
        "npipe:////./pipe/docker",
        "unix://",
        "tcp://host",
        "host:2375",
        ""
      })
  void anythingElseIsRefusedWithAHint(String address) {
    assertThatThrownBy(() -> EngineAddress.parse(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unix:///path/of/socket");
  }

  @Test
  void textFromInsideFitsOnOneLineOfALog() {
    assertThat(Escaped.of("a\nb\u001b[31m\\ü")).isEqualTo("a\\x0ab\\x1b[31m\\x5c\\xc3\\xbc");
    assertThat(Escaped.of("x".repeat(5_000))).hasSizeLessThan(2_100).endsWith("(5000 bytes)");
  }
}
