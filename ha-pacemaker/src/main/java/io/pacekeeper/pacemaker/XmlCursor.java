package io.pacekeeper.pacemaker;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * An XmlCursor walks through a document, element by element, and counts what it passes. Texts that
 * come again and again are kept once.
 */
final class XmlCursor {
  private static final int MOST_KEPT = 100_000;
  private static final int LONGEST_KEPT = 128;

  private final XMLStreamReader reader;
  private final CibLimits limits;
  private final LeftOut leftOut;
  private final Map<String, String> kept = new HashMap<>();
  private int depth;
  private int elements;

  XmlCursor(CibLimits limits, InputStream in, LeftOut leftOut) throws XMLStreamException {
    this.limits = limits;
    this.leftOut = leftOut;
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    // A CIB is UTF-8. The parser would take other encodings, and print what it cannot decode.
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    reader = factory.createXMLStreamReader(new InputStreamReader(in, decoder));
  }

  CibLimits limits() {
    return limits;
  }

  /** Moves to the first element and returns its name. */
  String root() throws XMLStreamException, InvalidCibException {
    while (next() != XMLStreamConstants.START_ELEMENT) {
      // what comes before the first element says nothing
    }
    opened();
    leftOut.attributes(reader);
    return name();
  }

  /** Moves to the next element inside of the one that is open; false: that has ended. */
  boolean child() throws XMLStreamException, InvalidCibException {
    while (true) {
      int event = next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        opened();
        leftOut.attributes(reader);
        return true;
      }
      if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
        return false;
      }
    }
  }

  private int next() throws XMLStreamException, InvalidCibException {
    int event = reader.next();
    if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
      throw new InvalidCibException(
          "The CIB has a document type declaration or an entity of its own, and those are not"
              + " read: take it out.");
    }
    return event;
  }

  private void opened() throws InvalidCibException {
    if (++depth > limits.depth()) {
      throw new InvalidCibException(
          "The elements of the CIB are nested deeper than "
              + limits.depth()
              + ", which is the limit.");
    }
    if (++elements > limits.elements()) {
      throw new InvalidCibException(
          "The CIB has more than "
              + limits.elements()
              + " elements, which is the limit: raise the limit if it is right that it has so"
              + " many.",
          InvalidCibException.Limit.SIZE);
    }
  }

  String name() {
    return reader.getLocalName();
  }

  @Nullable String get(String attribute) {
    String value = reader.getAttributeValue(null, attribute);
    return value == null ? null : keep(value);
  }

  /** Returns the attributes of the element, in order. */
  Map<String, String> attributes() {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      attributes.putIfAbsent(
          keep(reader.getAttributeLocalName(i)), keep(reader.getAttributeValue(i)));
    }
    return attributes;
  }

  private String keep(String text) {
    if (text.length() > LONGEST_KEPT) {
      return text;
    }
    String known = kept.get(text);
    if (known != null) {
      return known;
    }
    if (kept.size() < MOST_KEPT) {
      kept.put(text, text);
    }
    return text;
  }

  /** Reads the element with all that is inside of it. */
  Element tree() throws XMLStreamException, InvalidCibException {
    Element element = new Element(keep(name()), attributes());
    while (child()) {
      element.children().add(tree());
    }
    return element;
  }

  /** Passes over what is inside of the element. */
  void skip() throws XMLStreamException, InvalidCibException {
    int open = 1;
    while (open > 0) {
      int event = next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        opened();
        open++;
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
        open--;
      }
    }
  }

  /** Refuses the element, or passes over it, as the limits say. */
  void unknown(String parent) throws XMLStreamException, InvalidCibException {
    String id = get("id");
    Refusals.unknown(
        limits,
        Refusals.shortened("<" + name() + (id == null ? ">" : " id=\"" + id + "\">")),
        parent);
    leftOut.element(name());
    skip();
  }

  /** Reads to the end of the document. */
  void end() throws XMLStreamException, InvalidCibException {
    while (reader.hasNext()) {
      next();
    }
  }
}
