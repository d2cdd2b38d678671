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
import org.jspecify.annotations.Nullable;

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
        check(definition, "is colocated with", colocation.with(), warnings);
        checkRole(definition.id(), colocation.with(), colocation.withRole(), warnings);
      }
      for (OrderConstraint order : definition.constraints().orders()) {
        check(definition, "starts after", order.first(), warnings);
        checkRole(definition.id(), order.first(), order.firstRole(), warnings);
      }
    }
  }

  private void check(
      ResourceDefinition definition, String how, String other, List<String> warnings) {
    ResourceDefinition named = resources.get(other);
    GroupMembership group = definition.group();
    if (named == null && !groups.contains(other)) {
      warnings.add(
          "resource %s %s %s, which no application declares: that is ignored; declare it"
              .formatted(definition.id(), how, other));
    } else if (group != null
        && definition.cloning() != null
        && group.name().equals(groupOf(named, other))) {
      warnings.add(
          "resource %s %s %s, but is cloned with it in group %s: that is ignored; leave it to the group"
              .formatted(definition.id(), how, other, group.name()));
    }
  }

  /** Returns the group that a name is of, or that what is called so is in; null: it is in none. */
  private static @Nullable String groupOf(@Nullable ResourceDefinition named, String name) {
    if (named == null) {
      return name;
    }
    GroupMembership group = named.group();
    return group == null ? null : group.name();
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
