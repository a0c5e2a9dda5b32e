package dev.glovebox.blob;

import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A page of a list of objects: {@code ListBucketResult} of the S3 API's ListObjectsV2.
 *
 * @param next continues the list; empty at its end
 */
record S3Listing(List<Item> items, Optional<String> next) {

  /**
   * An object.
   *
   * @param size in bytes
   * @param storedAt by the server's clock
   */
  record Item(String key, long size, Instant storedAt) {}

  static S3Listing read(InputStream xml) throws IOException {
    try {
      XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
      XMLStreamReader reader = factory.createXMLStreamReader(xml);
      try {
        return read(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException | NumberFormatException | DateTimeException e) {
      throw new IOException("the S3 server's list can't be read: " + e.getMessage(), e);
    }
  }

  private static S3Listing read(XMLStreamReader reader) throws XMLStreamException {
    List<Item> items = new ArrayList<>();
    boolean truncated = false;
    String next = "";
    while (reader.hasNext()) {
      if (reader.next() == XMLStreamConstants.START_ELEMENT) {
        switch (reader.getLocalName()) {
          case "Contents" -> items.add(item(reader));
          case "IsTruncated" -> truncated = Boolean.parseBoolean(reader.getElementText());
          case "NextContinuationToken" -> next = reader.getElementText();
          default -> {}
        }
      }
    }
    return new S3Listing(
        List.copyOf(items), truncated && !next.isEmpty() ? Optional.of(next) : Optional.empty());
  }

  private static Item item(XMLStreamReader reader) throws XMLStreamException {
    String key = "";
    long size = -1;
    Instant stored = Instant.MAX;
    int depth = 1;
    while (depth > 0) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          switch (reader.getLocalName()) {
            case "Key" -> key = reader.getElementText();
            case "Size" -> size = Long.parseLong(reader.getElementText());
            case "LastModified" -> stored = Instant.parse(reader.getElementText());
            default -> depth++;
          }
        }
        case XMLStreamConstants.END_ELEMENT -> depth--;
        default -> {}
      }
    }
    return new Item(key, size, stored);
  }
}
