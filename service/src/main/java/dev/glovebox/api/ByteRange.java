package dev.glovebox.api;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of something, as the header {@code Range} asks for it (RFC 9110, 14.1.2).
 *
 * @param from its first byte
 * @param size how many bytes, at least 1
 */
record ByteRange(long from, long size) {

  private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /**
   * What a header asks for.
   *
   * @param range empty: all of it, also where the header asks for several parts, or is malformed
   * @param satisfiable false where it asks for bytes that are not there
   */
  record Asked(Optional<ByteRange> range, boolean satisfiable) {

    private static final Asked ALL = new Asked(Optional.empty(), true);
    private static final Asked NOTHING = new Asked(Optional.empty(), false);
  }

  /**
   * @param whole how many bytes there are
   */
  static Asked read(@Nullable String header, long whole) {
    Matcher one = ONE.matcher(header == null ? "" : header.replace(" ", ""));
    if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty())) {
      return Asked.ALL;
    }
    if (one.group(1).isEmpty()) {
      long size = Math.min(Long.parseLong(one.group(2)), whole);
      return size == 0 ? Asked.NOTHING : some(whole - size, size);
    }
    long from = Long.parseLong(one.group(1));
    long last = one.group(2).isEmpty() ? whole - 1 : Long.parseLong(one.group(2));
    if (!one.group(2).isEmpty() && last < from) {
      return Asked.ALL;
    }
    return from >= whole ? Asked.NOTHING : some(from, Math.min(last, whole - 1) - from + 1);
  }

  private static Asked some(long from, long size) {
    return new Asked(Optional.of(new ByteRange(from, size)), true);
  }
}
