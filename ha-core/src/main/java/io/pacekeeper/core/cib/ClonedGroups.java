package io.pacekeeper.core.cib;

import io.pacekeeper.api.ClonePolicy;
import io.pacekeeper.api.GroupMembership;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.document.FeatureSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that the members of a group are all cloned in one way, or not at all: each says for
 * itself how it is cloned, and a group is cloned as a whole.
 */
final class ClonedGroups {
  private ClonedGroups() {}

  /**
   * Has the members of each group say the same: what the first does if all are cloned, and else
   * that they are not, because what says nothing of clones must not be active twice.
   *
   * @param featureSet at which the cluster works
   * @param warnings is added a sentence for each group of which the members said different things
   */
  static void unify(
      SortedMap<String, ResourceDefinition> definitions, int featureSet, List<String> warnings) {
    SortedMap<String, List<ResourceDefinition>> groups = new TreeMap<>();
    for (ResourceDefinition definition : definitions.values()) {
      GroupMembership group = definition.group();
      if (group != null) {
        groups.computeIfAbsent(group.name(), name -> new ArrayList<>()).add(definition);
      }
    }
    groups.forEach(
        (name, members) -> {
          if (members.stream().anyMatch(member -> member.cloning() != null)) {
            members.sort(Comparator.comparingInt(ClonedGroups::position));
            ClonePolicy all = cloning(name, members, featureSet, warnings);
            members.forEach(member -> definitions.put(member.id(), with(member, all)));
          }
        });
  }

  private static int position(ResourceDefinition member) {
    GroupMembership group = member.group();
    return group == null ? 0 : group.position();
  }

  private static @Nullable ClonePolicy cloning(
      String group, List<ResourceDefinition> members, int featureSet, List<String> warnings) {
    if (featureSet < FeatureSet.CLONED_GROUPS) {
      warnings.add(
          "group %s is cloned, and is active once as long as the cluster works at feature set %d: bring every node to a version that knows feature set %d"
              .formatted(group, featureSet, FeatureSet.CLONED_GROUPS));
      return null;
    }
    ResourceDefinition first = members.get(0);
    for (ResourceDefinition member : members) {
      if (member.cloning() == null) {
        warnings.add(
            "group %s has members that are cloned, but %s is not: nothing of the group is cloned; clone every member, or none"
                .formatted(group, member.id()));
        return null;
      }
    }
    for (ResourceDefinition member : members) {
      if (!Objects.equals(member.cloning(), first.cloning())) {
        warnings.add(
            "group %s has members that are cloned in different ways: what %s says holds, not what %s does; let them say the same"
                .formatted(group, first.id(), member.id()));
        break;
      }
    }
    return first.cloning();
  }

  private static ResourceDefinition with(ResourceDefinition member, @Nullable ClonePolicy cloning) {
    if (Objects.equals(member.cloning(), cloning)) {
      return member;
    }
    EditedDefinition edited = new EditedDefinition(member);
    edited.cloning = cloning;
    return edited.build();
  }
}
