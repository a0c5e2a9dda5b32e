package dev.glovebox.ci.run;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Masks what looks like a secret although nobody said so: what follows the prefixes of well-known
 * tokens, and the values of telling parameters in URLs. For one thread.
 */
final class PrefixMasker implements ByteSink {

  private static final List<String> TOKENS =
      List.of(
          "glpat-",
          "glrt-",
          "gldt-",
          "glptt-",
          "glcbt-",
          "ghp_",
          "gho_",
          "ghu_",
          "ghs_",
          "ghr_",
          "github_pat_",
          "AKIA",
          "ASIA",
          "xoxb-",
          "xoxp-");

  private static final List<String> PARAMETERS =
      List.of(
          "private_token",
          "access_token",
          "authenticity_token",
          "rss_token",
          "client_secret",
          "feed_token",
          "X-Amz-Signature",
          "X-Amz-Security-Token",
          "X-Amz-Credential");

  private record Prefix(byte[] lower, byte[] exact, boolean parameter) {}

  private static final List<Prefix> PREFIXES =
      Stream.concat(
              TOKENS.stream().map(token -> prefix(token, false)),
              PARAMETERS.stream()
                  .flatMap(
                      name -> Stream.of("?", "&").map(mark -> prefix(mark + name + "=", true))))
          .toList();

  private enum Mode {
    LOOKING,
    /** Behind a prefix, and nothing of its value has come yet. */
    BEFORE_TOKEN,
    BEFORE_PARAMETER,
    IN_TOKEN,
    IN_PARAMETER
  }

  private final boolean[] begins = new boolean[256];
  private final ByteSink out;
  private byte[] held = new byte[0];
  private Mode mode = Mode.LOOKING;

  PrefixMasker(ByteSink out) {
    this.out = out;
    for (Prefix prefix : PREFIXES) {
      begins[prefix.exact[0] & 0xFF] = true;
      begins[prefix.lower[0] & 0xFF] = true;
    }
  }

  private static Prefix prefix(String text, boolean parameter) {
    return new Prefix(
        text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII),
        text.getBytes(StandardCharsets.US_ASCII),
        parameter);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) {
    byte[] all = Arrays.copyOf(held, held.length + count);
    System.arraycopy(bytes, offset, all, held.length, count);
    int rest = process(all, false);
    held = Arrays.copyOfRange(all, rest, all.length);
  }

  @Override
  public void flush() {
    process(held, true);
    held = new byte[0];
    mode = Mode.LOOKING;
    out.flush();
  }

  /** Returns from where on it can't be told yet. */
  private int process(byte[] all, boolean end) {
    int from = 0;
    int at = 0;
    while (at < all.length) {
      if (mode != Mode.LOOKING) {
        if (inValue(all[at])) {
          if (mode == Mode.BEFORE_TOKEN || mode == Mode.BEFORE_PARAMETER) {
            out.write(ValueMasker.MASK, 0, ValueMasker.MASK.length);
            mode = mode == Mode.BEFORE_TOKEN ? Mode.IN_TOKEN : Mode.IN_PARAMETER;
          }
          at++;
          from = at;
          continue;
        }
        mode = Mode.LOOKING;
      }
      if (begins[all[at] & 0xFF]) {
        Prefix found = null;
        for (Prefix prefix : PREFIXES) {
          int same = same(prefix, all, at);
          if (same == prefix.exact.length) {
            found = prefix;
            break;
          }
          if (!end && same == all.length - at) {
            pass(all, from, at);
            return at;
          }
        }
        if (found != null) {
          at += found.exact.length;
          pass(all, from, at);
          from = at;
          mode = found.parameter ? Mode.BEFORE_PARAMETER : Mode.BEFORE_TOKEN;
          continue;
        }
      }
      at++;
    }
    pass(all, from, all.length);
    return all.length;
  }

  private void pass(byte[] bytes, int from, int to) {
    if (to > from) {
      out.write(bytes, from, to - from);
    }
  }

  private static int same(Prefix prefix, byte[] all, int at) {
    int n = 0;
    while (n < prefix.exact.length && at + n < all.length) {
      byte b = all[at + n];
      boolean same =
          prefix.parameter
              ? Character.toLowerCase((char) (b & 0xFF)) == (char) prefix.lower[n]
              : b == prefix.exact[n];
      if (!same) {
        break;
      }
      n++;
    }
    return n;
  }

  private boolean inValue(byte b) {
    char c = (char) (b & 0xFF);
    if (mode == Mode.IN_PARAMETER || mode == Mode.BEFORE_PARAMETER) {
      return c > ' ' && c != '&' && c != '"' && c != '\'' && c != '#' && c != '<' && c != '>';
    }
    return (c >= '0' && c <= '9')
        || (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || "-._=".indexOf(c) >= 0;
  }
}
