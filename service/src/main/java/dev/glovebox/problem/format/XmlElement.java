package dev.glovebox.problem.format;

import dev.glovebox.problem.archive.Findings;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element of an XML file.
 *
 * @param attributes by name, and the element's own text under {@link #TEXT}
 * @param line where it begins, from 1
 */
record XmlElement(
    String name, Map<String, String> attributes, List<XmlElement> children, int line) {

  /** No name of an attribute. */
  static final String TEXT = "#text";

  private static final int DEEPEST = 40;
  private static final int LONGEST_TEXT = 1000;
  private static final int MOST = 200_000;

  /** The root; nothing, with a finding, when the file is malformed or has a document type. */
  static Optional<XmlElement> read(String file, String text, Findings findings) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    // Neither entities nor other files are ever read.
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
      try {
        return Optional.of(root(reader));
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNumber());
      findings.error(file, line, "malformed XML: " + firstLine(e));
      return Optional.empty();
    }
  }

  private static XmlElement root(XMLStreamReader reader) throws XMLStreamException {
    Deque<XmlElement> open = new ArrayDeque<>();
    Optional<XmlElement> root = Optional.empty();
    int count = 0;
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          XmlElement element = element(reader);
          if (open.size() >= DEEPEST || ++count > MOST) {
            throw new XMLStreamException("too many elements", reader.getLocation());
          }
          if (open.isEmpty()) {
            root = Optional.of(element);
          } else {
            open.getLast().children().add(element);
          }
          open.addLast(element);
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (!open.isEmpty() && !reader.isWhiteSpace()) {
            open.getLast().addText(reader.getText());
          }
        }
        case XMLStreamConstants.END_ELEMENT -> open.removeLast();
        case XMLStreamConstants.DTD ->
            throw new XMLStreamException("it has a document type", reader.getLocation());
        default -> {}
      }
    }
    return root.orElseThrow(() -> new XMLStreamException("it has no element"));
  }

  private static XmlElement element(XMLStreamReader reader) {
    var attributes = new HashMap<String, String>();
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
    }
    return new XmlElement(
        reader.getLocalName(),
        attributes,
        new ArrayList<>(),
        Math.max(1, reader.getLocation().getLineNumber()));
  }

  private static String firstLine(XMLStreamException e) {
    String message = String.valueOf(e.getMessage());
    int text = message.indexOf("Message: ");
    return message.substring(text < 0 ? 0 : text + 9).lines().findFirst().orElse("?");
  }

  /** No text that is asked for is long. */
  private void addText(String more) {
    String text = attributes.getOrDefault(TEXT, "");
    if (text.length() < LONGEST_TEXT) {
      attributes.put(TEXT, text + more);
    }
  }

  /** An attribute that is there and not empty. */
  Optional<String> attribute(String wanted) {
    return Optional.ofNullable(attributes.get(wanted)).filter(value -> !value.isBlank());
  }

  /** The first child of a name. */
  Optional<XmlElement> child(String wanted) {
    return children.stream().filter(child -> child.name().equals(wanted)).findFirst();
  }

  /** All elements at a path of names below this one. */
  Stream<XmlElement> all(String... path) {
    Stream<XmlElement> elements = Stream.of(this);
    for (String step : path) {
      elements =
          elements.flatMap(
              element -> element.children().stream().filter(c -> c.name().equals(step)));
    }
    return elements;
  }
}
