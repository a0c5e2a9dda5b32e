package dev.glovebox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;

class CsvFileTest {

  private static final Instant NOW = Instant.parse("2026-11-27T23:59:59.5Z");

  @Test
  void cellsAreQuotedAsRfc4180Says() throws IOException {
    assertThat(line("plain", "a,b", "say \"so\"", "two\r\nlines", "", " blank "))
        .isEqualTo("plain,\"a,b\",\"say \"\"so\"\"\",\"two\r\nlines\",, blank \r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t1", "\r1", "\n1", "＝1", "－1"})
  void whatASpreadsheetWouldComputeIsText(String hostile) throws IOException {
    assertThat(line(hostile).replaceFirst("^\"", "")).startsWith("'" + hostile);
  }

  /** Where the comma is the decimal point, spreadsheets take semicolons for separators. */
  @ParameterizedTest
  @ValueSource(strings = {"a;=1", "a;\"=1\"", "a\t@x", "a;;\"\"+1", "a\n-1", "a\r\n=1", "a;＝1"})
  void noSeparatorHidesAFormula(String hostile) throws IOException {
    assertThat(line("before", hostile))
        .doesNotContainPattern("[;\\t\\r\\n]\"*[=+\\-@＝]")
        .contains("'");
    assertThat(line("a;=1")).isEqualTo("a;'=1\r\n");
  }

  @Test
  void otherSemicolonsStayAsTheyAre() throws IOException {
    assertThat(line("a; b;c", "a=b;c-d")).isEqualTo("a; b;c,a=b;c-d\r\n");
  }

  @Test
  void quotesDoNotHideAFormula() throws IOException {
    assertThat(line("=HYPERLINK(\"http://x\",\"y\")"))
        .isEqualTo("\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\r\n");
  }

  @Test
  void aListIsReadPageByPageToItsEnd() throws Exception {
    var asked = new ArrayList<Optional<Integer>>();
    MockHttpServletResponse response = send(5, 2, asked);
    assertThat(response.getContentAsString(StandardCharsets.UTF_8))
        .isEqualTo("number\r\n0\r\n1\r\n2\r\n3\r\n4\r\n");
    assertThat(asked).containsExactly(Optional.empty(), Optional.of(2), Optional.of(4));
    assertThat(response.getContentType()).isEqualTo("text/csv; charset=utf-8; header=present");
    assertThat(response.getHeader("Content-Disposition"))
        .isEqualTo("attachment; filename=\"some-2026-11-27.csv\"");
  }

  @Test
  void aListThatNeverEndsIsCut() throws Exception {
    MockHttpServletResponse response = send(Integer.MAX_VALUE, 999, new ArrayList<>());
    assertThat(response.getContentAsString(StandardCharsets.UTF_8).lines())
        .hasSize(1 + CsvFile.MOST)
        .last()
        .isEqualTo(Integer.toString(CsvFile.MOST - 1));
  }

  private static MockHttpServletResponse send(int rows, int page, List<Optional<Integer>> asked)
      throws IOException {
    var response = new MockHttpServletResponse();
    CsvFile.<Integer, Integer>send(
        response,
        "some",
        NOW,
        List.of("number"),
        mark -> {
          asked.add(mark);
          int from = mark.orElse(0);
          int to = rows - from < page ? rows : from + page;
          return new CsvFile.Part<>(
              IntStream.range(from, to).boxed().toList(),
              to < rows ? Optional.of(to) : Optional.empty());
        },
        row -> List.of(row.toString()));
    return response;
  }

  private static String line(String... cells) throws IOException {
    var text = new StringWriter();
    new CsvFile(text).line(List.of(cells));
    return text.toString();
  }
}
