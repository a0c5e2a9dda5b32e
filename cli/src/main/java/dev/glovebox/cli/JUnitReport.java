package dev.glovebox.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import tools.jackson.databind.JsonNode;

/**
 * A verification as JUnit XML, the form that CI systems read: a test case a solution, a checker
 * case, an input that is invalid or refused, and one for the problem as a whole.
 */
final class JUnitReport {

  private record Case(String group, String name, long micros, List<String> failures) {}

  private final VerificationAnswer answer;

  JUnitReport(VerificationAnswer answer) {
    this.answer = answer;
  }

  void write(Path file) {
    try (OutputStream out = Files.newOutputStream(file)) {
      XMLStreamWriter xml =
          XMLOutputFactory.newFactory().createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
      write(xml);
      xml.close();
    } catch (IOException | XMLStreamException e) {
      throw new Failure(
          ExitStatus.USAGE, "%s can't be written: %s.".formatted(file, e.getMessage()), e);
    }
  }

  private void write(XMLStreamWriter xml) throws XMLStreamException {
    List<Case> cases = cases();
    xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", text(answer.problem()));
    xml.writeAttribute("tests", Integer.toString(cases.size()));
    xml.writeAttribute(
        "failures",
        Long.toString(cases.stream().filter(each -> !each.failures().isEmpty()).count()));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("skipped", "0");
    for (Case each : cases) {
      write(xml, each);
    }
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private static void write(XMLStreamWriter xml, Case each) throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", text(each.group()));
    xml.writeAttribute("name", text(each.name()));
    xml.writeAttribute("time", BigDecimal.valueOf(each.micros(), 6).toPlainString());
    for (String failure : each.failures()) {
      xml.writeStartElement("failure");
      xml.writeAttribute("message", text(failure));
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private List<Case> cases() {
    Case whole = new Case(answer.problem(), "problem", 0, answer.findings());
    Stream<Case> solutions =
        answer.solutions().stream()
            .map(solution ->
                new Case(
                    answer.problem() + ".solutions",
                    solution.path("path").asString(""),
                    solution.path("slowestMicros").asLong(0),
                    solution.path("broken").valueStream().map(why -> why.asString("")).toList()));
    Stream<Case> checker = trials(answer.checkerCases(), ".checker", VerificationAnswer.CHECKER);
    Stream<Case> inputs = trials(answer.inputs(), ".inputs", VerificationAnswer.VALIDATORS);
    return Stream.of(Stream.of(whole), solutions, checker, inputs).flatMap(each -> each).toList();
  }

  private Stream<Case> trials(List<JsonNode> trials, String group, String who) {
    return trials.stream()
        .map(tried ->
            new Case(
                answer.problem() + group,
                tried.path("path").asString(""),
                0,
                VerificationAnswer.wrong(tried, who).stream().toList()));
  }

  /** XML holds no control characters, and half a surrogate pair is none of its characters. */
  private static String text(String text) {
    return text.codePoints()
        .map(c ->
            (c < ' ' && c != '\n' && c != '\t')
                    || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                    || c == 0xFFFE
                    || c == 0xFFFF
                ? 0xFFFD
                : c)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }
}
