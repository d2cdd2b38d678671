package io.pacekeeper.core.whatif;

import com.google.common.collect.ImmutableSortedSet;
import io.pacekeeper.api.MonitorDefinition;
import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.Score;
import io.pacekeeper.core.cib.Cib;
import io.pacekeeper.core.cib.ClusterProperty;
import io.pacekeeper.core.cib.NodeState;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.document.Failure;
import io.pacekeeper.core.document.InstanceName;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.ResourceState.Phase;
import io.pacekeeper.core.policy.simulate.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An information base in which something is otherwise.
 *
 * @param cib the information base after the changes
 * @param lines what was changed, a line each
 */
record ChangedCib(Cib cib, List<String> lines) {
  ChangedCib {
    lines = List.copyOf(lines);
  }

  /**
   * Changes an information base.
   *
   * @throws IllegalArgumentException if a change names what there is not; it says so in a sentence
   */
  static ChangedCib of(Cib cib, List<Change> changes, Instant now) {
    ChangedCib result = new ChangedCib(cib, List.of());
    for (Change change : changes) {
      result = result.with(change, now);
    }
    return result;
  }

  private ChangedCib with(Change change, Instant now) {
    if (change instanceof Change.NodeUp up) {
      NodeState node = node(up.node());
      return node.membership() == Membership.ONLINE
          ? with(node, "Node " + node.name() + " is online already")
          : with(
              node.ready(ImmutableSortedSet.copyOf(cib.resources().keySet())),
              "Bringing node " + node.name() + " online, with code for every resource");
    }
    if (change instanceof Change.NodeDown down) {
      NodeState node = node(down.node());
      return with(
          node.with(Membership.OFFLINE, new TreeMap<>()),
          "Taking node " + node.name() + " offline");
    }
    if (change instanceof Change.Standby standby) {
      NodeState node = node(standby.node());
      return with(node.inStandby(), "Putting node " + node.name() + " in standby");
    }
    if (change instanceof Change.Option option) {
      return with(option);
    }
    if (change instanceof Change.Failure failure) {
      return with(failure, now);
    }
    throw new IllegalArgumentException(
        "what would be if the date, the quorum or a ticket were another can be asked of a CIB alone");
  }

  private ChangedCib with(NodeState node, String line) {
    SortedMap<String, NodeState> nodes = new TreeMap<>(cib.nodes());
    nodes.put(node.name(), node);
    return with(new Cib(cib.options(), cib.resources(), nodes), line);
  }

  private ChangedCib with(Cib changed, String line) {
    List<String> all = new ArrayList<>(lines);
    all.add(line);
    return new ChangedCib(changed, all);
  }

  private NodeState node(String name) {
    NodeState node = cib.nodes().get(name);
    if (node == null) {
      throw new IllegalArgumentException(
          "there is no node " + name + ": " + there(cib.nodes().keySet()));
    }
    return node;
  }

  private static String there(Collection<String> names) {
    return names.isEmpty() ? "there is none at all" : "there is " + String.join(", ", names);
  }

  private ChangedCib with(Change.Option option) {
    ClusterProperty property = ClusterProperty.of(option.name());
    Cib changed =
        new Cib(property.set(cib.options(), option.value()), cib.resources(), cib.nodes());
    return with(changed, "Setting option " + option.name() + " to " + option.value());
  }

  /** A monitor finds that something has failed that is active. */
  private ChangedCib with(Change.Failure failure, Instant now) {
    NodeState node = node(failure.node());
    ResourceDefinition definition = definition(failure.resource());
    String name = activeName(failure.resource(), node);
    ResourceState state = node.resource(name);
    OnFail onFail = onFail(definition, state.isPossiblyPromoted());
    int failcount = Score.add(state.failcount(), 1);
    SortedMap<String, ResourceState> states = new TreeMap<>(node.resources());
    states.put(
        name,
        new ResourceState(
            onFail == OnFail.IGNORE ? state.phase() : Phase.FAILED,
            state.token(),
            failcount,
            new Failure(Operation.MONITOR, onFail, false, "what if", now),
            state.since(),
            state.promotion()));
    return with(
        node.with(node.membership(), states),
        "Injecting a failed monitor of %s on %s, which makes its failcount there %s"
            .formatted(name, node.name(), Score.format(failcount)));
  }

  private ResourceDefinition definition(String name) {
    ResourceDefinition definition = cib.resources().get(InstanceName.resource(name));
    if (definition == null) {
      boolean group =
          cib.resources().values().stream()
              .anyMatch(each -> each.group() != null && each.group().name().equals(name));
      throw new IllegalArgumentException(
          group
              ? name + " is a group: name the member that fails"
              : "there is no resource " + name + ": " + there(cib.resources().keySet()));
    }
    return definition;
  }

  /** Returns what is active there: the resource, or the instance if there is but one. */
  private String activeName(String name, NodeState node) {
    if (node.membership() != Membership.ONLINE) {
      throw new IllegalArgumentException(
          node.name() + " is not online: nobody looks there whether anything has failed");
    }
    TreeSet<String> here = new TreeSet<>();
    node.resources()
        .forEach(
            (each, state) -> {
              if (state.phase().isPossiblyActive()
                  && (each.equals(name) || InstanceName.resource(each).equals(name))) {
                here.add(each);
              }
            });
    if (here.isEmpty()) {
      throw new IllegalArgumentException(
          "%s is not active on %s, and only what is active can be found to have failed"
              .formatted(name, node.name()));
    }
    if (here.size() > 1) {
      throw new IllegalArgumentException(
          "there is more than one instance of %s on %s: name one of %s"
              .formatted(name, node.name(), String.join(", ", here)));
    }
    return here.first();
  }

  private static OnFail onFail(ResourceDefinition definition, boolean promoted) {
    return definition.monitors().stream()
        .filter(monitor -> monitor.isFor(promoted))
        .map(MonitorDefinition::onFail)
        .findFirst()
        .orElse(OnFail.RESTART);
  }
}
