package dev.glovebox.ci.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reports as tools write them, and as strangers might. */
class JUnitReaderTest {

  private static List<TestCase> read(String xml) throws MalformedReport {
    var cases = new ArrayList<TestCase>();
    new JUnitReader(cases::add)
        .read(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    return cases;
  }

  private static void refused(String xml, String message) {
    assertThatThrownBy(() -> read(xml))
        .isInstanceOf(MalformedReport.class)
        .hasMessageContaining(message);
  }

  @Test
  void everyOutcomeIsTold() throws MalformedReport {
    List<TestCase> cases =
        read(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites tests="99">
              <properties><property name="a" value="b"/></properties>
              <testsuite name="outer" failures="7">
                <testsuite name="inner">
                  <testcase name="plain" time="0.25"/>
                </testsuite>
                <testcase classname="c.D" name="fails" file="d.py" time="1,234.5">
                  <system-out>noise <b>x</b></system-out>
                  <failure message="no" type="t">at line 7 &amp; <![CDATA[<more>]]></failure>
                </testcase>
                <testcase classname="c.D" name="errs"><error message="boom"/></testcase>
                <testcase classname="c.D" name="skips"><skipped/></testcase>
                <testcase classname="c.D" name="flaky"><flakyFailure message="once"/></testcase>
                <testcase classname="c.D" name="again">
                  <failure message="last"/><rerunFailure message="first"/>
                </testcase>
              </testsuite>
            </testsuites>
            """);
    assertThat(cases)
        .extracting(TestCase::suite, TestCase::name, TestCase::status, TestCase::flaky)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("inner", "plain", TestCase.Status.PASSED, false),
            org.assertj.core.groups.Tuple.tuple("c.D", "fails", TestCase.Status.FAILED, false),
            org.assertj.core.groups.Tuple.tuple("c.D", "errs", TestCase.Status.ERROR, false),
            org.assertj.core.groups.Tuple.tuple("c.D", "skips", TestCase.Status.SKIPPED, false),
            org.assertj.core.groups.Tuple.tuple("c.D", "flaky", TestCase.Status.PASSED, true),
            org.assertj.core.groups.Tuple.tuple("c.D", "again", TestCase.Status.FAILED, false));
    TestCase failed = cases.get(1);
    assertThat(failed.message()).isEqualTo("no");
    assertThat(failed.details()).isEqualTo("at line 7 & <more>");
    assertThat(failed.file()).isEqualTo("d.py");
    assertThat(failed.time()).isEqualTo(Duration.ofMillis(1_234_500));
  }

  @ParameterizedTest
  @CsvSource({
    "0.25, 250",
    "1e-3, 1",
    "-1, 0",
    "NaN, 0",
    "Infinity, 0",
    "1e99, 0",
    "7, 7000",
    "x, 0",
    ".5, 500"
  })
  void timesAreReadOrNone(String text, long millis) {
    assertThat(JUnitReader.time(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void hostileFilesAreRefused() {
    refused("", "not well-formed");
    refused("<testsuite>", "not well-formed");
    refused("<html/>", "root");
    refused("<testcase name='x'/>", "root");
    refused(
        "<!DOCTYPE t [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><testsuite><testcase name='&x;'/></testsuite>",
        "");
    refused(
        "<!DOCTYPE t [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]><testsuite><testcase><failure>&b;</failure></testcase></testsuite>",
        "");
    refused("<!DOCTYPE t SYSTEM 'http://127.0.0.1:1/x.dtd'><testsuite/>", "document type");
    refused("<testsuite>".repeat(65) + "</testsuite>".repeat(65), "deeper than 64");
    refused("<testsuite><testcase>" + "<a>".repeat(64) + "</a>".repeat(64), "deeper than 64");
    refused("<testsuite><testcase name='\u0000'/></testsuite>", "not well-formed");
  }

  @Test
  void longTextsAreCut() throws MalformedReport {
    TestCase cut =
        read("<testsuite name='%s'><testcase name='n'><failure message='%s'>%s</failure></testcase></testsuite>"
                .formatted("s".repeat(5000), "m".repeat(99_999), "😀".repeat(99_999)))
            .getFirst();
    assertThat(cut.suite()).hasSize(1000);
    assertThat(cut.message()).hasSize(16_384);
    assertThat(cut.details()).hasSizeLessThanOrEqualTo(16_384).endsWith("😀");
  }
}
