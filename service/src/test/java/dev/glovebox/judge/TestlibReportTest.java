package dev.glovebox.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestlibReportTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<result outcome=\"accepted\">3 lines</result>|ok 3 lines",
        "<result outcome=\"wrong-answer\">1 &lt; 2 &amp;lt;</result>|wrong answer 1 < 2 &lt;",
        "<result outcome = \"points\" points = \"4.5\">half</result>|points 4.5 half",
        "<result outcome=\"partially-correct\" pctype=\"30\">m</result>|partially correct (30) m",
        "<result outcome=\"presentation-error\"></result>|wrong output format"
      })
  void itSaysWhatStandardErrorWould(String xml, String words) {
    String whole = "<?xml version=\"1.0\" encoding=\"utf-8\"?>" + xml + "\n";
    assertThat(TestlibReport.words(whole.getBytes(StandardCharsets.UTF_8))).hasValue(words);
  }

  @Test
  void theDeclaredEncodingIsRead() {
    String xml =
        "<?xml version=\"1.0\" encoding=\"windows-1251\"?><result outcome=\"accepted\">да</result>";
    assertThat(TestlibReport.words(xml.getBytes(Charset.forName("windows-1251"))))
        .hasValue("ok да");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ok",
        "<result outcome=\"accepted\">",
        "<result outcome=\"accepted\">x</result><result outcome=\"fail\">y</result>"
      })
  void whatIsNoReportSaysNothing(String text) {
    assertThat(TestlibReport.words(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }
}
