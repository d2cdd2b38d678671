package io.pacekeeper.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.ClonePolicy;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.cib.Cib;
import io.pacekeeper.core.cib.NodeState;
import io.pacekeeper.core.scheduler.Transition.Action;
import io.pacekeeper.core.scheduler.Transition.ResourceAction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What holds of every decision about a cloned group; {@code -Dscheduler.clusters=N} asks more. */
class ClonedGroupsTest {
  private static final int CLUSTERS = Integer.getInteger("scheduler.clusters", 500);
  private static final List<String> MEMBERS = List.of("a", "b", "c");

  private static String oneOf(Random random, String... words) {
    return words[random.nextInt(words.length)];
  }

  /** Draws a cluster with a cloned group of three, parts of which are active or have failed. */
  private static String draw(long seed) {
    Random random = new Random(seed);
    StringBuilder lines = new StringBuilder();
    int nodes = 1 + random.nextInt(5);
    String max = random.nextBoolean() ? "" : "=" + (1 + random.nextInt(4));
    for (int n = 1; n <= nodes; n++) {
      lines.append("node node").append(n);
      lines.append(oneOf(random, "", "", "", "", " standby", " offline", " without=b"));
      lines.append('\n');
    }
    for (int i = 0; i < MEMBERS.size(); i++) {
      String id = MEMBERS.get(i);
      lines.append("resource %s group=g:%d cloned%s".formatted(id, i, max));
      lines.append(oneOf(random, "", "", " stickiness=0", " stickiness=100")).append('\n');
      if (random.nextInt(3) == 0) {
        lines.append("location %s node%d ".formatted(id, 1 + random.nextInt(nodes)));
        lines.append(oneOf(random, "10", "200", "-5", "-INFINITY")).append('\n');
      }
      for (int n = 1; n <= nodes; n++) {
        if (random.nextBoolean()) {
          lines.append("state %s node%d ".formatted(id, n));
          lines.append(
              oneOf(
                  random,
                  "started",
                  "started",
                  "started",
                  "stopping",
                  "failed failed=monitor:restart failcount=1"));
          lines.append('\n');
        }
      }
    }
    return lines.toString();
  }

  private static Cib cib(String lines) {
    return Scenario.parse(lines).cib(Comparator.naturalOrder());
  }

  /** Plays what is decided until nothing is; fails if that takes too long. */
  private static Cib settled(Cib cib, String lines) {
    Cib now = cib;
    for (int rounds = 0; rounds < 6; rounds++) {
      List<Action> actions = Scheduler.schedule(now, Scenario.NOW).actions();
      if (actions.isEmpty()) {
        return now;
      }
      now = Execution.of(now, actions);
    }
    throw new AssertionError("it never rests:\n" + lines);
  }

  private static Set<String> nodesOf(Cib cib, String member) {
    Set<String> nodes = new TreeSet<>();
    for (NodeState node : cib.nodes().values()) {
      boolean away = node.membership() == NodeState.Membership.OFFLINE;
      if (!away && node.resource(member).phase().isPossiblyActive()) {
        nodes.add(node.name());
      }
    }
    return nodes;
  }

  @Test
  void nothingIsOrderedTwiceOfANode() {
    for (long seed = 1; seed <= CLUSTERS; seed++) {
      String lines = draw(seed);
      Set<List<String>> ordered = new HashSet<>();
      for (Action action : Scheduler.schedule(cib(lines), Scenario.NOW).actions()) {
        ResourceAction it = (ResourceAction) action;
        assertThat(ordered.add(List.of(it.operation().name(), it.resource(), it.node())))
            .as("seed %d:%n%s", seed, lines)
            .isTrue();
      }
    }
  }

  @Test
  void aSettledGroupIsWholeOnAsManyNodesAsItIsToBe() {
    for (long seed = 1; seed <= CLUSTERS; seed++) {
      String lines = draw(seed);
      Cib settled = settled(cib(lines), lines);
      Set<String> nodes = nodesOf(settled, "a");
      ClonePolicy cloning = settled.resources().get("a").cloning();
      assertThat(cloning).isNotNull();
      for (String member : MEMBERS) {
        assertThat(nodesOf(settled, member)).as("seed %d:%n%s", seed, lines).isEqualTo(nodes);
      }
      Set<String> able = able(settled);
      int most = cloning.max() == 0 ? able.size() : Math.min(cloning.max(), able.size());
      assertThat(able).as("seed %d:%n%s", seed, lines).containsAll(nodes);
      assertThat(nodes).as("seed %d:%n%s", seed, lines).hasSize(most);
    }
  }

  /** Returns the nodes that can run it: nothing speaks against them. */
  private static Set<String> able(Cib cib) {
    Set<String> able = new TreeSet<>();
    for (NodeState node : cib.nodes().values()) {
      int against = 0;
      for (ResourceDefinition member : cib.resources().values()) {
        against +=
            member.locations().stream()
                .filter(location -> node.name().equals(location.node()))
                .mapToInt(location -> location.score())
                .sum();
      }
      boolean taking = node.membership() == NodeState.Membership.ONLINE && !node.standby();
      if (taking && against >= 0 && node.agents().containsAll(MEMBERS)) {
        able.add(node.name());
      }
    }
    return able;
  }

  @Test
  void aMemberStartsAfterTheOneBeforeItOnItsNodeAndStopsBeforeIt() {
    for (long seed = 1; seed <= CLUSTERS; seed++) {
      String lines = draw(seed);
      Cib cib = cib(lines);
      List<ResourceAction> actions = new ArrayList<>();
      Scheduler.schedule(cib, Scenario.NOW)
          .actions()
          .forEach(action -> actions.add((ResourceAction) action));
      for (ResourceAction action : actions) {
        int place = MEMBERS.indexOf(action.resource());
        for (ResourceAction other : actions) {
          boolean next =
              other.node().equals(action.node())
                  && other.operation() == action.operation()
                  && MEMBERS.indexOf(other.resource()) == place + 1;
          if (next && action.operation() == Operation.START) {
            assertThat(other.id()).as("seed %d:%n%s", seed, lines).isGreaterThan(action.id());
          } else if (next && action.operation() == Operation.STOP) {
            assertThat(other.id()).as("seed %d:%n%s", seed, lines).isLessThan(action.id());
          }
        }
      }
    }
  }
}
