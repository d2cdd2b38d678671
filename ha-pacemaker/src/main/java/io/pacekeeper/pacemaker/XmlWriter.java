package io.pacekeeper.pacemaker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An XmlWriter writes elements and attributes, and sees to it that no id comes twice. */
final class XmlWriter {
  private final StringBuilder text = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();
  private final Set<String> ids = new HashSet<>();
  private boolean inStartTag;

  XmlWriter() {
    text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  }

  XmlWriter open(String name) {
    endStartTag();
    text.append("  ".repeat(open.size())).append('<').append(name);
    open.push(name);
    inStartTag = true;
    return this;
  }

  /** Writes an attribute of the element that was opened last, unless it has no value. */
  XmlWriter put(String name, @Nullable Object value) {
    if (value != null) {
      text.append(' ').append(name).append("=\"");
      escape(value.toString());
      text.append('"');
    }
    return this;
  }

  /** Writes an id of the element; one that was written before gets a number. */
  XmlWriter id(String wanted) {
    String base = wanted.isEmpty() ? "id" : wanted;
    String id = base;
    for (int number = 2; !ids.add(id); number++) {
      id = base + '-' + number;
    }
    return put("id", id);
  }

  XmlWriter close() {
    String name = open.pop();
    if (inStartTag) {
      text.append("/>\n");
      inStartTag = false;
    } else {
      text.append("  ".repeat(open.size())).append("</").append(name).append(">\n");
    }
    return this;
  }

  private void endStartTag() {
    if (inStartTag) {
      text.append(">\n");
      inStartTag = false;
    }
  }

  private void escape(String value) {
    for (int at = 0; at < value.length(); at++) {
      char c = value.charAt(at);
      switch (c) {
        case '&' -> text.append("&amp;");
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case '"' -> text.append("&quot;");
        case '\t', '\n', '\r' -> text.append("&#").append((int) c).append(';');
        default -> text.append(c);
      }
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
