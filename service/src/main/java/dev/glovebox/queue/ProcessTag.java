package dev.glovebox.queue;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Tells this process from others.
 *
 * @param value short, printable, random
 */
public record ProcessTag(String value) {

  private static final SecureRandom RANDOM = new SecureRandom();

  public static ProcessTag random() {
    byte[] bytes = new byte[6];
    RANDOM.nextBytes(bytes);
    return new ProcessTag(HexFormat.of().formatHex(bytes));
  }
}
