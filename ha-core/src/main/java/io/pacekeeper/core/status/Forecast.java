package io.pacekeeper.core.status;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.core.cib.Cib;
import io.pacekeeper.core.cib.NodeState;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.scheduler.Scheduler;
import io.pacekeeper.core.scheduler.Transition;
import io.pacekeeper.core.scheduler.Transition.Action;
import io.pacekeeper.core.scheduler.Transition.FenceAction;
import io.pacekeeper.core.scheduler.Transition.ResourceAction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster would do if something were so: decided by the scheduler itself, from an
 * information base that was changed for the question.
 *
 * @param actions what it would do, in order, a line each
 * @param assignment the node that each resource would be on, for those that have one
 */
public record Forecast(List<String> actions, SortedMap<String, String> assignment) {
  public Forecast {
    actions = List.copyOf(actions);
    assignment = ImmutableSortedMap.copyOfSorted(assignment);
  }

  /** Returns what the cluster would do if this were so. */
  public static Forecast of(Cib cib, Instant now) {
    Transition transition = Scheduler.schedule(cib, now);
    List<String> lines = new ArrayList<>();
    for (Action action : transition.actions()) {
      if (action instanceof ResourceAction of) {
        String operation = of.operation().name().toLowerCase(Locale.ROOT);
        lines.add("%s %s on %s (%s)".formatted(operation, of.resource(), of.node(), of.reason()));
      } else if (action instanceof FenceAction of) {
        lines.add("fence %s (%s)".formatted(of.node(), of.reason()));
      }
    }
    return new Forecast(lines, transition.assignment());
  }

  /** Returns where a resource would be, or null for nowhere. */
  public @Nullable String nodeOf(String resource) {
    return assignment.get(resource);
  }

  /** Returns an information base in which a resource is active on a node, and nowhere else. */
  public static Cib activeOn(Cib cib, String resource, String node) {
    SortedMap<String, NodeState> nodes = new TreeMap<>(cib.nodes());
    nodes.replaceAll((name, state) -> with(state, resource, name.equals(node)));
    return new Cib(cib.options(), cib.resources(), nodes);
  }

  private static NodeState with(NodeState state, String resource, boolean active) {
    SortedMap<String, ResourceState> states = new TreeMap<>(state.resources());
    ResourceState.Phase phase = active ? ResourceState.Phase.STARTED : ResourceState.Phase.STOPPED;
    states.put(resource, state.resource(resource).with(phase));
    return state.withResources(states);
  }
}
