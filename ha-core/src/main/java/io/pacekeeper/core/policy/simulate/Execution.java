package io.pacekeeper.core.policy.simulate;

import io.pacekeeper.core.policy.graph.GraphAction;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.model.PrimitiveDefinition;
import io.pacekeeper.core.policy.model.ResourceHistory;
import io.pacekeeper.core.policy.simulate.SimulatedNode.SimulatedHistory;
import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.Notice;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plays a transition through: every action succeeds at once, and leaves its trace in the status.
 */
final class Execution {
  private static final String PROBE_AGAIN = "probe_again";

  private final WorkingSet working;
  private final SimulatedStatus status;
  private final long clock;
  private final Set<String> historyNames = new HashSet<>();
  private final List<String> lines = new ArrayList<>();
  private boolean complete;

  private Execution(WorkingSet working, PolicyInput input, long clock) {
    this.working = working;
    this.status = new SimulatedStatus(input);
    this.clock = clock;
    for (WorkingResource resource : working.everyResource()) {
      if (resource instanceof WorkingPrimitive primitive && primitive.historyName() != null) {
        historyNames.add(primitive.historyName());
      }
    }
  }

  /**
   * Plays a graph through.
   *
   * @param clock the time at which everything is done, in seconds since the epoch
   */
  static Execution of(WorkingSet working, PolicyInput input, List<GraphAction> graph, long clock) {
    Execution execution = new Execution(working, input, clock);
    execution.run(graph);
    return execution;
  }

  /** Returns what was done, a line for each action. */
  List<String> lines() {
    return lines;
  }

  /** Returns whether everything could be done; if not, actions wait for each other. */
  boolean complete() {
    return complete;
  }

  /** Returns the cluster as it is afterwards. */
  PolicyInput result() {
    return status.input();
  }

  private void run(List<GraphAction> graph) {
    Set<Action> done = Collections.newSetFromMap(new IdentityHashMap<>());
    List<GraphAction> open = new ArrayList<>(graph);
    boolean progress = true;
    while (progress && !open.isEmpty()) {
      List<GraphAction> waiting = new ArrayList<>();
      for (GraphAction each : open) {
        if (done.containsAll(each.triggers())) {
          execute(each.action());
          done.add(each.action());
        } else {
          waiting.add(each);
        }
      }
      progress = waiting.size() < open.size();
      open = waiting;
    }
    complete = open.isEmpty();
  }

  private void execute(Action action) {
    WorkingNode node = action.node();
    if (action.pseudo()) {
      lines.add("Pseudo action:   " + operationKey(action));
    } else if (action.task().equals(Task.STONITH) && node != null) {
      String operation = String.valueOf(action.meta("stonith_action"));
      lines.add("Fencing " + node + " (" + operation + ")");
      if (!operation.equals("on")) {
        status.node(node.id(), node.name()).leave();
      }
    } else if (action.task().equals(Task.SHUTDOWN)
        || action.task().equals(Task.CLEAR_FAILCOUNT)
        || action.task().equals(Task.LRM_DELETE)) {
      WorkingResource resource = action.resource();
      String of = resource == null ? "" : " for " + configuredName(resource);
      lines.add("Cluster action:  " + action.task() + of + " on " + node);
    } else if (node != null && action.resource() instanceof WorkingPrimitive primitive) {
      executeOn(action, primitive, node);
    }
  }

  private void executeOn(Action action, WorkingPrimitive primitive, WorkingNode node) {
    if (action.task().equals(PROBE_AGAIN)) {
      return;
    }
    boolean traced = !action.task().equals(Task.DELETE) && !action.task().equals(Task.META_DATA);
    String shown = shownName(primitive);
    StringBuilder line = new StringBuilder("Resource action: ").append(shown);
    while (line.length() < 32) {
      line.append(' ');
    }
    line.append(' ').append(action.task());
    if (action.interval() > 0 && traced) {
      line.append('=').append(action.interval());
    }
    lines.add(line.append(" on ").append(node).toString());
    if (traced) {
      trace(action, primitive, node, shown);
    }
  }

  private void trace(Action action, WorkingPrimitive primitive, WorkingNode node, String shown) {
    PrimitiveDefinition definition = primitive.definition();
    SimulatedHistory history =
        status
            .node(node.id(), node.name())
            .history(
                shown,
                new ResourceHistory(
                    configuredName(primitive),
                    definition.standard(),
                    definition.provider(),
                    definition.type(),
                    null,
                    0,
                    List.of()));
    String task = action.task().equals(Task.RELOAD_AGENT) ? Task.START : action.task();
    String key = Task.key(history.id(), task, action.interval());
    int result = action.expectedResult() == null ? 0 : action.expectedResult();
    history.put(
        Traces.ofMigration(
            Traces.of(
                entryId(action, history.id(), task, key),
                key,
                task,
                action.interval(),
                history.nextCallId(),
                result,
                result,
                clock,
                working.input().header().featureSet()),
            action.meta("migrate_source"),
            action.meta("migrate_target")));
  }

  private static String entryId(Action action, String resource, String task, String key) {
    Notice notice = action.notice();
    if (notice != null) {
      return Notice.key(resource, notice.type(), notice.operation());
    }
    boolean own =
        action.interval() > 0 || task.equals(Task.MIGRATE_TO) || task.equals(Task.MIGRATE_FROM);
    return own ? key : Task.key(resource, "last", 0);
  }

  /** Returns the name that is known of a resource: that of the history, if there was any before. */
  private String shownName(WorkingPrimitive primitive) {
    String name = configuredName(primitive);
    if (working.resourceById(name) != null || historyNames.contains(name)) {
      return name;
    }
    String historyName = primitive.historyName();
    return historyName == null ? primitive.id() : historyName;
  }

  /** Returns the name without a number, if the instances of the clone cannot be told apart. */
  private static String configuredName(WorkingResource resource) {
    String historyName =
        resource instanceof WorkingPrimitive primitive ? primitive.historyName() : null;
    if (resource.has(ResourceFlag.ORPHAN) && historyName != null) {
      return historyName;
    }
    return resource.has(ResourceFlag.UNIQUE) ? resource.id() : resource.definition().id();
  }

  private static String operationKey(Action action) {
    @Nullable String historyName =
        action.resource() instanceof WorkingPrimitive primitive ? primitive.historyName() : null;
    if (historyName == null) {
      return action.key();
    }
    Notice notice = action.notice();
    if (notice != null && action.task().equals(Task.NOTIFY)) {
      return Notice.key(historyName, notice.type(), notice.operation());
    }
    return Task.key(historyName, action.task(), action.interval());
  }
}
