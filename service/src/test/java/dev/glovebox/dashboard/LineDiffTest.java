package dev.glovebox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What differs between two texts. */
class LineDiffTest {

  @Test
  void equalTextsDoNotDiffer() {
    assertThat(LineDiff.of("a\nb\n", "a\nb")).isEmpty();
    assertThat(LineDiff.of("", "")).isEmpty();
  }

  @Test
  void whatIsEqualAtBothEndsIsContext() {
    assertThat(shown("a\nb\nc\n", "a\nx\ny\nc\n")).isEqualTo(" a|-b|+x|+y| c");
    assertThat(shown("a\n", "")).isEqualTo("-a");
    assertThat(shown("a\na\n", "a\n")).isEqualTo(" a|-a");
  }

  @Test
  void farAwayAndTooManyLinesAreLeftOut() {
    String before = numbers(10);
    assertThat(shown(before + "a\n" + before, before + "b\n" + before))
        .isEqualTo("…7 lines| 8| 9| 10|-a|+b| 1| 2| 3|…7 lines");
    assertThat(shown("", numbers(61))).endsWith("+60|…1 line");
  }

  private static String numbers(int most) {
    return IntStream.rangeClosed(1, most).mapToObj(i -> i + "\n").collect(Collectors.joining());
  }

  private static String shown(String expected, String got) {
    return LineDiff.of(expected, got).stream()
        .map(line -> line.side().sign() + line.text())
        .collect(Collectors.joining("|"));
  }
}
