package dev.glovebox.judge0;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code a=1&b=2}, of a query or of a form. Of parameters that come twice the last counts.
 */
final class QueryString {

  private QueryString() {}

  /**
   * @throws BadRequest when its escapes are broken
   */
  static Map<String, String> read(@Nullable String text) {
    Map<String, String> values = new LinkedHashMap<>();
    if (text == null) {
      return values;
    }
    for (String part : text.split("&", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      if (!name.isEmpty()) {
        values.put(decode(name), equals < 0 ? "" : decode(part.substring(equals + 1)));
      }
    }
    return values;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new BadRequest(e);
    }
  }
}
