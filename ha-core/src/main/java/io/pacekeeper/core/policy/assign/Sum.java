package io.pacekeeper.core.policy.assign;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.working.AllowedNodes;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingResource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * A Sum is what everything that depends on a resource would add to the score of each node, one
 * after the other, and how low and how high it would get on the way. It stands for adding them one
 * by one as long as no limit is reached on the way, and no node after the other becomes unusable.
 */
final class Sum {
  /** Whether a sum can be used. */
  enum State {
    STALE,
    IN_THE_MAKING,
    KNOWN,
    /** The dependents have to be gone through. */
    UNKNOWABLE
  }

  /** Nothing that gets so far could stay within the limits. */
  private static final int FAR = 4 * Score.INFINITY;

  private final WorkingResource resource;
  private final int[] total;
  private final int[] lowest;
  private final int[] highest;
  private final boolean[] banned;
  private final boolean[] forced;
  private final List<Sum> users = new ArrayList<>(1);
  private State state = State.STALE;
  private boolean watching;
  private int next;
  private int count;

  Sum(WorkingResource resource, int nodes) {
    this.resource = resource;
    total = new int[nodes];
    lowest = new int[nodes];
    highest = new int[nodes];
    banned = new boolean[nodes];
    forced = new boolean[nodes];
  }

  WorkingResource resource() {
    return resource;
  }

  State state() {
    return state;
  }

  /** Returns how many resources are in it, each as often as it counts. */
  int count() {
    return count;
  }

  /** Returns the place of the colocation that is to be added next. */
  int next() {
    return next;
  }

  void skip() {
    next++;
  }

  void begin() {
    state = State.IN_THE_MAKING;
    next = 0;
    count = 0;
    Arrays.fill(total, 0);
    Arrays.fill(lowest, FAR);
    Arrays.fill(highest, -FAR);
    Arrays.fill(banned, false);
    Arrays.fill(forced, false);
  }

  void end(boolean known) {
    state = known ? State.KNOWN : State.UNKNOWABLE;
  }

  void count(int more) {
    count += more;
  }

  /** Adds the score of one dependent. */
  void add(int node, int score) {
    banned[node] |= score <= -Score.INFINITY;
    forced[node] |= score >= Score.INFINITY;
    total[node] = limited(total[node] + score);
    lowest[node] = Math.min(lowest[node], total[node]);
    highest[node] = Math.max(highest[node], total[node]);
  }

  /** Adds another sum after what is in this one. */
  void add(Sum other) {
    if (other.count == 0) {
      return;
    }
    count += other.count;
    for (int node = 0; node < total.length; node++) {
      banned[node] |= other.banned[node];
      forced[node] |= other.forced[node];
      lowest[node] = Math.min(lowest[node], limited(total[node] + other.lowest[node]));
      highest[node] = Math.max(highest[node], limited(total[node] + other.highest[node]));
      total[node] = limited(total[node] + other.total[node]);
    }
  }

  private static int limited(int score) {
    return Math.max(-FAR, Math.min(FAR, score));
  }

  /**
   * Adds it to the scores of a table.
   *
   * @param nonnegative whether positive scores must not be pushed below zero
   * @return whether that is the same as adding one by one; if not, nothing was added
   */
  boolean addTo(AllowedNodes table, List<WorkingNode> nodes, boolean nonnegative) {
    boolean usable = count == 0;
    for (int node = 0; node < total.length; node++) {
      int score = table.score(node);
      if (!table.contains(node) || score == -Score.INFINITY) {
        continue;
      }
      if (!staysWithin(node, score, nonnegative)) {
        return false;
      }
      boolean stays = score >= Score.INFINITY || score + lowest[node] >= 0;
      usable |= stays && !banned[node] && nodes.get(node).available();
    }
    for (int node = 0; usable && node < total.length; node++) {
      int score = table.score(node);
      if (table.contains(node) && score > -Score.INFINITY && count > 0) {
        table.put(node, banned[node] ? -Score.INFINITY : after(score, node));
      }
    }
    return usable;
  }

  private int after(int score, int node) {
    return score >= Score.INFINITY ? score : score + total[node];
  }

  private boolean staysWithin(int node, int score, boolean nonnegative) {
    if (score < -Score.INFINITY) {
      return false;
    }
    if (banned[node]) {
      return !nonnegative;
    }
    if (forced[node]) {
      return false;
    }
    if (score >= Score.INFINITY || count == 0) {
      return true;
    }
    int low = score + lowest[node];
    int high = score + highest[node];
    if (low <= -Score.INFINITY || high >= Score.INFINITY) {
      return false;
    }
    return !nonnegative || (score >= 0 ? low >= 0 : high < 0);
  }

  /** Notes that another sum has this one in it, and the scores of this one's resource. */
  void addUser(Sum user) {
    users.add(user);
  }

  /** Has the sums be forgotten that the scores of this one's resource are in, once those change. */
  void watch(AllowedNodes table) {
    if (!watching) {
      watching = true;
      table.watch(
          () -> {
            watching = false;
            forgetUsers();
          });
    }
  }

  /** Has it be made again when it is needed next, and all that it is in. */
  void forget() {
    state = State.STALE;
    forgetUsers();
  }

  private void forgetUsers() {
    Deque<Sum> open = new ArrayDeque<>(users);
    users.clear();
    while (!open.isEmpty()) {
      Sum sum = open.pop();
      if (sum.state != State.STALE) {
        sum.state = State.STALE;
        open.addAll(sum.users);
        sum.users.clear();
      }
    }
  }
}
