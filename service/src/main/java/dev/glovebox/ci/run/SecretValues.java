package dev.glovebox.ci.run;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Everything that has to be masked because of a secret value: the value, its longer lines, and how
 * it looks in Base64, JSON and URLs.
 */
final class SecretValues {

  /** Values that are shorter would mask half of every log. */
  static final int SHORTEST = 4;

  private static final int SHORTEST_LINE = 8;
  private static final String UNRESERVED = "-._~";

  /** Values that are no secrets, whatever they are called. */
  private static final Set<String> COMMON =
      Set.of(
          "true",
          "false",
          "null",
          "none",
          "production",
          "staging",
          "development",
          "test",
          "testing",
          "main",
          "master",
          "latest",
          "localhost");

  private SecretValues() {}

  /** Why a value can't be masked, in words; empty where it can. */
  static java.util.Optional<String> unmaskable(String value) {
    String trimmed = trimmed(value);
    if (trimmed.getBytes(StandardCharsets.UTF_8).length < SHORTEST) {
      return java.util.Optional.of("too short to be masked");
    }
    return COMMON.contains(trimmed.toLowerCase(Locale.ROOT))
        ? java.util.Optional.of("too common to be masked")
        : java.util.Optional.empty();
  }

  private static String trimmed(String value) {
    return value.replaceFirst("[\\r\\n]+$", "");
  }

  /** All forms of these values. */
  static List<byte[]> forms(List<byte[]> values) {
    Map<String, byte[]> forms = new LinkedHashMap<>();
    for (byte[] raw : values) {
      byte[] value = trimmed(raw);
      String text = new String(value, StandardCharsets.UTF_8);
      if (value.length < SHORTEST || COMMON.contains(text.toLowerCase(Locale.ROOT))) {
        continue;
      }
      add(forms, value);
      lines(forms, value);
      base64(forms, value);
      add(forms, JsonStringEncoder.getInstance().quoteAsUTF8(text));
      add(forms, percentEncoded(value, true));
      add(forms, percentEncoded(value, false));
    }
    return new ArrayList<>(forms.values());
  }

  private static byte[] trimmed(byte[] value) {
    int end = value.length;
    while (end > 0 && (value[end - 1] == '\n' || value[end - 1] == '\r')) {
      end--;
    }
    return Arrays.copyOf(value, end);
  }

  private static void add(Map<String, byte[]> forms, byte[] form) {
    if (form.length >= SHORTEST) {
      forms.putIfAbsent(new String(form, StandardCharsets.ISO_8859_1), form);
    }
  }

  private static void lines(Map<String, byte[]> forms, byte[] value) {
    String text = new String(value, StandardCharsets.ISO_8859_1);
    if (text.indexOf('\n') >= 0) {
      text.lines()
          .filter(line -> line.length() >= SHORTEST_LINE)
          .forEach(line -> add(forms, line.getBytes(StandardCharsets.ISO_8859_1)));
    }
  }

  /**
   * Within other data the value begins at one of three places of a group of three bytes. The
   * characters at the edges depend on the neighbours: they are left off.
   */
  private static void base64(Map<String, byte[]> forms, byte[] value) {
    for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
      for (int shift = 0; shift < 3; shift++) {
        byte[] shifted = new byte[shift + value.length];
        System.arraycopy(value, 0, shifted, shift, value.length);
        byte[] encoded = encoder.withoutPadding().encode(shifted);
        int from = shift == 0 ? 0 : shift + 1;
        int to = (shift + value.length) % 3 == 0 ? encoded.length : encoded.length - 1;
        if (to - from >= SHORTEST_LINE) {
          add(forms, Arrays.copyOfRange(encoded, from, to));
        }
      }
    }
  }

  private static byte[] percentEncoded(byte[] value, boolean upper) {
    var out = new ByteArrayOutputStream(value.length * 3);
    for (byte b : value) {
      char c = (char) (b & 0xFF);
      boolean plain =
          (c >= '0' && c <= '9')
              || (c >= 'A' && c <= 'Z')
              || (c >= 'a' && c <= 'z')
              || UNRESERVED.indexOf(c) >= 0;
      if (plain) {
        out.write(b);
      } else {
        String hex = upper ? "%%%02X".formatted((int) c) : "%%%02x".formatted((int) c);
        out.writeBytes(hex.getBytes(StandardCharsets.US_ASCII));
      }
    }
    return out.toByteArray();
  }
}
