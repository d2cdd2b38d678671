package io.pacekeeper.pacemaker;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The References are where an element that only names another one finds it. */
final class References {
  private final Map<String, Map<String, Element>> byName = new HashMap<>();

  References(Element root) {
    collect(root);
  }

  private void collect(Element element) {
    String id = element.get("id");
    if (id != null) {
      byName.computeIfAbsent(element.name(), name -> new HashMap<>()).putIfAbsent(id, element);
    }
    for (Element child : element.children()) {
      collect(child);
    }
  }

  /** Returns the element that is meant: the first of its name with the id, or itself. */
  @Nullable Element resolve(Element element) {
    String reference = element.get("id-ref");
    return reference == null
        ? element
        : byName.getOrDefault(element.name(), Map.of()).get(reference);
  }
}
