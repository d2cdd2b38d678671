package io.pacekeeper.core.policy.working;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.working.Reason.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Reasons are why resources have the scores that they have: everything that added to the score
 * of a resource on a node, in the order in which it did, so that it adds up to that score. They are
 * only written down where somebody is going to read them.
 */
public final class Reasons {
  private final Map<WorkingResource, List<List<Reason>>> tables = new HashMap<>();
  private final Map<WorkingResource, List<Reason>> promotions = new HashMap<>();
  private final Map<WorkingResource, Choice> choices = new HashMap<>();
  private final Map<WorkingResource, Colocation> unpartnered = new HashMap<>();

  /** Writes down what the tables have in them before any constraint counts. */
  public void begin(WorkingSet working) {
    for (WorkingResource resource : working.everyResource()) {
      AllowedNodes table = resource.allowed();
      for (int node = 0; node < table.nodes(); node++) {
        if (table.contains(node) && table.score(node) != 0) {
          add(resource, node, Kind.INITIAL, "", table.score(node));
        }
      }
    }
  }

  /** Writes down that something was added to the score of a resource on a node. */
  public void add(WorkingResource resource, int node, Kind kind, String detail, int score) {
    at(resource, node).add(new Reason(kind, detail, score));
  }

  /** Writes down that a node was ruled out for a resource and for everything in it. */
  public void ban(WorkingResource resource, int node, Kind kind, String detail) {
    add(resource, node, kind, detail, -Score.INFINITY);
    for (WorkingResource child : resource.children()) {
      ban(child, node, kind, detail);
    }
  }

  /** Writes down that every node was ruled out for a resource and for everything in it. */
  public void banEverywhere(WorkingResource resource, Kind kind, String detail) {
    for (int node = 0; node < resource.allowed().nodes(); node++) {
      ban(resource, node, kind, detail);
    }
  }

  /** Writes down what a colocation has made of the table of a resource. */
  public void addChanges(
      WorkingResource resource, AllowedNodes before, Kind kind, Colocation colocation) {
    AllowedNodes after = resource.allowed();
    WorkingResource other = kind == Kind.WITH ? colocation.primary() : colocation.dependent();
    for (int node = 0; node < after.nodes(); node++) {
      int score = after.score(node);
      if (score != before.score(node) || after.contains(node) != before.contains(node)) {
        int added = difference(before.score(node), score);
        if (!before.contains(node) || Score.add(before.score(node), added) != score) {
          // Nothing that is added leads there: what was before does not count any more.
          at(resource, node).clear();
          added = score;
        }
        at(resource, node).add(new Reason(kind, colocation.id(), other, added));
      }
    }
  }

  /** Returns what has to be added to a score so that it becomes another one. */
  public static int difference(int before, int after) {
    return Math.abs(after) >= Score.INFINITY ? after : after - before;
  }

  /** Returns what is written of a resource, to come back to; see {@link #restore}. */
  public List<List<Reason>> mark(WorkingResource resource) {
    List<List<Reason>> mark = new ArrayList<>();
    for (int node = 0; node < resource.allowed().nodes(); node++) {
      mark.add(new ArrayList<>(at(resource, node)));
    }
    return mark;
  }

  /** Forgets what was written of a resource since a mark. */
  public void restore(WorkingResource resource, List<List<Reason>> mark) {
    tables.put(resource, mark);
  }

  /** Writes down how a primitive came by its node. */
  public void choose(WorkingResource primitive, Choice choice) {
    choices.put(primitive, choice);
  }

  /** Writes down that a resource has no node since no instance is where it could be with it. */
  public void leaveUnpartnered(WorkingResource resource, Colocation colocation) {
    unpartnered.put(resource, colocation);
  }

  /** Writes down by what an instance is to be promoted; what was there before is forgotten. */
  public void promote(WorkingResource instance, Kind kind, String detail, int score) {
    List<Reason> reasons = new ArrayList<>();
    reasons.add(new Reason(kind, detail, score));
    promotions.put(instance, reasons);
  }

  /** Writes down that something was added to what an instance is worth if it is promoted. */
  public void addPromotion(
      WorkingResource instance,
      Kind kind,
      String detail,
      @Nullable WorkingResource other,
      int score) {
    promotion(instance).add(new Reason(kind, detail, other, score));
  }

  /**
   * Writes down that the sum of an instance's worth and of all that the clone has from its node is
   * what counts: the former has become a part of the latter.
   */
  public void finishPromotion(WorkingClone clone, WorkingResource instance, int node) {
    List<Reason> all = new ArrayList<>();
    for (Reason reason : of(clone, node)) {
      if (reason.kind() == Kind.INSTANCE && reason.other() == instance) {
        all.addAll(promotion(instance));
      } else {
        all.add(reason);
      }
    }
    // Sums that leave the range on the way depend on the order in which they are made.
    promotions.put(instance, sum(all) == sum(of(clone, node)) ? all : of(clone, node));
  }

  /** Writes down that an instance adds what it is worth to what the clone has from its node. */
  public void addInstance(WorkingClone clone, WorkingResource instance, int node) {
    at(clone, node).add(new Reason(Kind.INSTANCE, "", instance, instance.sortIndex()));
  }

  /** Returns what the reasons add up to. */
  public static int sum(List<Reason> reasons) {
    int sum = 0;
    for (Reason reason : reasons) {
      sum = Score.add(sum, reason.score());
    }
    return sum;
  }

  /** Returns what added to the score of a resource on a node. */
  public List<Reason> of(WorkingResource resource, int node) {
    return resource.allowed().contains(node)
        ? List.copyOf(at(resource, node))
        : List.of(new Reason(Kind.UNNAMED, "", -Score.INFINITY));
  }

  /** Returns what added to the score by which an instance is promoted or not. */
  public List<Reason> promotion(WorkingResource instance) {
    return promotions.computeIfAbsent(instance, key -> new ArrayList<>());
  }

  /** Returns how a primitive came by its node; null: it had no choice. */
  public @Nullable Choice choice(WorkingResource primitive) {
    return choices.get(primitive);
  }

  /** Returns the colocation for lack of whose partner a resource has no node; null: none. */
  public @Nullable Colocation unpartnered(WorkingResource resource) {
    return unpartnered.get(resource);
  }

  private List<Reason> at(WorkingResource resource, int node) {
    List<List<Reason>> table =
        tables.computeIfAbsent(
            resource,
            key -> {
              List<List<Reason>> empty = new ArrayList<>();
              for (int n = 0; n < resource.allowed().nodes(); n++) {
                empty.add(new ArrayList<>());
              }
              return empty;
            });
    return table.get(node);
  }
}
