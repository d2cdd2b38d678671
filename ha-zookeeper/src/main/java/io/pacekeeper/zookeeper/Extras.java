package io.pacekeeper.zookeeper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * What a stored document holds that this version does not know, written by a later one. It is kept
 * aside when the document is read and put back when the document is written again, so that an older
 * node does not undo what a newer one has said.
 *
 * @param fields the unknown fields of an object, by name
 * @param nested the extras of the objects inside it, by name
 */
record Extras(Map<String, JsonNode> fields, Map<String, Extras> nested) {
  static final Extras NONE = new Extras(Map.of(), Map.of());

  Extras {
    fields = Map.copyOf(fields);
    nested = Map.copyOf(nested);
  }

  boolean isEmpty() {
    return fields.isEmpty() && nested.isEmpty();
  }

  /**
   * Adds everything to an object that is about to be written. What was inside an object that is
   * gone goes with it.
   */
  void addTo(ObjectNode target) {
    fields.forEach(target::putIfAbsent);
    nested.forEach(
        (name, extras) -> {
          if (target.get(name) instanceof ObjectNode child) {
            extras.addTo(child);
          }
        });
  }
}
