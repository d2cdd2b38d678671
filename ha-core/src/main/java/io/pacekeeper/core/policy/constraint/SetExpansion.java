package io.pacekeeper.core.policy.constraint;

import io.pacekeeper.core.policy.model.ResourceSetDefinition;
import io.pacekeeper.core.policy.model.Tag;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The SetExpansion puts the resources in the place of the tags and templates that name them. */
final class SetExpansion {
  private final WorkingSet working;

  SetExpansion(WorkingSet working) {
    this.working = working;
  }

  @Nullable WorkingResource resource(@Nullable String id) {
    return working.find(id);
  }

  /** Returns the tag or template of an id that is no resource; null: it is none. */
  @Nullable Tag tag(@Nullable String id) {
    return id == null || working.find(id) != null ? null : working.tag(id);
  }

  /** Returns whether an id is one of a resource, of a tag or of a template. */
  boolean isKnown(@Nullable String id) {
    return working.find(id) != null || tag(id) != null;
  }

  /** Returns the sets with all tags in them expanded; as they are, if any name means nothing. */
  List<ResourceSetDefinition> expand(List<ResourceSetDefinition> sets) {
    boolean anyTag = false;
    for (ResourceSetDefinition set : sets) {
      for (String member : set.members()) {
        Tag tag = tag(member);
        boolean known =
            tag == null
                ? working.find(member) != null
                : tag.members().stream().allMatch(each -> working.find(each) != null);
        if (!known) {
          return sets;
        }
        anyTag |= tag != null;
      }
    }
    return anyTag ? sets.stream().map(this::expand).toList() : sets;
  }

  private ResourceSetDefinition expand(ResourceSetDefinition set) {
    List<String> members = new ArrayList<>();
    for (String member : set.members()) {
      Tag tag = tag(member);
      if (tag == null) {
        members.add(member);
      } else {
        members.addAll(tag.members());
      }
    }
    return new ResourceSetDefinition(
        set.id(),
        set.sequential(),
        set.requireAll(),
        set.ordering(),
        set.action(),
        set.role(),
        set.score(),
        set.kind(),
        set.symmetrical(),
        members);
  }

  /** Returns the set that stands for one end of a constraint. */
  ResourceSetDefinition setOf(String id, @Nullable String action, @Nullable String role) {
    Tag tag = tag(id);
    return new ResourceSetDefinition(
        id,
        tag == null ? null : Boolean.FALSE,
        null,
        null,
        action,
        role,
        null,
        null,
        null,
        tag == null ? List.of(id) : tag.members());
  }

  /** Returns the resources of a set up to the first name that means nothing. */
  List<WorkingResource> known(ResourceSetDefinition set) {
    List<WorkingResource> resources = new ArrayList<>();
    for (String member : set.members()) {
      WorkingResource resource = working.find(member);
      if (resource == null) {
        break;
      }
      resources.add(resource);
    }
    return resources;
  }

  /** Returns the resources of a set; null: some name means nothing. */
  @Nullable List<WorkingResource> all(ResourceSetDefinition set) {
    List<WorkingResource> resources = known(set);
    return resources.size() == set.members().size() ? resources : null;
  }
}
