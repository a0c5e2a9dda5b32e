package dev.glovebox.outbound;

import dev.glovebox.platform.Network;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Which addresses may be called: public ones, and those that the operator allows. The ranges are
 * those of the IANA special-purpose registries for IPv4 and IPv6.
 */
final class AddressGuard {

  private static final List<Network> NOT_PUBLIC =
      List.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/3")
          .stream()
          .map(Network::of)
          .toList();

  /** Of IPv6 only this is handed out; what is in it but leads elsewhere is not public either. */
  private static final Network GLOBAL_UNICAST = Network.of("2000::/3");

  private static final List<Network> TUNNELS =
      List.of(Network.of("2002::/16"), Network.of("2001::/23"), Network.of("2001:db8::/32"));

  private final List<Network> allowed;

  /**
   * @throws IllegalArgumentException when one of them is no network
   */
  AddressGuard(List<String> allowed) {
    this.allowed = allowed.stream().map(Network::of).toList();
  }

  boolean allows(InetAddress address) {
    return allowed.stream().anyMatch(network -> network.contains(address)) || isPublic(address);
  }

  private static boolean isPublic(InetAddress address) {
    return address instanceof Inet4Address
        ? NOT_PUBLIC.stream().noneMatch(network -> network.contains(address))
        : GLOBAL_UNICAST.contains(address)
            && TUNNELS.stream().noneMatch(network -> network.contains(address));
  }
}
