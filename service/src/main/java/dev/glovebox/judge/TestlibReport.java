package dev.glovebox.judge;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The report that testlib writes with {@code -appes}: {@code <result outcome="…" points="…"
 * pctype="…">message</result>}, in the encoding that its declaration names.
 */
final class TestlibReport {

  private static final int MOST = 128 << 10;
  private static final Pattern ENCODING = Pattern.compile("encoding\\s*=\\s*[\"']([\\w.:-]+)[\"']");
  private static final Pattern RESULT =
      Pattern.compile("<result\\s([^<>]*)>([^<]*)</result>\\s*", Pattern.DOTALL);
  private static final Pattern ATTRIBUTE = Pattern.compile("(\\w+)\\s*=\\s*\"([^\"<]*)\"");

  private TestlibReport() {}

  /**
   * What the checker would have said on standard error without a report; empty when it is none.
   *
   * @param bytes of the file
   */
  static Optional<String> words(byte[] bytes) {
    if (bytes.length > MOST) {
      return Optional.empty();
    }
    String text = new String(bytes, encoding(bytes));
    Matcher result = RESULT.matcher(text);
    if (!result.find() || result.end() != text.length()) {
      return Optional.empty();
    }
    String outcome = attribute(result.group(1), "outcome");
    String message = unescaped(result.group(2)).strip();
    String words =
        switch (outcome) {
          case "accepted" -> "ok";
          case "points", "relative-scoring" -> "points " + attribute(result.group(1), "points");
          case "partially-correct" ->
              "partially correct (%s)".formatted(attribute(result.group(1), "pctype"));
          case "presentation-error" -> "wrong output format";
          case "fail" -> "FAIL";
          default -> outcome.replace('-', ' ');
        };
    return Optional.of(CheckerText.of((words + " " + message).getBytes(StandardCharsets.UTF_8)));
  }

  private static Charset encoding(byte[] bytes) {
    String head = new String(bytes, 0, Math.min(bytes.length, 200), StandardCharsets.ISO_8859_1);
    Matcher declared = ENCODING.matcher(head);
    try {
      return declared.find() ? Charset.forName(declared.group(1)) : StandardCharsets.UTF_8;
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return StandardCharsets.UTF_8;
    }
  }

  private static String attribute(String attributes, String name) {
    Matcher each = ATTRIBUTE.matcher(attributes);
    while (each.find()) {
      if (each.group(1).equals(name)) {
        return unescaped(each.group(2)).strip();
      }
    }
    return "";
  }

  private static String unescaped(String text) {
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }
}
