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
 * An element of an XML file. Document types, and with them entities of any kind, are refused before
 * anything of them is read.
 */
final class XmlElement {

  private static final int DEEPEST = 40;
  private static final int MOST = 500_000;

  private final String name;
  private final int line;
  private final Map<String, String> attributes = new HashMap<>();
  private final List<XmlElement> children = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  private XmlElement(String name, int line) {
    this.name = name;
    this.line = line;
  }

  /** The root element; nothing, with a finding, when the text is malformed. */
  static Optional<XmlElement> read(String file, String text, Findings findings) {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    try {
      // As characters: what encoding the declaration names has been decided by now.
      return read(file, factory.createXMLStreamReader(new StringReader(text)), findings);
    } catch (XMLStreamException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNumber());
      findings.error(file, line, "malformed XML");
      return Optional.empty();
    }
  }

  private static Optional<XmlElement> read(String file, XMLStreamReader xml, Findings findings)
      throws XMLStreamException {
    Deque<XmlElement> open = new ArrayDeque<>();
    Optional<XmlElement> root = Optional.empty();
    int count = 0;
    while (xml.hasNext()) {
      int line = Math.max(1, xml.getLocation().getLineNumber());
      switch (xml.next()) {
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> {
          findings.error(file, line, "malformed XML: document types and entities are not taken");
          return Optional.empty();
        }
        case XMLStreamConstants.START_ELEMENT -> {
          if (++count > MOST || open.size() >= DEEPEST) {
            findings.error(file, line, "has too many elements, or too deep ones");
            return Optional.empty();
          }
          var element = start(xml);
          if (open.isEmpty()) {
            root = Optional.of(element);
          } else {
            open.getLast().children.add(element);
          }
          open.addLast(element);
        }
        case XMLStreamConstants.END_ELEMENT -> open.removeLast();
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (!open.isEmpty()) {
            open.getLast().text.append(xml.getText());
          }
        }
        default -> {}
      }
    }
    return root;
  }

  private static XmlElement start(XMLStreamReader xml) {
    var element = new XmlElement(xml.getLocalName(), xml.getLocation().getLineNumber());
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      element.attributes.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
    }
    return element;
  }

  String name() {
    return name;
  }

  /** Where its start tag ends. */
  int line() {
    return line;
  }

  /** Its own text, without blanks at the ends. */
  String text() {
    return text.toString().strip();
  }

  /** The attribute {@code path}. */
  Optional<String> path() {
    return attribute("path");
  }

  /** The text of the first child of a name. */
  Optional<String> textOf(String childName) {
    return at(childName).map(XmlElement::text).filter(found -> !found.isEmpty());
  }

  /** An attribute that is there and not blank. */
  Optional<String> attribute(String key) {
    return Optional.ofNullable(attributes.get(key)).filter(value -> !value.isBlank());
  }

  /** Children of a name. */
  Stream<XmlElement> all(String childName) {
    return children.stream().filter(child -> child.name.equals(childName));
  }

  /** The first element along a path of names such as {@code assets/checker}. */
  Optional<XmlElement> at(String path) {
    return allAt(path).findFirst();
  }

  /** All elements along a path of names. */
  Stream<XmlElement> allAt(String path) {
    Stream<XmlElement> found = Stream.of(this);
    for (String step : path.split("/")) {
      found = found.flatMap(element -> element.all(step));
    }
    return found;
  }
}
