package io.pacekeeper.pacemaker;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The References are where an element that only names another one finds it. What is meant is read
 * once for each that names it, so how much that comes to is bounded.
 */
final class References {
  private final Map<String, Map<String, Element>> byName = new HashMap<>();

  private final IdentityHashMap<Element, Integer> sizes = new IdentityHashMap<>();
  private final CibLimits limits;
  private long repeated;

  References(CibLimits limits, Element root) {
    this.limits = limits;
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
  @Nullable Element resolve(Element element) throws InvalidCibException {
    String reference = element.get("id-ref");
    if (reference == null) {
      return element;
    }
    Element meant = byName.getOrDefault(element.name(), Map.of()).get(reference);
    if (meant != null) {
      repeat(meant);
    }
    return meant;
  }

  /** Counts that an element is read once more. */
  void repeat(Element element) throws InvalidCibException {
    repeated += size(element);
    if (repeated > limits.elements()) {
      throw new InvalidCibException(
          "References and templates make the CIB longer than "
              + limits.elements()
              + " elements, which is the limit: raise the limit if it is right that they do.",
          InvalidCibException.Limit.SIZE);
    }
  }

  private int size(Element element) {
    Integer known = sizes.get(element);
    if (known == null) {
      known = 1;
      for (Element child : element.children()) {
        known += size(child);
      }
      sizes.put(element, known);
    }
    return known;
  }
}
