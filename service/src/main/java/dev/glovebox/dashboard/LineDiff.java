package dev.glovebox.dashboard;

import java.util.ArrayList;
import java.util.List;

/**
 * What differs between two texts, line by line: equal lines at both ends, and between them all that
 * was expected, then all that came. Costs no more than reading both.
 */
final class LineDiff {

  /** Equal lines shown before and after a difference. */
  private static final int CONTEXT = 3;

  /** Most lines of one side that are shown. */
  private static final int MOST = 60;

  private LineDiff() {}

  /** Where a line belongs to. */
  enum Side {
    BOTH(" "),
    EXPECTED("-"),
    GOT("+"),
    LEFT_OUT("…");

    private final String sign;

    Side(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }
  }

  /**
   * A line.
   *
   * @param side whose it is
   * @param text without its end
   */
  record Line(Side side, String text) {}

  /** The difference; empty when there is none. */
  static List<Line> of(String expected, String got) {
    List<String> left = lines(expected);
    List<String> right = lines(got);
    int shorter = Math.min(left.size(), right.size());
    int head = 0;
    while (head < shorter && left.get(head).equals(right.get(head))) {
      head++;
    }
    if (head == left.size() && head == right.size()) {
      return List.of();
    }
    int tail = 0;
    while (tail < shorter - head
        && left.get(left.size() - 1 - tail).equals(right.get(right.size() - 1 - tail))) {
      tail++;
    }
    List<Line> diff = new ArrayList<>();
    int before = Math.max(0, head - CONTEXT);
    leftOut(diff, before);
    add(diff, Side.BOTH, left.subList(before, head));
    add(diff, Side.EXPECTED, left.subList(head, left.size() - tail));
    add(diff, Side.GOT, right.subList(head, right.size() - tail));
    int after = Math.min(tail, CONTEXT);
    add(diff, Side.BOTH, left.subList(left.size() - tail, left.size() - tail + after));
    leftOut(diff, tail - after);
    return diff;
  }

  private static void add(List<Line> diff, Side side, List<String> lines) {
    lines.stream().limit(MOST).forEach(line -> diff.add(new Line(side, line)));
    leftOut(diff, lines.size() - MOST);
  }

  private static void leftOut(List<Line> diff, int lines) {
    if (lines > 0) {
      diff.add(new Line(Side.LEFT_OUT, lines == 1 ? "1 line" : lines + " lines"));
    }
  }

  /** The end of the last line does not begin another one. */
  private static List<String> lines(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    String whole = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    return List.of(whole.split("\n", -1));
  }
}
