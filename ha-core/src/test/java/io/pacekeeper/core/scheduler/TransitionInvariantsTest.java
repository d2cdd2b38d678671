package io.pacekeeper.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.Explanation;
import io.pacekeeper.api.Explanation.NodeCase;
import io.pacekeeper.api.Explanation.Promotion;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.Score;
import io.pacekeeper.core.cib.Cib;
import io.pacekeeper.core.cib.NodeState;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.document.ResourceState.Phase;
import io.pacekeeper.core.scheduler.Transition.Action;
import io.pacekeeper.core.scheduler.Transition.ResourceAction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What holds of every decision, asked of random clusters; {@code -Dscheduler.clusters=N} of more.
 */
class TransitionInvariantsTest {
  private static final Pattern LOCATION = Pattern.compile("a location with a score above (\\d+)");
  private static final int CLUSTERS = Integer.getInteger("scheduler.clusters", 500);

  @Test
  void aResourceStartsOnlyAfterWhateverCouldBeActiveHasEnded() {
    forEachCluster(
        (cib, transition) -> {
          for (Action action : transition.actions()) {
            if (action instanceof ResourceAction start && start.operation() == Operation.START) {
              assertThat(nodesThatEnd(transition, start))
                  .containsAll(nodesWhereItCouldBe(cib, start.resource()));
            }
          }
        });
  }

  private static Set<String> nodesThatEnd(Transition transition, ResourceAction start) {
    Set<String> nodes = new HashSet<>();
    for (int id : start.after()) {
      Action before = transition.actions().get(id);
      boolean ends =
          !(before instanceof ResourceAction it)
              || (it.operation() == Operation.STOP && it.resource().equals(start.resource()));
      if (ends) {
        nodes.add(before.node());
      }
    }
    return nodes;
  }

  private static Set<String> nodesWhereItCouldBe(Cib cib, String resource) {
    Set<String> nodes = new HashSet<>();
    for (NodeState node : cib.nodes().values()) {
      if (node.membership() != Membership.OFFLINE
          && node.resource(resource).phase().isPossiblyActive()) {
        nodes.add(node.name());
      }
    }
    return nodes;
  }

  @Test
  void aResourceStartsAtMostOnceAndWhereItsCodeIsOnANodeThatTakesPart() {
    forEachCluster(
        (cib, transition) -> {
          Set<String> started = new HashSet<>();
          for (Action action : transition.actions()) {
            if (action instanceof ResourceAction it) {
              NodeState node = cib.nodes().get(it.node());
              assertThat(node.membership()).isEqualTo(Membership.ONLINE);
              if (it.operation() == Operation.START) {
                assertThat(started.add(it.resource())).isTrue();
                assertThat(node.agents()).contains(it.resource());
                assertThat(node.standby() || node.leaving() || node.maintenance()).isFalse();
                assertThat(transition.assignment()).containsEntry(it.resource(), it.node());
              }
            }
          }
        });
  }

  @Test
  void nothingIsDoneWithWhatIsUnknownBlockedOrOnAPendingNode() {
    forEachCluster(
        (cib, transition) -> {
          for (Action action : transition.actions()) {
            if (action instanceof ResourceAction it) {
              for (NodeState node : cib.nodes().values()) {
                Phase phase = node.resource(it.resource()).phase();
                if (node.membership() == Membership.ONLINE) {
                  assertThat(phase).isNotIn(Phase.UNKNOWN, Phase.BLOCKED);
                } else if (node.membership() == Membership.PENDING) {
                  assertThat(phase).isEqualTo(Phase.STOPPED);
                }
              }
            }
          }
        });
  }

  @Test
  void anActionWaitsOnlyForActionsBeforeIt() {
    forEachCluster(
        (cib, transition) -> {
          for (int id = 0; id < transition.actions().size(); id++) {
            Action action = transition.actions().get(id);
            int own = id;
            assertThat(action.id()).isEqualTo(id);
            assertThat(action.after()).allMatch(before -> before < own);
          }
        });
  }

  @Test
  void whatWasDecidedAndDoneIsAtRest() {
    forEachCluster(
        (cib, transition) -> {
          Cib done = Execution.of(cib, transition.actions());
          assertThat(Scheduler.schedule(done, Scenario.NOW).actions()).isEmpty();
        });
  }

  @Test
  void aClusterInterruptedAfterAnyActionComesToRestInOneMoreTransition() {
    forEachCluster(
        (cib, transition) -> {
          List<Action> actions = transition.actions();
          for (int n = 1; n < actions.size(); n++) {
            Cib interrupted = Execution.of(cib, actions.subList(0, n));
            Transition next = Scheduler.schedule(interrupted, Scenario.NOW);
            Cib done = Execution.of(interrupted, next.actions());
            assertThat(Scheduler.schedule(done, Scenario.NOW).actions()).isEmpty();
          }
        });
  }

  @Test
  void theSameClusterGivesTheSameDecisionInWhateverOrderItIsRead() {
    for (long seed = 1; seed <= CLUSTERS; seed++) {
      Scenario scenario = Scenario.parse(String.join("\n", RandomCluster.withEverything(seed)));
      Transition there = Scheduler.schedule(scenario.cib(Comparator.naturalOrder()), Scenario.NOW);
      Transition back = Scheduler.schedule(scenario.cib(Comparator.reverseOrder()), Scenario.NOW);
      assertThat(back.toString()).as("seed %d", seed).isEqualTo(there.toString());
    }
  }

  @Test
  void anExplanationSaysWhatWasDecidedAndItsTermsAddUp() {
    forEachCluster(
        (cib, transition) -> {
          for (String resource : cib.resources().keySet()) {
            Explanation explanation = Scheduler.explain(cib, resource, Scenario.NOW);
            assertThat(explanation.assignedTo()).isEqualTo(transition.assignment().get(resource));
            assertThat(explanation.summary()).startsWith(resource + " ").endsWith(".");
            assertThat(explanation.remedy() == null)
                .as("%s", explanation)
                .isEqualTo(explanation.assignedTo() != null && !isLeftAlone(explanation));
            for (NodeCase node : explanation.nodes()) {
              int sum = node.terms().stream().mapToInt(term -> term.score()).reduce(0, Score::add);
              assertThat(node.score()).as("%s", explanation).isEqualTo(sum);
              assertThat(node.verdict()).isNotEmpty();
              Promotion promotion = node.promotion();
              if (promotion != null) {
                int promotes =
                    promotion.terms().stream().mapToInt(term -> term.score()).reduce(0, Score::add);
                assertThat(promotion.score()).as("%s", explanation).isEqualTo(promotes);
              }
            }
          }
        });
  }

  @Test
  void aLocationAsLargeAsAnExplanationAsksForBringsTheResourceThere() {
    int tried = 0;
    for (long seed = 1; seed <= CLUSTERS; seed++) {
      List<String> lines = RandomCluster.withEverything(seed);
      Cib cib = Scenario.parse(String.join("\n", lines)).cib(Comparator.naturalOrder());
      for (String resource : cib.resources().keySet()) {
        for (NodeCase node : Scheduler.explain(cib, resource, Scenario.NOW).nodes()) {
          Matcher asked = LOCATION.matcher(String.valueOf(node.remedy()));
          if (asked.matches()) {
            int score = Integer.parseInt(asked.group(1)) + 1;
            List<String> more = new ArrayList<>(lines);
            more.add("location " + resource + " " + node.node() + " " + score);
            Cib preferred = Scenario.parse(String.join("\n", more)).cib(Comparator.naturalOrder());
            Explanation then = Scheduler.explain(preferred, resource, Scenario.NOW);
            assertThat(String.valueOf(then.assignedTo()).split(", "))
                .as("seed %d, %s on %s: %s", seed, resource, node, then)
                .contains(node.node());
            tried++;
          }
        }
      }
    }
    assertThat(tried).isGreaterThan(CLUSTERS / 10);
  }

  private static boolean isLeftAlone(Explanation explanation) {
    return explanation.nodes().stream().anyMatch(node -> node.verdict().startsWith("left alone"));
  }

  private static void forEachCluster(BiConsumer<Cib, Transition> check) {
    for (long seed = 1; seed <= CLUSTERS; seed++) {
      List<String> lines = RandomCluster.withEverything(seed);
      Cib cib = Scenario.parse(String.join("\n", lines)).cib(Comparator.naturalOrder());
      try {
        check.accept(cib, Scheduler.schedule(cib, Scenario.NOW));
      } catch (AssertionError failed) {
        throw new AssertionError(
            "seed " + seed + ":\n" + String.join("\n", lines) + "\n" + failed.getMessage(), failed);
      }
    }
  }
}
