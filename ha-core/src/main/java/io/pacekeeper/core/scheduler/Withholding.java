package io.pacekeeper.core.scheduler;

import io.pacekeeper.api.ClonePolicy;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.OrderConstraint;
import io.pacekeeper.api.OrderKind;
import io.pacekeeper.api.PromotionPolicy;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.Role;
import io.pacekeeper.core.document.Failure;
import io.pacekeeper.core.document.PromotionState.Stage;
import io.pacekeeper.core.document.ResourceState.Phase;
import io.pacekeeper.core.scheduler.Decision.Step;
import io.pacekeeper.core.scheduler.ResourceStatus.Certainty;
import io.pacekeeper.core.scheduler.ResourceStatus.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which steps have to wait for something that has been ordered already and is not done, or of which
 * nobody knows whether it is. The policy engine takes what is starting for started and what is
 * being promoted for promoted, so that it stays where it is and is not ordered again; but what
 * comes after it must not begin before. And whatever the engine makes of what is unknown, no more
 * is promoted than may be.
 */
final class Withholding {
  private final Roster roster;
  private final History history;

  /** With what a resource must not do anything at the same time. */
  private final Map<Integer, Set<Integer>> serialized = new HashMap<>();

  /** How many instances of a resource are to be promoted. */
  private final Map<Integer, Integer> promotions = new HashMap<>();

  Withholding(Roster roster, History history) {
    this.roster = roster;
    this.history = history;
    for (int r = 0; r < roster.resources.size(); r++) {
      for (OrderConstraint order : roster.resources.get(r).constraints().orders()) {
        if (order.kind() == OrderKind.SERIALIZE) {
          for (int first : members(order.first())) {
            serialized.computeIfAbsent(r, one -> new HashSet<>()).add(first);
            serialized.computeIfAbsent(first, one -> new HashSet<>()).add(r);
          }
        }
      }
    }
  }

  /** Returns those that may be begun, with what comes before them. */
  Set<Step> begun(List<Step> steps) {
    for (Step step : steps) {
      if (step.operation() == Operation.PROMOTE) {
        promotions.merge(step.resource(), 1, Integer::sum);
      }
    }
    Set<Step> withheld = new HashSet<>();
    Set<Step> free = new HashSet<>();
    for (Step step : steps) {
      isFree(step, free, withheld);
    }
    return free;
  }

  private boolean isFree(Step step, Set<Step> free, Set<Step> withheld) {
    if (free.contains(step) || withheld.contains(step)) {
      return free.contains(step);
    }
    boolean waits = waits(step);
    for (Step before : step.after()) {
      waits |= !isFree(before, free, withheld);
    }
    (waits ? withheld : free).add(step);
    return !waits;
  }

  private boolean waits(Step step) {
    int r = step.resource();
    for (int other : serialized.getOrDefault(r, Set.of())) {
      if (history.of(other).active().stream().anyMatch(Withholding::isUnderWay)
          || history.of(other).isUnsure()) {
        return true;
      }
    }
    Place own = history.of(r).place(step.name(), step.node());
    if (own != null && isUnsure(r, own)) {
      return true;
    }
    return switch (step.operation()) {
      case PROMOTE -> (own != null && own.isStarting()) || isOnePromotionTooMany(step);
      case START -> startWaits(r, step.node());
      default -> false;
    };
  }

  /** Returns whether it is left as it is until its node has said what is so. */
  private boolean isUnsure(int r, Place place) {
    ResourceDefinition definition = roster.resources.get(r);
    boolean alike = definition.isAnonymousClone() && !definition.isPromotable();
    return !alike && place.certainty() != Certainty.KNOWN;
  }

  /** Returns whether more could be promoted with this than may be. */
  private boolean isOnePromotionTooMany(Step promotion) {
    ClonePolicy cloning = roster.resources.get(promotion.resource()).cloning();
    PromotionPolicy policy = cloning == null ? null : cloning.promotion();
    int most = policy == null ? 0 : policy.max();
    long remain =
        history.of(promotion.resource()).active().stream()
            .filter(Place::isPossiblyPromoted)
            .filter(place -> !ends(place, promotion, Operation.DEMOTE))
            .filter(place -> !ends(place, promotion, Operation.STOP))
            .count();
    return remain + promotions.getOrDefault(promotion.resource(), 0) > most;
  }

  /** Returns whether a step comes after such an operation in a place. */
  private static boolean ends(Place place, Step step, Operation operation) {
    Set<Step> seen = new HashSet<>();
    Deque<Step> open = new ArrayDeque<>(step.after());
    while (!open.isEmpty()) {
      Step before = open.pop();
      if (seen.add(before)) {
        if (before.operation() == operation
            && before.node() == place.node()
            && before.name().equals(place.name())) {
          return true;
        }
        open.addAll(before.after());
      }
    }
    return false;
  }

  private static boolean isUnderWay(Place place) {
    Stage stage = place.promotion().stage();
    return place.isStarting()
        || place.phase() == Phase.STOPPING
        || (stage != Stage.UNPROMOTED && stage != Stage.PROMOTED);
  }

  /** Returns whether it was started: what failed to is left as it is on a node in maintenance. */
  private static boolean hasStarted(Place place) {
    Failure failure = place.failure();
    boolean failed =
        place.phase() == Phase.FAILED && failure != null && failure.operation() == Operation.START;
    return !place.isStarting() && !failed;
  }

  private boolean startWaits(int r, int node) {
    ResourceDefinition definition = roster.resources.get(r);
    List<Integer> group = roster.groupOf(r);
    if (group != null) {
      for (int member : group.subList(0, group.indexOf(r))) {
        if (isAwaited(member, Role.STARTED, true, node)) {
          return true;
        }
      }
    }
    ClonePolicy cloning = definition.cloning();
    if (cloning != null && cloning.ordered() && isAwaited(r, Role.STARTED, false, node)) {
      return true;
    }
    for (OrderConstraint order : definition.constraints().orders()) {
      boolean here = cloning != null && cloning.interleave();
      for (int first : members(order.first())) {
        if (isAwaited(first, order.firstRole(), here, node)) {
          return true;
        }
      }
    }
    return false;
  }

  private List<Integer> members(String name) {
    int resource = roster.resource(name);
    if (resource >= 0) {
      return List.of(resource);
    }
    return roster.groups().getOrDefault(name, List.of());
  }

  /**
   * Returns whether a resource is on its way to being started or promoted, and is not yet.
   *
   * @param here whether only the instance on this node matters
   */
  private boolean isAwaited(int first, Role role, boolean here, int node) {
    ResourceStatus status = history.of(first);
    if (status.isUnsure()) {
      return true;
    }
    ClonePolicy cloning = roster.resources.get(first).cloning();
    List<Place> places = new ArrayList<>(status.active());
    if (here && cloning != null) {
      places.removeIf(place -> place.node() != node);
    }
    if (role == Role.PROMOTED) {
      return places.stream().anyMatch(Place::isPromoted)
          && places.stream()
              .noneMatch(
                  place ->
                      place.phase() == Phase.STARTED
                          && place.promotion().stage() == Stage.PROMOTED);
    }
    long started = places.stream().filter(Withholding::hasStarted).count();
    boolean enough = cloning != null && cloning.min() > 0 && started >= cloning.min();
    return started < places.size() && !enough;
  }
}
