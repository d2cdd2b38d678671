package io.pacekeeper.pacemaker;

import io.pacekeeper.core.policy.model.AttributeSet;
import io.pacekeeper.core.policy.model.CloneDefinition;
import io.pacekeeper.core.policy.model.GroupDefinition;
import io.pacekeeper.core.policy.model.OperationDefinition;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.model.PrimitiveDefinition;
import io.pacekeeper.core.policy.model.ResourceDefinition;
import io.pacekeeper.core.policy.model.Tag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The Templates are taken out of the resources again into which they were merged: what all that are
 * made from one have in common is its.
 */
final class Templates {
  private final Map<String, PrimitiveDefinition> templates = new LinkedHashMap<>();
  private final Map<String, PrimitiveDefinition> templateOf = new LinkedHashMap<>();

  private Templates() {}

  static Templates of(PolicyInput input) {
    Map<String, PrimitiveDefinition> primitives = new LinkedHashMap<>();
    input.resources().forEach(resource -> collect(resource, primitives));
    Templates templates = new Templates();
    for (Tag tag : input.tags()) {
      if (tag.template()) {
        templates.add(
            tag.id(),
            tag.members().stream().filter(primitives::containsKey).map(primitives::get).toList());
      }
    }
    return templates;
  }

  private static void collect(
      ResourceDefinition resource, Map<String, PrimitiveDefinition> primitives) {
    if (resource instanceof PrimitiveDefinition primitive) {
      primitives.put(primitive.id(), primitive);
    } else if (resource instanceof GroupDefinition group) {
      group.members().forEach(member -> primitives.put(member.id(), member));
    } else if (resource instanceof CloneDefinition clone) {
      collect(clone.child(), primitives);
    }
  }

  private void add(String id, List<PrimitiveDefinition> members) {
    if (members.isEmpty()) {
      Map<String, String> agent = new LinkedHashMap<>();
      agent.put("id", id);
      agent.put("class", "ocf");
      agent.put("provider", "pacemaker");
      agent.put("type", "Dummy");
      templates.put(
          id,
          new PrimitiveDefinition(
              id, "ocf", "pacemaker", "Dummy", agent, List.of(), List.of(), List.of(), List.of()));
      return;
    }
    PrimitiveDefinition first = members.get(0);
    boolean shared = members.size() > 1;
    Map<String, String> attributes = new LinkedHashMap<>(first.attributes());
    attributes.put("id", id);
    PrimitiveDefinition template =
        new PrimitiveDefinition(
            id,
            first.standard(),
            first.provider(),
            first.type(),
            attributes,
            shared ? common(members, PrimitiveDefinition::meta) : List.of(),
            shared ? common(members, PrimitiveDefinition::parameters) : List.of(),
            shared ? common(members, PrimitiveDefinition::utilization) : List.of(),
            shared ? sharedOperations(members) : List.of());
    templates.put(id, template);
    members.forEach(member -> templateOf.put(member.id(), template));
  }

  /** Returns the sets that all members begin with. */
  private static List<AttributeSet> common(
      List<PrimitiveDefinition> members, Function<PrimitiveDefinition, List<AttributeSet>> part) {
    List<AttributeSet> common = part.apply(members.get(0));
    for (PrimitiveDefinition member : members) {
      List<AttributeSet> sets = part.apply(member);
      int length = 0;
      while (length < Math.min(common.size(), sets.size())
          && common.get(length).equals(sets.get(length))) {
        length++;
      }
      common = common.subList(0, length);
    }
    return common;
  }

  /**
   * Returns the operations that are the template's: those that several members have, and what comes
   * after them, since a member's own come first.
   */
  private static List<OperationDefinition> sharedOperations(List<PrimitiveDefinition> members) {
    Map<OperationDefinition, Integer> counts = new HashMap<>();
    for (PrimitiveDefinition member : members) {
      member.operations().forEach(operation -> counts.merge(operation, 1, Integer::sum));
    }
    List<OperationDefinition> shared = new ArrayList<>();
    for (PrimitiveDefinition member : members) {
      boolean own = true;
      int at = 0;
      for (OperationDefinition operation : member.operations()) {
        own &= counts.getOrDefault(operation, 0) < 2;
        if (!own && shared.contains(operation)) {
          at = shared.indexOf(operation) + 1;
        } else if (!own) {
          shared.add(at++, operation);
        }
      }
    }
    return shared;
  }

  /** Returns the templates. */
  List<PrimitiveDefinition> all() {
    return List.copyOf(templates.values());
  }

  /** Returns a resource without what its template has. */
  PrimitiveDefinition own(PrimitiveDefinition primitive) {
    @Nullable PrimitiveDefinition template = templateOf.get(primitive.id());
    if (template == null) {
      return primitive;
    }
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("id", primitive.id());
    attributes.put("template", template.id());
    List<OperationDefinition> operations = new ArrayList<>(primitive.operations());
    operations.removeAll(template.operations());
    return new PrimitiveDefinition(
        primitive.id(),
        primitive.standard(),
        primitive.provider(),
        primitive.type(),
        attributes,
        after(primitive.meta(), template.meta()),
        after(primitive.parameters(), template.parameters()),
        after(primitive.utilization(), template.utilization()),
        operations);
  }

  private static List<AttributeSet> after(List<AttributeSet> all, List<AttributeSet> common) {
    return all.subList(common.size(), all.size());
  }
}
