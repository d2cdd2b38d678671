package io.pacekeeper.core.policy.assign;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.working.AllowedNodes;
import io.pacekeeper.core.policy.working.Colocation;
import io.pacekeeper.core.policy.working.Location;
import io.pacekeeper.core.policy.working.NoQuorumPolicy;
import io.pacekeeper.core.policy.working.Reason.Kind;
import io.pacekeeper.core.policy.working.Reasons;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.Ticket;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The Promotions choose which instances of a promotable clone are to be promoted. */
final class Promotions {
  private final List<WorkingNode> nodes;
  private final Preferences preferences;
  private final ColocationEffects effects;
  private final @Nullable ScoreListing listing;
  private final @Nullable Reasons reasons;
  private final boolean frozen;

  Promotions(
      WorkingSet working,
      Preferences preferences,
      ColocationEffects effects,
      @Nullable ScoreListing listing) {
    this.nodes = working.nodes();
    this.preferences = preferences;
    this.effects = effects;
    this.listing = listing;
    this.reasons = working.reasons();
    this.frozen =
        !working.haveQuorum() && working.options().noQuorumPolicy() == NoQuorumPolicy.FREEZE;
  }

  /** Adds the promotion scores to where instances want to be, once, before they are assigned. */
  void addScores(WorkingClone clone) {
    if (clone.has(ResourceFlag.PROMOTION_SCORES_ADDED)) {
      return;
    }
    clone.set(ResourceFlag.PROMOTION_SCORES_ADDED);
    PromotionScores scores = new PromotionScores(clone, nodes.size());
    for (WorkingResource instance : clone.children()) {
      AllowedNodes table = instance.allowed();
      for (WorkingNode node : nodes) {
        if (!table.contains(node.index()) || !node.available()) {
          continue;
        }
        Integer found = scores.of(instance, node);
        int score = found == null ? 0 : found;
        if (score > 0) {
          table.add(node.index(), score);
          if (reasons != null) {
            reasons.add(instance, node.index(), Kind.PROMOTION_SCORE, "", score);
          }
        }
        if (score > instance.priority()) {
          instance.setPriority(score);
        }
      }
    }
  }

  /** Sets the roles that the instances are to have, now that they have been assigned. */
  void choose(WorkingClone clone) {
    AllowedNodes table = clone.allowed();
    for (WorkingNode node : nodes) {
      table.setCount(node.index(), 0);
    }
    PromotionScores scores = new PromotionScores(clone, nodes.size());
    for (WorkingResource instance : clone.children()) {
      setPriority(clone, instance, scores);
    }
    sort(clone);
    int promoted = 0;
    for (WorkingResource instance : clone.children()) {
      if (listing != null) {
        listing.promotion(instance, instance.place(), instance.sortIndex());
      }
      WorkingNode node = null;
      if (instance.sortIndex() >= 0 && (promoted < clone.promotedMax() || !clone.managed())) {
        node = whereToPromote(clone, instance);
      }
      if (node == null || (frozen && instance.role().compareTo(Role.PROMOTED) < 0)) {
        leaveUnpromoted(instance);
        continue;
      }
      table.setCount(node.index(), table.count(node.index()) + 1);
      promote(instance);
      promoted++;
    }
    clone.setPromotedCount(promoted);
  }

  private void setPriority(WorkingClone clone, WorkingResource instance, PromotionScores scores) {
    if (Places.role(instance) == Role.STARTED) {
      becomeUnpromoted(instance);
    }
    WorkingNode node = instance.place();
    if (node == null) {
      return;
    }
    Role nextRole = Places.nextRole(instance);
    switch (nextRole) {
      case STARTED, UNKNOWN -> {
        Integer score = scores.of(instance, node);
        instance.setPriority(score == null ? -1 : score);
      }
      case UNPROMOTED, STOPPED -> instance.setPriority(-Score.INFINITY);
      case PROMOTED -> {
        // it stays promoted, whatever it is worth
      }
    }
    if (reasons != null) {
      notePriority(reasons, instance, nextRole, scores.of(instance, node));
    }
    addLocations(instance, instance.locations(), node);
    addLocations(instance, clone.locations(), node);
    List<Colocation> colocations = instance.thisWith();
    for (int i = 0; i < colocations.size(); i++) {
      int before = instance.priority();
      effects.apply(instance, colocations.get(i).primary(), colocations.get(i));
      if (reasons != null && instance.priority() != before) {
        int added = Reasons.difference(before, instance.priority());
        Colocation c = colocations.get(i);
        reasons.addPromotion(instance, Kind.WITH, c.id(), c.primary(), added);
      }
    }
    instance.setSortIndex(nextRole == Role.PROMOTED ? Score.INFINITY : instance.priority());
    if (reasons != null && nextRole == Role.PROMOTED) {
      reasons.promote(instance, Kind.ROLE, "Promoted", Score.INFINITY);
    }
  }

  private static void notePriority(
      Reasons reasons, WorkingResource instance, Role nextRole, @Nullable Integer score) {
    if (nextRole == Role.UNPROMOTED || nextRole == Role.STOPPED) {
      reasons.promote(instance, Kind.ROLE, nextRole.text(), instance.priority());
    } else {
      Kind kind = score == null ? Kind.NO_PROMOTION_SCORE : Kind.PROMOTION_SCORE;
      reasons.promote(instance, kind, "", instance.priority());
    }
  }

  private static void becomeUnpromoted(WorkingResource resource) {
    if (resource.role() == Role.STARTED) {
      resource.setRole(Role.UNPROMOTED);
    }
    resource.children().forEach(Promotions::becomeUnpromoted);
  }

  private void addLocations(WorkingResource instance, List<Location> locations, WorkingNode node) {
    for (Location location : locations) {
      if (location.role() != Role.PROMOTED) {
        continue;
      }
      for (int i = 0; i < location.nodes().length; i++) {
        if (location.nodes()[i] == node.index()) {
          instance.setPriority(Score.add(instance.priority(), location.scores()[i]));
          if (reasons != null) {
            reasons.addPromotion(
                instance, Kind.LOCATION, location.id(), null, location.scores()[i]);
          }
        }
      }
    }
  }

  /** Sorts the instances by what the clone as a whole would get from promoting each. */
  private void sort(WorkingClone clone) {
    clone.set(ResourceFlag.MERGING);
    AllowedNodes table = clone.allowed();
    for (WorkingResource instance : clone.children()) {
      WorkingNode node = instance.place();
      if (node != null && instance.sortIndex() >= 0 && table.contains(node.index())) {
        table.add(node.index(), instance.sortIndex());
        if (reasons != null) {
          reasons.addInstance(clone, instance, node.index());
        }
      }
    }
    mergeColocations(clone);
    for (Ticket ticket : clone.promotionTickets()) {
      if (!ticket.granted() || ticket.standby()) {
        Bans.everywhere(clone);
        if (reasons != null) {
          reasons.banEverywhere(clone, Kind.TICKET, ticket.id());
        }
      }
    }
    for (WorkingResource instance : clone.children()) {
      WorkingNode node = instance.place();
      if (!instance.managed() && Places.nextRole(instance) == Role.PROMOTED) {
        instance.setSortIndex(Score.INFINITY);
        if (reasons != null) {
          reasons.promote(instance, Kind.ROLE, "Promoted", Score.INFINITY);
        }
      } else if (node != null && instance.sortIndex() >= 0) {
        instance.setSortIndex(table.score(node.index()));
        if (reasons != null) {
          reasons.finishPromotion(clone, instance, node.index());
        }
      }
    }
    InstanceOrder order = new InstanceOrder(clone, preferences);
    ResourceOrder.stableSort(clone.children(), (one, other) -> compare(one, other, order));
    clone.clear(ResourceFlag.MERGING);
  }

  private void mergeColocations(WorkingClone clone) {
    for (Colocation colocation : clone.thisWith()) {
      if (colocation.dependentRole() == Role.PROMOTED) {
        AllowedNodes before = reasons == null ? null : clone.allowed().copy();
        preferences.merge(
            colocation.primary(),
            clone.allowed(),
            colocation.attribute(),
            Preferences.factor(colocation),
            colocation.score() >= Score.INFINITY ? 0 : Preferences.ACTIVE);
        if (reasons != null && before != null) {
          reasons.addChanges(clone, before, Kind.WITH, colocation);
        }
      }
    }
    for (Colocation colocation : clone.withThis()) {
      if (colocation.primaryRole() == Role.PROMOTED && Preferences.influences(colocation, clone)) {
        AllowedNodes before = reasons == null ? null : clone.allowed().copy();
        preferences.merge(
            colocation.dependent(),
            clone.allowed(),
            colocation.attribute(),
            Preferences.factor(colocation),
            Preferences.ACTIVE | Preferences.NONNEGATIVE);
        if (reasons != null && before != null) {
          reasons.addChanges(clone, before, Kind.WANTED_BY, colocation);
        }
      }
    }
  }

  private static int compare(WorkingResource one, WorkingResource other, InstanceOrder order) {
    if (one.sortIndex() != other.sortIndex()) {
      return one.sortIndex() > other.sortIndex() ? -1 : 1;
    }
    int byRole = Places.role(other).compareTo(Places.role(one));
    return byRole != 0 ? byRole : order.compare(one, other);
  }

  private static @Nullable WorkingNode whereToPromote(
      WorkingClone clone, WorkingResource resource) {
    for (WorkingResource member : resource.children()) {
      if (whereToPromote(clone, member) == null) {
        return null;
      }
    }
    WorkingNode node = resource.place();
    if (node == null) {
      return null;
    }
    if (!resource.managed()) {
      if (Places.role(resource) != Role.PROMOTED) {
        return null;
      }
    } else if (resource.priority() < 0 || !node.available()) {
      return null;
    }
    AllowedNodes table = clone.allowed();
    boolean full = resource.managed() && table.count(node.index()) >= clone.promotedNodeMax();
    return table.contains(node.index()) && !full ? node : null;
  }

  private static void leaveUnpromoted(WorkingResource resource) {
    resource.setNextRole(resource.place() == null ? Role.STOPPED : Role.UNPROMOTED);
    resource.children().forEach(Promotions::leaveUnpromoted);
  }

  private static void promote(WorkingResource resource) {
    if (resource.nextRole() == Role.UNKNOWN) {
      resource.setNextRole(Role.PROMOTED);
    }
    resource.children().forEach(Promotions::promote);
  }
}
