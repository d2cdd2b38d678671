package io.pacekeeper.core.policy.constraint;

import io.pacekeeper.core.policy.model.ColocationDefinition;
import io.pacekeeper.core.policy.model.ResourceSetDefinition;
import io.pacekeeper.core.policy.rule.Words;
import io.pacekeeper.core.policy.working.Colocation;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ColocationConstraints take colocation constraints apart, into ones of two resources. */
final class ColocationConstraints {
  private final WorkingSet working;
  private final SetExpansion expansion;

  ColocationConstraints(WorkingSet working, SetExpansion expansion) {
    this.working = working;
    this.expansion = expansion;
  }

  void unpack(ColocationDefinition definition) {
    List<ResourceSetDefinition> sets = expansion.expand(definition.sets());
    String id = definition.resource();
    String withId = definition.withResource();
    if (sets.isEmpty() && id != null && withId != null) {
      boolean tag = expansion.tag(id) != null;
      boolean withTag = expansion.tag(withId) != null;
      if (tag && withTag) {
        return;
      }
      if (tag || withTag) {
        sets =
            List.of(
                expansion.setOf(id, null, definition.role()),
                expansion.setOf(withId, null, definition.withRole()));
      }
    }
    if (sets.isEmpty()) {
      unpackSimple(definition);
    } else {
      unpackSets(definition, sets);
    }
  }

  private void unpackSimple(ColocationDefinition definition) {
    WorkingResource dependent =
        InstanceNames.find(expansion.resource(definition.resource()), definition.instance());
    WorkingResource primary =
        InstanceNames.find(
            expansion.resource(definition.withResource()), definition.withInstance());
    if (dependent == null || primary == null) {
      return;
    }
    Colocations.add(
        working,
        new Colocation(
            definition.id(),
            dependent,
            primary,
            score(definition),
            role(definition.role()),
            role(definition.withRole()),
            definition.nodeAttribute(),
            influence(definition, dependent)));
  }

  private int score(ColocationDefinition definition) {
    return working.options().score(definition.score());
  }

  private static Role role(@Nullable String word) {
    Role role = Role.of(word);
    return role == Role.STARTED ? Role.UNKNOWN : role;
  }

  private static boolean influence(ColocationDefinition definition, WorkingResource dependent) {
    return Words.truth(definition.influence(), dependent.has(ResourceFlag.CRITICAL));
  }

  private void unpackSets(ColocationDefinition definition, List<ResourceSetDefinition> sets) {
    ResourceSetDefinition last = null;
    for (ResourceSetDefinition set : sets) {
      bindWithin(definition, set);
      if (last != null) {
        bind(definition, last, set);
      }
      last = set;
    }
  }

  private void bindWithin(ColocationDefinition definition, ResourceSetDefinition set) {
    int score = set.score() == null ? score(definition) : working.options().score(set.score());
    if (!isSequential(set) || score == 0) {
      return;
    }
    boolean withPredecessor = set.ordering() == null || set.ordering().equals("group");
    List<WorkingResource> members = expansion.known(set);
    if (score < 0) {
      keepApart(definition, set, score, members);
      return;
    }
    for (int at = 1; at < members.size(); at++) {
      WorkingResource member = members.get(at);
      WorkingResource previous = members.get(at - 1);
      if (withPredecessor) {
        bindWithin(definition, set, score, member, previous);
      } else {
        bindWithin(definition, set, score, previous, member);
      }
    }
  }

  /**
   * Keeps each member off those that are named before it. A clone that is named by an instance
   * never comes upon its own name, and is kept off all.
   */
  private void keepApart(
      ColocationDefinition definition,
      ResourceSetDefinition set,
      int score,
      List<WorkingResource> members) {
    for (WorkingResource member : members) {
      for (int at = 0; at < members.size(); at++) {
        if (set.members().get(at).equals(member.id())) {
          break;
        }
        bindWithin(definition, set, score, member, members.get(at));
      }
    }
  }

  private void bindWithin(
      ColocationDefinition definition,
      ResourceSetDefinition set,
      int score,
      WorkingResource dependent,
      WorkingResource primary) {
    Role role = role(set.role());
    boolean influence = influence(definition, dependent);
    Colocations.add(
        working, new Colocation(set.id(), dependent, primary, score, role, role, null, influence));
  }

  /** Has what stands for one set go with what stands for the next. */
  private void bind(
      ColocationDefinition definition, ResourceSetDefinition set, ResourceSetDefinition next) {
    int score = score(definition);
    List<WorkingResource> dependents = ends(set, 0);
    List<WorkingResource> primaries = ends(next, next.members().size() - 1);
    if (score == 0 || dependents.isEmpty() || primaries.isEmpty()) {
      return;
    }
    if (!isSequential(next) && primaries.size() < next.members().size()) {
      dependents = dependents.subList(0, 1); // The name that means nothing ends it.
    }
    for (WorkingResource dependent : dependents) {
      for (WorkingResource primary : primaries) {
        Colocations.add(
            working,
            new Colocation(
                definition.id(),
                dependent,
                primary,
                score,
                role(set.role()),
                role(next.role()),
                null,
                influence(definition, dependent)));
      }
    }
  }

  /** Returns what stands for a set: one member if they follow each other, else all. */
  private List<WorkingResource> ends(ResourceSetDefinition set, int at) {
    if (!isSequential(set) || set.members().isEmpty()) {
      return expansion.known(set);
    }
    WorkingResource end = working.find(set.members().get(at));
    return end == null ? List.of() : List.of(end);
  }

  private static boolean isSequential(ResourceSetDefinition set) {
    return !Boolean.FALSE.equals(set.sequential());
  }
}
