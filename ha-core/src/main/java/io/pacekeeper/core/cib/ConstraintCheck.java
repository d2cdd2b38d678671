package io.pacekeeper.core.cib;

import io.pacekeeper.api.ColocationConstraint;
import io.pacekeeper.api.GroupMembership;
import io.pacekeeper.api.OrderConstraint;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.Role;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is wrong with what definitions say of each other, where each by itself is right. */
final class ConstraintCheck {
  private final SortedMap<String, ResourceDefinition> resources = new TreeMap<>();
  private final SortedSet<String> groups = new TreeSet<>();

  private ConstraintCheck() {}

  static ConstraintCheck of(Collection<ResourceDefinition> definitions) {
    ConstraintCheck check = new ConstraintCheck();
    for (ResourceDefinition definition : definitions) {
      check.resources.put(definition.id(), definition);
      GroupMembership group = definition.group();
      if (group != null) {
        check.groups.add(group.name());
      }
    }
    return check;
  }

  /** Adds a sentence for each mistake. */
  void addTo(List<String> warnings) {
    for (String group : groups) {
      if (resources.containsKey(group)) {
        warnings.add(
            "%s is the name of a group and of a resource: constraints that name it mean the resource; rename one"
                .formatted(group));
      }
    }
    for (ResourceDefinition definition : resources.values()) {
      for (ColocationConstraint colocation : definition.constraints().colocations()) {
        check(definition.id(), "is colocated with", colocation.with(), warnings);
        checkRole(definition.id(), colocation.with(), colocation.withRole(), warnings);
      }
      for (OrderConstraint order : definition.constraints().orders()) {
        check(definition.id(), "starts after", order.first(), warnings);
        checkRole(definition.id(), order.first(), order.firstRole(), warnings);
      }
    }
  }

  private void check(String id, String how, String other, List<String> warnings) {
    if (!resources.containsKey(other) && !groups.contains(other)) {
      warnings.add(
          "resource %s %s %s, which no application declares: that is ignored; declare it"
              .formatted(id, how, other));
    }
  }

  private void checkRole(String id, String other, Role role, List<String> warnings) {
    ResourceDefinition named = resources.get(other);
    if (role != Role.STARTED && named != null && !named.isPromotable()) {
      warnings.add(
          "resource %s is tied to %s being %s, but that is not promotable: make it so, or name no role"
              .formatted(id, other, AttributeValue.wordOf(role)));
    }
  }
}
