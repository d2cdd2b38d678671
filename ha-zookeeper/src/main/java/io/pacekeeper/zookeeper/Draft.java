package io.pacekeeper.zookeeper;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that is being written. What equals its default, is empty or is null is left out, so
 * that documents stay small; names and order are those of the calls.
 */
final class Draft {
  private final ObjectNode node;

  private Draft(ObjectNode node) {
    this.node = node;
  }

  static Draft empty() {
    return new Draft(JsonNodeFactory.instance.objectNode());
  }

  /** Returns what was written already, to be put into something else. */
  static Draft of(ObjectNode node) {
    return new Draft(node);
  }

  ObjectNode node() {
    return node;
  }

  /** Puts a text; numbers of orders, durations and times are texts, too. */
  Draft text(String name, @Nullable Object value) {
    if (value != null) {
      node.put(name, value.toString());
    }
    return this;
  }

  /** Puts a text unless it is the default. */
  Draft text(String name, Object value, Object absent) {
    return value.equals(absent) ? this : text(name, value);
  }

  Draft number(String name, long value) {
    node.put(name, value);
    return this;
  }

  Draft number(String name, long value, long absent) {
    return value == absent ? this : number(name, value);
  }

  Draft flag(String name, boolean value, boolean absent) {
    if (value != absent) {
      node.put(name, value);
    }
    return this;
  }

  /** Puts a constant as a word in small letters. */
  Draft word(String name, Enum<?> value) {
    node.put(name, wordOf(value));
    return this;
  }

  Draft word(String name, Enum<?> value, Enum<?> absent) {
    return value == absent ? this : word(name, value);
  }

  static String wordOf(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Puts an object, empty or not. */
  Draft object(String name, Draft value) {
    node.set(name, value.node);
    return this;
  }

  /** Puts an object unless it is empty. */
  Draft objectUnlessEmpty(String name, Draft value) {
    return value.node.isEmpty() ? this : object(name, value);
  }

  /** Puts an object with an object for each entry, empty or not. */
  <T> Draft objects(String name, Map<String, T> entries, BiConsumer<Draft, T> writer) {
    Draft all = empty();
    entries.forEach(
        (key, value) -> {
          Draft one = empty();
          writer.accept(one, value);
          all.object(key, one);
        });
    return object(name, all);
  }

  /** Puts an object of texts unless it is empty. */
  Draft texts(String name, Map<String, String> entries) {
    Draft all = empty();
    entries.forEach(all::text);
    return objectUnlessEmpty(name, all);
  }

  /** Puts an object of whole numbers unless it is empty. */
  Draft numbers(String name, Map<String, Integer> entries) {
    Draft all = empty();
    entries.forEach(all::number);
    return objectUnlessEmpty(name, all);
  }

  /** Puts an array of objects unless it is empty. */
  <T> Draft array(String name, Collection<T> elements, BiConsumer<Draft, T> writer) {
    if (!elements.isEmpty()) {
      var array = node.putArray(name);
      for (T element : elements) {
        Draft one = empty();
        writer.accept(one, element);
        array.add(one.node);
      }
    }
    return this;
  }

  /** Puts an array of texts unless it is empty. */
  Draft textArray(String name, Collection<String> elements) {
    if (!elements.isEmpty()) {
      var array = node.putArray(name);
      elements.forEach(array::add);
    }
    return this;
  }

  /** Puts an array of numbers unless it is empty. */
  Draft numberArray(String name, Collection<Integer> elements) {
    if (!elements.isEmpty()) {
      var array = node.putArray(name);
      elements.forEach(array::add);
    }
    return this;
  }
}
