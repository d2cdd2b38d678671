package io.pacekeeper.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.Score;
import io.pacekeeper.core.cib.Cib;
import io.pacekeeper.core.cib.NodeState;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.scheduler.Transition.ResourceAction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Asks Pacemaker itself about random clusters: {@code crm_simulate}, of Debian's
 * pacemaker-cli-utils, must give every resource the same scores and the same place. Skipped where
 * it is not installed. {@code -Dpacemaker.clusters=N} asks about more of them, {@code
 * -Dpacemaker.seed=N} about one.
 *
 * <p>Where the two differ on purpose, no such cluster is drawn: what is pending, unknown, starting
 * or stopping here has no counterpart there; a resource that could be active on an unclean node and
 * is active on another stays here and is restarted there; failures on unclean nodes do not count
 * here; what failed is stopped here even when the failure is so old that it does not count; an
 * ignored failure on one node does not make failures on others ignored.
 */
class PacemakerComparisonTest {
  private static final Path CRM_SIMULATE = Path.of("/usr/sbin/crm_simulate");

  @TempDir Path folder;

  @Test
  void everyDecisionIsPacemakers() throws Exception {
    ask(RandomCluster::of);
  }

  @Test
  void everyDecisionAboutCapacityAndHealthIsPacemakers() throws Exception {
    ask(RandomCluster::withPlacement);
  }

  private void ask(LongFunction<List<String>> clusters) throws Exception {
    assumeThat(CRM_SIMULATE).as("crm_simulate, of the package pacemaker-cli-utils").exists();
    Long only = Long.getLong("pacemaker.seed");
    long first = only == null ? 1 : only;
    long last = only == null ? Integer.getInteger("pacemaker.clusters", 200) : only;
    for (long seed = first; seed <= last; seed++) {
      List<String> lines = clusters.apply(seed);
      if (!agrees(lines)) {
        List<String> small = shrink(lines);
        assertThat(decided(cib(small)))
            .as("seed %d, made as small as possible:%n%s%n", seed, String.join("\n", small))
            .isEqualTo(asked(cib(small)));
      }
    }
  }

  private boolean agrees(List<String> lines) throws Exception {
    Cib cib = cib(lines);
    return decided(cib).equals(asked(cib));
  }

  /** Leaves out whatever can be left out while the two go on disagreeing. */
  private List<String> shrink(List<String> lines) throws Exception {
    List<String> small = new ArrayList<>(lines);
    for (int i = small.size() - 1; i >= 0; i--) {
      if (i < small.size()) {
        List<String> smaller = without(small, small.get(i));
        if (!agrees(smaller)) {
          small = smaller;
        }
      }
    }
    return small;
  }

  /** Leaves out a line and, where it declares something, what is said of that. */
  private static List<String> without(List<String> lines, String line) {
    String[] words = line.split(" ");
    boolean declares = words[0].equals("resource") || words[0].equals("node");
    List<String> rest = new ArrayList<>(lines);
    rest.removeIf(other -> declares && List.of(other.split(" ")).contains(words[1]));
    rest.remove(line);
    return rest;
  }

  private static Cib cib(List<String> lines) {
    return Scenario.parse(String.join("\n", lines)).cib(Comparator.naturalOrder());
  }

  private static SortedMap<String, String> decided(Cib cib) {
    Roster roster = Roster.of(cib);
    History history = History.of(roster, Scenario.NOW);
    NodeStatus nodes = NodeStatus.of(roster, history);
    Decision decision = Decision.of(roster, nodes, history, Scenario.NOW, false);
    Transition transition = Scheduler.schedule(cib, Scenario.NOW);
    SortedMap<String, String> decided = living(cib, transition.assignment());
    for (Transition.Action action : transition.actions()) {
      if (action instanceof ResourceAction it && isOnceActive(history, roster, it.resource())) {
        String operation = it.operation().name().toLowerCase(Locale.ROOT);
        decided.put(operation + " " + it.resource() + " " + it.node(), "");
      }
    }
    for (String pair : pairs(cib)) {
      String[] names = pair.split(" ");
      int score = decision.score(roster.resource(names[0]), roster.node(names[1]));
      decided.put(pair, Score.format(score));
    }
    return decided;
  }

  /** Of a resource that is active several times Pacemaker's summary names one stop alone. */
  private static boolean isOnceActive(History history, Roster roster, String resource) {
    return history.of(roster.resource(resource)).active().size() < 2;
  }

  private SortedMap<String, String> asked(Cib cib) throws Exception {
    PacemakerDecision decision = simulate(PacemakerCib.write(cib, Scenario.NOW));
    SortedMap<String, String> asked = living(cib, decision.placed());
    Roster roster = Roster.of(cib);
    History history = History.of(roster, Scenario.NOW);
    for (String action : decision.actions()) {
      String[] words = action.split(" ");
      boolean alive = cib.nodes().get(words[2]).membership() == Membership.ONLINE;
      if (alive && isOnceActive(history, roster, words[1])) {
        asked.put(action, "");
      }
    }
    for (String pair : pairs(cib)) {
      String[] names = pair.split(" ");
      asked.put(pair, decision.score(names[0], names[1]));
    }
    return asked;
  }

  /** What is left alone on a node that is to be fenced is gone after that. */
  private static SortedMap<String, String> living(Cib cib, SortedMap<String, String> placed) {
    SortedMap<String, String> living = new TreeMap<>(placed);
    living.keySet().retainAll(cib.resources().keySet());
    living
        .values()
        .removeIf(
            name -> {
              NodeState node = cib.nodes().get(name);
              return node == null || node.membership() != Membership.ONLINE;
            });
    return living;
  }

  /**
   * Returns each managed resource with each node. To pin an unmanaged one Pacemaker gives its node
   * a score of INFINITY, which is not needed here.
   */
  private static List<String> pairs(Cib cib) {
    List<String> pairs = new ArrayList<>();
    if (cib.options().placement().countsCapacity()) {
      return pairs; // Pacemaker says the scores as they are before it looks at what is left.
    }
    Roster roster = Roster.of(cib);
    History history = History.of(roster, Scenario.NOW);
    for (ResourceDefinition resource : cib.resources().values()) {
      if (history.of(roster.resource(resource.id())).hold() == null) {
        for (NodeState node : cib.nodes().values()) {
          if (node.membership() == Membership.ONLINE && !node.leaving()) {
            pairs.add(resource.id() + " " + node.name());
          }
        }
      }
    }
    return pairs;
  }

  private PacemakerDecision simulate(String xml) throws IOException, InterruptedException {
    Path input = Files.writeString(folder.resolve("cib.xml"), xml);
    Path output = folder.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(
            CRM_SIMULATE.toString(), "--xml-file", input.toString(), "--show-scores");
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("TZ", "UTC");
    builder.environment().put("CIB_shadow_dir", folder.toString());
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    int exit = builder.start().waitFor();
    String text = Files.readString(output);
    assertThat(exit).as("exit status of crm_simulate, which said%n%s", text).isZero();
    return PacemakerDecision.read(text);
  }
}
