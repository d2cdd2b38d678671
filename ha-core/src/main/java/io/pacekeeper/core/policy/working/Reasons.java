package io.pacekeeper.core.policy.working;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The Reasons are why resources have the scores that they have: everything that added to the score
 * of a resource on a node, in the order in which it did. They are only written down where somebody
 * is going to read them.
 */
public final class Reasons {
  /**
   * A Reason is one thing that added to a score.
   *
   * @param source what it is, in words
   * @param score how much it added
   */
  public record Reason(String source, int score) {}

  private record Place(int resource, int node) {}

  private final Map<Place, List<Reason>> reasons = new HashMap<>();
  private final Map<Integer, String> verdicts = new HashMap<>();

  /** Writes down that something added to the score of a resource on a node. */
  public void add(WorkingResource resource, int node, String source, int score) {
    reasons
        .computeIfAbsent(new Place(resource.index(), node), place -> new ArrayList<>())
        .add(new Reason(source, score));
  }

  /** Writes down what the table of a resource has become; what did not change is left out. */
  public void addChanges(WorkingResource resource, AllowedNodes before, String source) {
    AllowedNodes after = resource.allowed();
    for (int node = 0; node < after.nodes(); node++) {
      if (after.score(node) != before.score(node)) {
        add(resource, node, source, after.score(node) - before.score(node));
      }
    }
  }

  /** Writes down why a resource is where it is, or nowhere. */
  public void setVerdict(WorkingResource resource, String verdict) {
    verdicts.put(resource.index(), verdict);
  }

  /** Returns what added to the score of a resource on a node. */
  public List<Reason> of(WorkingResource resource, WorkingNode node) {
    return reasons.getOrDefault(new Place(resource.index(), node.index()), List.of());
  }

  /** Returns why a resource is where it is; empty: nothing was said. */
  public String verdict(WorkingResource resource) {
    return verdicts.getOrDefault(resource.index(), "");
  }
}
