package io.pacekeeper.cli;

import io.pacekeeper.api.ClusterStatus;
import io.pacekeeper.api.Explanation;
import io.pacekeeper.api.HaException;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DirectivesDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.policy.simulate.Change;
import io.pacekeeper.core.scheduler.Scheduler;
import io.pacekeeper.core.scheduler.SchedulerRun;
import io.pacekeeper.core.status.ClusterView;
import io.pacekeeper.core.whatif.ClusterSimulation;
import io.pacekeeper.runtime.SavedInput;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The simulation of one's own cluster, as it is now or as its scheduler saw it once.
 *
 * @param simulation what is decided
 * @param now when
 * @param heading what is said before everything else
 * @param differences in what it is decided otherwise than it was recorded
 * @param remarks what has to be said besides
 */
record SimulatedCluster(
    ClusterSimulation simulation,
    Instant now,
    String heading,
    List<String> differences,
    List<String> remarks)
    implements Simulated {
  /** The exit status where it is decided otherwise than it was recorded. */
  static final int OTHERWISE = 3;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ssXXXXX", Locale.ROOT);

  /** Of so many differences each is said. */
  private static final int MOST_DIFFERENCES = 6;

  SimulatedCluster {
    differences = List.copyOf(differences);
    remarks = List.copyOf(remarks);
  }

  /** Decides about a cluster as its documents show it. */
  static SimulatedCluster of(ClusterView view, List<Change> changes) {
    try {
      // What the DC cannot read it does not guess, and nor is it guessed here.
      view.document(DocumentKey.CONFIG, ConfigDocument.class);
      view.document(DocumentKey.DIRECTIVES, DirectivesDocument.class);
    } catch (IllegalArgumentException e) {
      throw new HaException("nothing can be decided: " + e.getMessage(), e);
    }
    ClusterSimulation simulation = ClusterSimulation.of(view.cib(), changes, view.now());
    List<String> remarks = remarks(simulation);
    ClusterStatus.Dc dc = view.status().dc();
    if (dc == null || !dc.member()) {
      remarks.add("there is no DC at this moment: it is what the next one will decide");
    }
    return new SimulatedCluster(simulation, view.now(), "", List.of(), remarks);
  }

  /** Decides again what was decided once; compares that if nothing is to be otherwise. */
  static SimulatedCluster of(SavedInput saved, List<Change> changes, ZoneId zone) {
    SchedulerRun run = saved.run();
    ClusterSimulation simulation =
        ClusterSimulation.of(run.input().cib(), changes, run.input().now());
    List<String> differences =
        changes.isEmpty()
            ? Differences.between(run.decided(), simulation.inspection().transition())
            : List.of();
    List<String> remarks = remarks(simulation);
    if (!differences.isEmpty()) {
      int more = differences.size() - MOST_DIFFERENCES;
      String all =
          String.join("; ", differences.subList(0, Math.min(MOST_DIFFERENCES, differences.size())));
      remarks.add(
          "decided otherwise than recorded: " + all + (more > 0 ? "; and " + more + " more" : ""));
    }
    String heading =
        "Saved by %s, DC of cluster %s, with version %s%s\nUsing the original execution date of: %s\n"
            .formatted(
                run.node(),
                saved.cluster(),
                saved.version(),
                run.order() == null ? ", which ordered nothing" : ", which ordered " + run.order(),
                DATE.format(run.input().now().atZone(zone)));
    return new SimulatedCluster(simulation, run.input().now(), heading, differences, remarks);
  }

  private static List<String> remarks(ClusterSimulation simulation) {
    List<String> remarks = new ArrayList<>();
    if (!simulation.complete()) {
      remarks.add("the cluster would not come to rest: one transition would follow the other");
    }
    return remarks;
  }

  @Override
  public String summary() {
    return heading + simulation.summary();
  }

  @Override
  public String dot() {
    return simulation.dot();
  }

  @Override
  public String scores() {
    return simulation.scores();
  }

  @Override
  public Explanation explain(String resource) {
    return Scheduler.explain(simulation.cib(), resource, now);
  }

  @Override
  public String json() {
    return ClusterSimulationJson.of(simulation, differences);
  }

  @Override
  public int status() {
    return differences.isEmpty() ? Pk.DONE : OTHERWISE;
  }
}
