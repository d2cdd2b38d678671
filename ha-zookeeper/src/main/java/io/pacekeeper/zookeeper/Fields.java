package io.pacekeeper.zookeeper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object, read one by one, strictly: a field that is missing without a default
 * or of the wrong type is an {@link IllegalArgumentException} that names it. Remembers which fields
 * were asked for; the others are its {@link #extras}.
 */
final class Fields {
  private static final String A_DURATION = "a duration such as PT20S";

  private final ObjectNode node;
  private final String path;
  private final Set<String> asked = new HashSet<>();
  private final Map<String, Fields> children = new HashMap<>();

  private Fields(ObjectNode node, String path) {
    this.node = node;
    this.path = path;
  }

  static Fields of(ObjectNode node) {
    return new Fields(node, "");
  }

  /** Returns the names of the fields. */
  NavigableSet<String> names() {
    NavigableSet<String> names = new TreeSet<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  String text(String name) {
    return required(name, textOrNull(name));
  }

  @Nullable String textOrNull(String name) {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      throw wrong(name, "text", value);
    }
    return value.textValue();
  }

  long number(String name) {
    return number(name, required(name, get(name)));
  }

  long number(String name, long absent) {
    JsonNode value = get(name);
    return value == null ? absent : number(name, value);
  }

  private long number(String name, JsonNode value) {
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(name, "a whole number", value);
    }
    return value.longValue();
  }

  int integer(String name) {
    return integer(name, required(name, get(name)));
  }

  @Nullable Integer integerOrNull(String name) {
    JsonNode value = get(name);
    return value == null ? null : Integer.valueOf(integer(name, value));
  }

  int integer(String name, int absent) {
    JsonNode value = get(name);
    return value == null ? absent : integer(name, value);
  }

  private int integer(String name, JsonNode value) {
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw wrong(name, "a whole number of at most 32 bits", value);
    }
    return value.intValue();
  }

  boolean flag(String name, boolean absent) {
    JsonNode value = get(name);
    if (value == null) {
      return absent;
    }
    if (!value.isBoolean()) {
      throw wrong(name, "true or false", value);
    }
    return value.booleanValue();
  }

  Duration duration(String name) {
    return parsed(name, Duration::parse, A_DURATION);
  }

  Duration duration(String name, Duration absent) {
    return parsed(name, absent, Duration::parse, A_DURATION);
  }

  Instant instant(String name) {
    return parsed(name, Instant::parse, "a time such as 2026-01-31T23:59:59Z");
  }

  @Nullable Instant instantOrNull(String name) {
    return textOrNull(name) == null ? null : instant(name);
  }

  <E extends Enum<E>> E word(String name, Class<E> words) {
    return parsed(name, text -> wordOf(words, text), oneOf(words));
  }

  <E extends Enum<E>> E word(String name, Class<E> words, E absent) {
    return parsed(name, absent, text -> wordOf(words, text), oneOf(words));
  }

  private static <E extends Enum<E>> String oneOf(Class<E> words) {
    return Arrays.stream(words.getEnumConstants())
        .map(Draft::wordOf)
        .collect(Collectors.joining(", ", "one of ", ""));
  }

  /** Returns the constant that is written as this word, in small letters. */
  static <E extends Enum<E>> E wordOf(Class<E> words, String text) {
    for (E constant : words.getEnumConstants()) {
      if (Draft.wordOf(constant).equals(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("'" + text + "' should be " + oneOf(words));
  }

  /** Reads a text by a function that refuses what it does not understand. */
  <T> T parsed(String name, Function<String, T> parser, String expected) {
    return parse(name, text(name), parser, expected);
  }

  private <T> T parsed(String name, T absent, Function<String, T> parser, String expected) {
    String text = textOrNull(name);
    return text == null ? absent : parse(name, text, parser, expected);
  }

  private <T> T parse(String name, String text, Function<String, T> parser, String expected) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException refused) {
      throw new IllegalArgumentException(
          "the field '" + path + name + "' should be " + expected + ", but is '" + text + "'",
          refused);
    }
  }

  /** Reads the whole numbers inside the object in a field; no such field means none. */
  SortedMap<String, Integer> integers(String name) {
    SortedMap<String, Integer> result = new TreeMap<>();
    Fields object = objectOrNull(name);
    if (object != null) {
      for (String key : object.names()) {
        result.put(key, object.integer(key));
      }
    }
    return result;
  }

  /** Returns the object in a field. */
  Fields object(String name) {
    return required(name, objectOrNull(name));
  }

  /** Returns the object in a field, or null if there is none. */
  @Nullable Fields objectOrNull(String name) {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof ObjectNode object)) {
      throw wrong(name, "an object", value);
    }
    Fields child = new Fields(object, path + name + ".");
    children.put(name, child);
    return child;
  }

  /** Reads each object inside the object in a field; no such field means none. */
  <T> SortedMap<String, T> objects(String name, Entry<T> entry) {
    SortedMap<String, T> result = new TreeMap<>();
    Fields object = objectOrNull(name);
    if (object != null) {
      for (String key : object.names()) {
        result.put(key, entry.read(key, object.object(key)));
      }
    }
    return result;
  }

  /** Reads the texts inside the object in a field; no such field means none. */
  SortedMap<String, String> texts(String name) {
    SortedMap<String, String> result = new TreeMap<>();
    Fields object = objectOrNull(name);
    if (object != null) {
      for (String key : object.names()) {
        result.put(key, object.text(key));
      }
    }
    return result;
  }

  /** Reads the objects of an array; no such field means none. */
  <T> List<T> array(String name, Function<Fields, T> element) {
    List<T> result = new ArrayList<>();
    for (JsonNode value : elements(name)) {
      if (!(value instanceof ObjectNode object)) {
        throw wrong(name, "an array of objects", value);
      }
      result.add(element.apply(new Fields(object, path + name + "[" + result.size() + "].")));
    }
    return result;
  }

  /** Reads the texts of an array; no such field means none. */
  List<String> textArray(String name) {
    List<String> result = new ArrayList<>();
    for (JsonNode value : elements(name)) {
      if (!value.isTextual()) {
        throw wrong(name, "an array of texts", value);
      }
      result.add(value.textValue());
    }
    return result;
  }

  /** Returns the numbers of an array; no such field means none. */
  List<Integer> integerArray(String name) {
    List<Integer> result = new ArrayList<>();
    for (JsonNode value : elements(name)) {
      result.add(integer(name, value));
    }
    return result;
  }

  private Iterable<JsonNode> elements(String name) {
    JsonNode value = get(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      throw wrong(name, "an array", value);
    }
    return value;
  }

  /** Returns what nobody has asked for, here and in the objects inside that were asked for. */
  Extras extras() {
    Map<String, JsonNode> fields = new HashMap<>();
    node.properties()
        .forEach(
            field -> {
              if (!asked.contains(field.getKey())) {
                fields.put(field.getKey(), field.getValue());
              }
            });
    Map<String, Extras> nested = new HashMap<>();
    children.forEach(
        (name, child) -> {
          Extras inside = child.extras();
          if (!inside.isEmpty()) {
            nested.put(name, inside);
          }
        });
    return fields.isEmpty() && nested.isEmpty() ? Extras.NONE : new Extras(fields, nested);
  }

  private @Nullable JsonNode get(String name) {
    asked.add(name);
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException("the field '" + path + name + "' is missing");
    }
    return value;
  }

  private IllegalArgumentException wrong(String name, String expected, JsonNode value) {
    return new IllegalArgumentException(
        "the field '"
            + path
            + name
            + "' should be "
            + expected
            + ", but is of type "
            + value.getNodeType().name().toLowerCase(Locale.ROOT));
  }

  /** Reads one named object. */
  @FunctionalInterface
  interface Entry<T> {
    T read(String name, Fields fields);
  }
}
