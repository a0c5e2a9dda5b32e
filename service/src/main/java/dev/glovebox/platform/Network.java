package dev.glovebox.platform;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Some addresses of the Internet Protocol, in the notation of RFC 4632 and RFC 4291.
 *
 * @param prefix bytes of its first address
 * @param bits how many bits of them count
 */
public record Network(List<Byte> prefix, int bits) {

  public Network {
    prefix = List.copyOf(prefix);
  }

  /**
   * Reads {@code 10.1.0.0/16}, {@code fd00::/8}, or a single address.
   *
   * @throws IllegalArgumentException when it is nothing of that
   */
  public static Network of(String text) {
    int slash = text.indexOf('/');
    byte[] prefix = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
    int bits = slash < 0 ? prefix.length * 8 : Integer.parseInt(text.substring(slash + 1));
    if (bits < 0 || bits > prefix.length * 8) {
      throw new IllegalArgumentException("not a network: " + text);
    }
    Byte[] boxed = new Byte[prefix.length];
    Arrays.setAll(boxed, i -> prefix[i]);
    return new Network(List.of(boxed), bits);
  }

  /** Whether an address of the same version is in it. */
  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != prefix.size()) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((bytes[bit / 8] & mask) != (prefix.get(bit / 8) & mask)) {
        return false;
      }
    }
    return true;
  }
}
