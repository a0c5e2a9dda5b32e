package dev.glovebox.ci.report;

import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads reports of tests in the XML of JUnit, as Surefire, pytest and others write it. A stranger
 * wrote the file: no document type, no entities, bounds on everything. For one file.
 */
public final class JUnitReader {

  /** Largest file, in bytes. */
  public static final int LARGEST = 30 << 20;

  /** Most tests of a file. */
  public static final int MOST_CASES = 500_000;

  private static final int DEEPEST = 64;
  private static final int LONGEST_NAME = 1000;
  private static final int LONGEST_TEXT = 16_384;
  private static final double LONGEST_SECONDS = 1e9;

  private final Consumer<TestCase> cases;
  private final Deque<String> suites = new ArrayDeque<>();
  private int count;
  private int depth;

  /**
   * @param cases told of every test in order
   */
  public JUnitReader(Consumer<TestCase> cases) {
    this.cases = cases;
  }

  /**
   * Reads a file to its end. Tests before what is wrong in it have been told.
   *
   * @throws MalformedReport when it is not such a report
   */
  public void read(InputStream file) throws MalformedReport {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    try {
      document(factory.createXMLStreamReader(file));
    } catch (XMLStreamException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
      throw malformed("it is not well-formed XML", Math.max(line, 0), e);
    }
  }

  private static MalformedReport malformed(String message, int line, @Nullable Exception cause) {
    var malformed = new MalformedReport(message, line);
    if (cause != null) {
      malformed.initCause(cause);
    }
    return malformed;
  }

  private void document(XMLStreamReader xml) throws XMLStreamException, MalformedReport {
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.DTD -> throw malformed("it has a document type", line(xml), null);
        case XMLStreamConstants.START_ELEMENT -> start(xml);
        case XMLStreamConstants.END_ELEMENT -> {
          depth--;
          if (isSuite(xml.getLocalName())) {
            suites.pop();
          }
        }
        default -> {
          // Text between elements says nothing.
        }
      }
    }
  }

  private void start(XMLStreamReader xml) throws XMLStreamException, MalformedReport {
    deeper(xml);
    String name = xml.getLocalName();
    if (depth == 1 && !isSuite(name)) {
      throw malformed("its root is neither testsuites nor testsuite", line(xml), null);
    }
    if (isSuite(name)) {
      suites.push(attribute(xml, "name", LONGEST_NAME));
    } else if (name.equals("testcase")) {
      testCase(xml);
    } else {
      skip(xml);
    }
  }

  private static boolean isSuite(String name) {
    return name.equals("testsuites") || name.equals("testsuite");
  }

  private void deeper(XMLStreamReader xml) throws MalformedReport {
    if (++depth > DEEPEST) {
      throw malformed("it is nested deeper than %d".formatted(DEEPEST), line(xml), null);
    }
  }

  /** Up to its end, which counts. */
  private void skip(XMLStreamReader xml) throws XMLStreamException, MalformedReport {
    int outer = depth - 1;
    while (depth > outer) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> deeper(xml);
        case XMLStreamConstants.END_ELEMENT -> depth--;
        default -> {
          // Whatever it says is of no interest.
        }
      }
    }
  }

  private void testCase(XMLStreamReader xml) throws XMLStreamException, MalformedReport {
    if (++count > MOST_CASES) {
      throw malformed("it has more than %d tests".formatted(MOST_CASES), line(xml), null);
    }
    String suite = attribute(xml, "classname", LONGEST_NAME);
    String name = attribute(xml, "name", LONGEST_NAME);
    String file = attribute(xml, "file", LONGEST_NAME);
    Duration time = time(xml.getAttributeValue(null, "time"));
    var result = new Result();
    int outer = depth - 1;
    while (depth > outer) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          deeper(xml);
          child(xml, result);
        }
        case XMLStreamConstants.END_ELEMENT -> depth--;
        default -> {
          // Text between elements says nothing.
        }
      }
    }
    cases.accept(
        new TestCase(
            suite.isEmpty() ? suites.getFirst() : suite,
            name,
            file,
            result.status,
            result.flaky && !result.status.bad(),
            time,
            result.message,
            result.details));
  }

  /** What the elements within a test have told so far. */
  private static final class Result {
    private TestCase.Status status = TestCase.Status.PASSED;
    private boolean flaky;
    private String message = "";
    private String details = "";
  }

  private void child(XMLStreamReader xml, Result result)
      throws XMLStreamException, MalformedReport {
    switch (xml.getLocalName()) {
      case "failure" -> told(xml, result, TestCase.Status.FAILED);
      case "error" -> told(xml, result, TestCase.Status.ERROR);
      case "skipped" -> told(xml, result, TestCase.Status.SKIPPED);
      case "flakyFailure", "flakyError" -> {
        result.flaky = true;
        skip(xml);
      }
      default -> skip(xml);
    }
  }

  private void told(XMLStreamReader xml, Result result, TestCase.Status status)
      throws XMLStreamException, MalformedReport {
    boolean first = result.status == TestCase.Status.PASSED;
    String message = attribute(xml, "message", LONGEST_TEXT);
    String details = text(xml);
    if (first || (status.bad() && !result.status.bad())) {
      result.status = status;
      result.message = message;
      result.details = details;
    }
  }

  /** The beginning of the text in an element, up to its end, which counts. */
  private String text(XMLStreamReader xml) throws XMLStreamException, MalformedReport {
    var text = new StringBuilder();
    int outer = depth - 1;
    while (depth > outer) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> deeper(xml);
        case XMLStreamConstants.END_ELEMENT -> depth--;
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          int room = LONGEST_TEXT - text.length();
          text.append(
              xml.getTextCharacters(), xml.getTextStart(), Math.min(room, xml.getTextLength()));
        }
        default -> {
          // Comments and the like say nothing.
        }
      }
    }
    return cut(text.toString().strip(), LONGEST_TEXT);
  }

  private static String attribute(XMLStreamReader xml, String name, int longest) {
    String value = xml.getAttributeValue(null, name);
    return value == null ? "" : cut(value, longest);
  }

  /** Never in the middle of a character. */
  private static String cut(String text, int longest) {
    String cut = text.length() > longest ? text.substring(0, longest) : text;
    return !cut.isEmpty() && Character.isHighSurrogate(cut.charAt(cut.length() - 1))
        ? cut.substring(0, cut.length() - 1)
        : cut;
  }

  /** Seconds, also as {@code 1,234.5}; whatever else stands there counts as none. */
  static Duration time(@Nullable String text) {
    String plain = text == null ? "" : text.strip().replace(",", "");
    if (!plain.matches("\\d{1,12}(\\.\\d{0,20})?([eE][+-]?\\d{1,2})?|\\.\\d{1,20}")) {
      return Duration.ZERO;
    }
    double seconds = Double.parseDouble(plain);
    return seconds > LONGEST_SECONDS ? Duration.ZERO : Duration.ofNanos(Math.round(seconds * 1e9));
  }

  private static int line(XMLStreamReader xml) {
    return Math.max(xml.getLocation().getLineNumber(), 0);
  }
}
