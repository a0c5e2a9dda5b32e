package dev.glovebox.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {

  private final AddressGuard guard = new AddressGuard(List.of("10.1.0.0/16", "fd00:1::/32"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001::1"
      })
  void whatIsNotPublicIsRefused(String address) {
    assertThat(guard.allows(InetAddress.ofLiteral(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1", "10.1.2.3", "fd00:1::5"})
  void whatIsPublicOrNamedIsAllowed(String address) {
    assertThat(guard.allows(InetAddress.ofLiteral(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:1/",
        "http://localhost:1/",
        "http://[::1]:1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "ftp://8.8.8.8/",
        "file:///etc/passwd",
        "nonsense",
        "http:///x",
        "http://a b/",
        ""
      })
  void urlsThatLeadInsideAreNotCalled(String url) {
    PinnedCalls calls =
        new PinnedCalls(
            List.of(), Duration.ofSeconds(5), (SSLSocketFactory) SSLSocketFactory.getDefault());
    assertThatThrownBy(() -> calls.send("POST", url, new byte[0], Map.of()))
        .satisfiesAnyOf(
            e -> assertThat(e).isInstanceOf(PinnedCalls.NotAllowed.class),
            // No host of this name: as good.
            e -> assertThat(e).isInstanceOf(java.net.UnknownHostException.class));
  }
}
