package io.pacekeeper.core.lease;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Visits every world that can be reached, nearest first, until two instances are active at once.
 */
final class LeaseExplorer {
  /**
   * What was found.
   *
   * @param worlds how many different worlds were visited
   * @param depth how many steps the farthest of them is away
   * @param complete whether there are no others
   * @param overlap the steps to an overlap, or null if there is none
   */
  record Found(int worlds, int depth, boolean complete, @Nullable List<String> overlap) {}

  private final LeaseRules rules;
  private final int limit;
  private long[] worlds = new long[1 << 16];
  private int[] parents = new int[1 << 16];
  private int[] index = new int[1 << 18];
  private int count;
  private int overlap = -1;

  private LeaseExplorer(LeaseRules rules, int limit) {
    this.rules = rules;
    this.limit = limit;
  }

  /** Explores until everything was visited, or as many worlds as the limit says. */
  static Found explore(LeaseRules rules, int limit) {
    LeaseExplorer explorer = new LeaseExplorer(rules, limit);
    explorer.visit(LeaseWorld.joined(rules), -1);
    explorer.visit(LeaseWorld.adopted(rules), -1);
    return explorer.run();
  }

  private Found run() {
    int depth = 0;
    int levelEnd = count;
    int at = 0;
    while (at < count && count < limit && overlap < 0) {
      if (at == levelEnd) {
        depth++;
        levelEnd = count;
      }
      int parent = at;
      LeaseWorld.of(rules, worlds[at]).next((how, world) -> visit(world, parent));
      at++;
    }
    return new Found(count, depth, at == count, overlap < 0 ? null : steps(overlap));
  }

  private void visit(LeaseWorld world, int parent) {
    long code = world.code();
    int slot = slot(code);
    if (index[slot] != 0) {
      return;
    }
    if (count == worlds.length) {
      worlds = Arrays.copyOf(worlds, 2 * count);
      parents = Arrays.copyOf(parents, 2 * count);
    }
    worlds[count] = code;
    parents[count] = parent;
    index[slot] = ++count;
    if (overlap < 0 && world.overlaps()) {
      overlap = count - 1;
    }
    if (2 * count > index.length) {
      index = new int[2 * index.length];
      for (int i = 0; i < count; i++) {
        index[slot(worlds[i])] = i + 1;
      }
    }
  }

  /** Returns where the world is in the index, or the free place where it belongs. */
  private int slot(long code) {
    long mixed = code * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> 32) & (index.length - 1);
    while (index[slot] != 0 && worlds[index[slot] - 1] != code) {
      slot = (slot + 1) & (index.length - 1);
    }
    return slot;
  }

  private List<String> steps(int last) {
    List<String> steps = new ArrayList<>();
    for (int at = last; parents[at] >= 0; at = parents[at]) {
      long code = worlds[at];
      List<String> names = new ArrayList<>();
      LeaseWorld.of(rules, worlds[parents[at]])
          .next(
              (how, world) -> {
                if (world.code() == code) {
                  names.add(how);
                }
              });
      steps.add(0, names.get(0));
    }
    return steps;
  }
}
