package io.pacekeeper.core.policy.assign;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.working.AllowedNodes;
import io.pacekeeper.core.policy.working.Colocation;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.WorkingGroup;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingResource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Merge adds what a resource, and all that depends on it, thinks of the nodes to a table. Each
 * adds its own to the sum so far; one that would leave no node to run on is passed over, with what
 * depends on it. Chains may be long, so there is a stack for them.
 */
final class Merge {
  /** Stands for a score that would have been pushed below zero, until the merge is done. */
  private static final int UNUSABLE = -100 * Score.INFINITY;

  private final Preferences preferences;
  private final List<WorkingNode> nodes;
  private final AllowedNodes table;
  private final AllowedNodes work;
  private final int[] sums;
  private final Deque<Branch> branches = new ArrayDeque<>();
  private int counted;

  /** Prepares a merge into a table, which is as it was until the merge is done. */
  Merge(Preferences preferences, List<WorkingNode> nodes, AllowedNodes table) {
    this.preferences = preferences;
    this.nodes = nodes;
    this.table = table;
    this.work = table.copy();
    this.sums = new int[nodes.size()];
  }

  /** A Branch is a resource that has been added, or a group, and what depends on it. */
  private static final class Branch {
    private final WorkingResource resource;
    private final @Nullable String attribute;
    private final float factor;
    private final int flags;
    private List<Colocation> next = List.of();
    private int at;
    private boolean whole;

    private Branch(WorkingResource resource, @Nullable String attribute, float factor, int flags) {
      this.resource = resource;
      this.attribute = attribute;
      this.factor = factor;
      this.flags = flags;
    }

    private boolean is(int flag) {
      return (flags & flag) != 0;
    }
  }

  void run(WorkingResource resource, @Nullable String attribute, float factor, int flags) {
    begin(resource, attribute, factor, flags);
    while (!branches.isEmpty()) {
      Branch branch = branches.getLast();
      if (!branch.whole) {
        addFirstMember(branch);
      } else if (branch.at < branch.next.size()) {
        follow(branch, branch.next.get(branch.at++));
      } else {
        end(branch, true);
      }
    }
    if (counted > 0) {
      work.noteCopies(counted - 1);
      table.assign(work);
    }
  }

  private void begin(
      WorkingResource resource, @Nullable String attribute, float factor, int flags) {
    if (resource.has(ResourceFlag.MERGING)) {
      return;
    }
    Branch branch = new Branch(resource, attribute, factor, flags);
    if (resource instanceof WorkingGroup) {
      if (resource.children().isEmpty()) {
        return;
      }
    } else {
      boolean usable = addMatching(branch);
      if (!usable && branch.is(Preferences.ACTIVE)) {
        return;
      }
      takeSums();
      branch.whole = true;
      branch.next = usable && !addAllAfter(branch) ? following(branch) : List.of();
    }
    resource.set(ResourceFlag.MERGING);
    branches.addLast(branch);
  }

  /** The first member stands for its group; then comes what depends on the group. */
  private void addFirstMember(Branch group) {
    if (group.at == 0) {
      group.at = 1;
      begin(group.resource.children().get(0), group.attribute, group.factor, group.flags);
      return;
    }
    group.at = 0;
    group.whole = true;
    if (preferences.anyAvailable(work)) {
      group.next = addAllAfter(group) ? List.of() : following(group);
    } else if (group.is(Preferences.ACTIVE)) {
      end(group, false);
    }
  }

  /** Adds all that comes after a resource at once, if that is the same as one by one. */
  private boolean addAllAfter(Branch branch) {
    if (branch.is(Preferences.ONE_BY_ONE) || branch.factor < 0 || following(branch).isEmpty()) {
      return false;
    }
    Sums sums = sums(branch);
    Sum sum = sums.after(sums.lastOf(branch.resource));
    if (sum == null || !sum.addTo(work, nodes, branch.is(Preferences.NONNEGATIVE))) {
      return false;
    }
    counted += sum.count();
    return true;
  }

  private Sums sums(Branch branch) {
    return preferences.sums(branch.is(Preferences.TOWARDS_PRIMARIES));
  }

  private void follow(Branch branch, Colocation colocation) {
    boolean towardsPrimaries = branch.is(Preferences.TOWARDS_PRIMARIES);
    if (towardsPrimaries || Preferences.influences(colocation, colocation.primary())) {
      begin(
          towardsPrimaries ? colocation.primary() : colocation.dependent(),
          colocation.attribute(),
          (branch.factor < 0 ? -1 : 1) * Preferences.factor(colocation),
          branch.flags | Preferences.ACTIVE);
    }
  }

  private void end(Branch branch, boolean counts) {
    branches.removeLast();
    branch.resource.clear(ResourceFlag.MERGING);
    if (!counts) {
      return;
    }
    counted++;
    if (branch.is(Preferences.NONNEGATIVE)) {
      for (int node = 0; node < work.nodes(); node++) {
        if (work.contains(node) && work.score(node) == UNUSABLE) {
          work.put(node, 1);
        }
      }
    }
  }

  private List<Colocation> following(Branch branch) {
    Sums sums = sums(branch);
    return sums.following(sums.lastOf(branch.resource));
  }

  /** Finds what the scores would be with those of a resource; returns whether any node is left. */
  private boolean addMatching(Branch branch) {
    WorkingResource resource = branch.resource;
    String attribute = branch.attribute;
    Map<String, Integer> best = attribute == null ? null : bestByValue(resource, attribute);
    boolean onlyPositive = branch.is(Preferences.NONNEGATIVE);
    boolean usable = false;
    for (int node = 0; node < sums.length; node++) {
      if (!work.contains(node)) {
        continue;
      }
      int score =
          best == null || attribute == null
              ? own(resource.allowed(), nodes.get(node))
              : best.getOrDefault(Preferences.valueOf(nodes.get(node), attribute), -Score.INFINITY);
      sums[node] = sum(work.score(node), score, branch.factor, onlyPositive);
      usable |= sums[node] >= 0 && nodes.get(node).available();
    }
    return usable;
  }

  private void takeSums() {
    for (int node = 0; node < sums.length; node++) {
      if (work.contains(node)) {
        work.put(node, sums[node]);
      }
    }
  }

  /** Returns what counts of a score: a node that cannot run anything is out of the question. */
  static int own(AllowedNodes table, WorkingNode node) {
    return node.available()
        ? Math.max(table.score(node.index()), -Score.INFINITY)
        : -Score.INFINITY;
  }

  private Map<String, Integer> bestByValue(WorkingResource resource, String attribute) {
    Map<String, Integer> best = new HashMap<>();
    for (int node = 0; node < sums.length; node++) {
      int score = own(resource.allowed(), nodes.get(node));
      if (score > -Score.INFINITY) {
        best.merge(Preferences.valueOf(nodes.get(node), attribute), score, Math::max);
      }
    }
    return best;
  }

  private static int sum(int before, int score, float factor, boolean onlyPositive) {
    if ((factor < 0 && score < 0) || before == UNUSABLE) {
      return before;
    }
    int after = Score.add(scaled(score, factor), before);
    if (onlyPositive && after < 0 && before >= 0) {
      return before > 0 ? UNUSABLE : before;
    }
    return after;
  }

  /** Scales in single precision and rounds half away from zero; what is something stays so. */
  static int scaled(int score, float factor) {
    float product = factor * score;
    int rounded = (int) (product < 0 ? product - 0.5 : product + 0.5);
    if (rounded == 0 && score != 0) {
      return factor > 0 ? 1 : factor < 0 ? -1 : 0;
    }
    return rounded;
  }
}
