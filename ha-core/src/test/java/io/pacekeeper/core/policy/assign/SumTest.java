package io.pacekeeper.core.policy.assign;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.model.NodeDefinition;
import io.pacekeeper.core.policy.working.AllowedNodes;
import io.pacekeeper.core.policy.working.WorkingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A sum either is what adding one by one comes to, or says that it is not. */
class SumTest {
  private static final int NODES = 3;
  private static final int[] SCORES = {
    0, 0, 1, -1, 100, -100, 700_000, -700_000, Score.INFINITY, -Score.INFINITY
  };

  private final List<WorkingNode> nodes = nodes();

  @Test
  void aSumComesToWhatAddingOneByOneDoes() {
    int added = 0;
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      List<int[]> steps = new ArrayList<>();
      for (int step = random.nextInt(6); step >= 0; step--) {
        steps.add(scores(random));
      }
      AllowedNodes table = table(scores(random));
      AllowedNodes expected = table(new int[NODES]);
      expected.assign(table);
      boolean alwaysUsable = usable(table) && oneByOne(expected, steps);
      AllowedNodes untouched = table.copy();
      if (usable(table) && sum(random, steps).addTo(table, nodes, false)) {
        assertThat(alwaysUsable).as("seed %d", seed).isTrue();
        assertThat(table).as("seed %d", seed).hasToString(expected.toString());
        added++;
      } else {
        assertThat(table).as("seed %d", seed).hasToString(untouched.toString());
      }
    }
    assertThat(added).isGreaterThan(1_000);
  }

  @Test
  void whereNoNodeStaysUsableAllTheWayOneByOneIsRight() {
    Sum sum = sum(new Random(1), List.of(new int[] {-1, -1, -1}, new int[] {5, 5, 5}));
    assertThat(sum.addTo(table(new int[NODES]), nodes, false)).isFalse();
  }

  @Test
  void aScoreThatMustStayPositiveIsNotPushedBelowZero() {
    Sum sum = sum(new Random(1), List.of(new int[] {-5, 0, 0}));
    assertThat(sum.addTo(table(new int[] {3, 0, 0}), nodes, true)).isFalse();
    assertThat(sum.addTo(table(new int[] {5, 0, 0}), nodes, true)).isTrue();
  }

  private boolean oneByOne(AllowedNodes table, List<int[]> steps) {
    boolean always = true;
    for (int[] step : steps) {
      for (int node = 0; node < NODES; node++) {
        table.put(node, Score.add(table.score(node), step[node]));
      }
      always &= usable(table);
    }
    return always;
  }

  private static boolean usable(AllowedNodes table) {
    for (int node = 0; node < NODES; node++) {
      if (table.score(node) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** Makes a sum of some steps, the last of which may be in a sum of their own. */
  private static Sum sum(Random random, List<int[]> steps) {
    int split = random.nextInt(steps.size() + 1);
    Sum sum = ofSteps(steps.subList(0, split));
    sum.add(ofSteps(steps.subList(split, steps.size())));
    return sum;
  }

  private static Sum ofSteps(List<int[]> steps) {
    Sum sum = new Sum(null, NODES); // whose it is does not matter here
    sum.begin();
    for (int[] step : steps) {
      for (int node = 0; node < NODES; node++) {
        sum.add(node, step[node]);
      }
      sum.count(1);
    }
    return sum;
  }

  private static int[] scores(Random random) {
    int[] scores = new int[NODES];
    for (int node = 0; node < NODES; node++) {
      scores[node] = SCORES[random.nextInt(SCORES.length)];
    }
    return scores;
  }

  private static AllowedNodes table(int[] scores) {
    AllowedNodes table = new AllowedNodes(NODES);
    for (int node = 0; node < NODES; node++) {
      table.put(node, scores[node]);
    }
    return table;
  }

  private static List<WorkingNode> nodes() {
    List<WorkingNode> nodes = new ArrayList<>();
    for (int index = 0; index < NODES; index++) {
      String name = "n" + index;
      WorkingNode node =
          new WorkingNode(
              index, new NodeDefinition(name, name, null, null, List.of(), List.of()), true, 0);
      node.setOnline(true);
      nodes.add(node);
    }
    return nodes;
  }
}
