package io.pacekeeper.core.policy.simulate;

import io.pacekeeper.core.policy.model.Attribute;
import io.pacekeeper.core.policy.model.AttributeSet;
import io.pacekeeper.core.policy.model.CloneDefinition;
import io.pacekeeper.core.policy.model.ClusterHeader;
import io.pacekeeper.core.policy.model.GroupDefinition;
import io.pacekeeper.core.policy.model.NodeDefinition;
import io.pacekeeper.core.policy.model.OperationDefinition;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.model.PrimitiveDefinition;
import io.pacekeeper.core.policy.model.ResourceDefinition;
import io.pacekeeper.core.policy.model.TicketState;
import io.pacekeeper.core.policy.rule.Words;
import io.pacekeeper.core.policy.working.ClusterOptions;
import io.pacekeeper.core.policy.working.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A WhatIf is a cluster in which something has changed.
 *
 * @param input the cluster after the changes
 * @param lines what was changed, a line for each thing
 */
public record WhatIf(PolicyInput input, List<String> lines) {
  private static final String FIRST_OPTIONS = "cib-bootstrap-options";
  private static final String STANDBY = "standby";

  public WhatIf {
    lines = List.copyOf(lines);
  }

  /**
   * Changes a cluster.
   *
   * @param clock the present time, in seconds since the epoch
   * @throws IllegalArgumentException if a change names what there is not; it says so in a sentence
   */
  public static WhatIf of(PolicyInput input, List<Change> changes, long clock) {
    WhatIf result = new WhatIf(input, List.of());
    for (Change change : changes) {
      result = result.with(change, clock);
    }
    return result;
  }

  private WhatIf with(Change change, long clock) {
    if (change instanceof Change.NodeUp up) {
      NodeDefinition node = node(up.node());
      return withStatus(node, SimulatedNode::join, "Bringing node " + node.name() + " online");
    }
    if (change instanceof Change.NodeDown down) {
      NodeDefinition node = node(down.node());
      return withStatus(node, SimulatedNode::leave, "Taking node " + node.name() + " offline");
    }
    if (change instanceof Change.Standby standby) {
      return withStandby(node(standby.node()));
    }
    if (change instanceof Change.Option option) {
      return withOption(option);
    }
    if (change instanceof Change.Time time) {
      ClusterHeader now = input.header();
      return plus(
          input.withHeader(
              new ClusterHeader(
                  now.haveQuorum(),
                  now.dcId(),
                  now.featureSet(),
                  time.seconds(),
                  now.noQuorumPanic())));
    }
    if (change instanceof Change.Quorum quorum) {
      ClusterHeader now = input.header();
      return plus(
          input.withHeader(
              new ClusterHeader(
                  quorum.held(),
                  now.dcId(),
                  now.featureSet(),
                  now.executionDate(),
                  now.noQuorumPanic())),
          "Setting quorum: " + quorum.held());
    }
    if (change instanceof Change.Ticket ticket) {
      return withTicket(ticket);
    }
    return withFailure((Change.Failure) change, clock);
  }

  /** A ticket that nobody has heard of is one that is not granted. */
  private WhatIf withTicket(Change.Ticket change) {
    String id = change.ticket();
    List<TicketState> tickets = new ArrayList<>(input.tickets());
    tickets.removeIf(ticket -> ticket.id().equals(id));
    TicketState before =
        input.tickets().stream()
            .filter(ticket -> ticket.id().equals(id))
            .findFirst()
            .orElse(new TicketState(id, false, false));
    TicketState after =
        switch (change.event()) {
          case GRANTED -> new TicketState(id, true, before.standby());
          case REVOKED -> new TicketState(id, false, before.standby());
          case STANDBY -> new TicketState(id, before.granted(), true);
          case ACTIVATED -> new TicketState(id, before.granted(), false);
        };
    tickets.add(after);
    String said =
        switch (change.event()) {
          case GRANTED -> "Granting ticket " + id;
          case REVOKED -> "Revoking ticket " + id;
          case STANDBY -> "Making ticket " + id + " standby";
          case ACTIVATED -> "Activating ticket " + id;
        };
    return plus(input.withTickets(tickets), said);
  }

  private NodeDefinition node(String name) {
    return input.nodes().stream()
        .filter(node -> node.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no node '" + name + "'; there are " + names()));
  }

  private String names() {
    return String.join(", ", input.nodes().stream().map(NodeDefinition::name).toList());
  }

  private WhatIf withStatus(
      NodeDefinition node, java.util.function.Consumer<SimulatedNode> edit, String... said) {
    SimulatedStatus status = new SimulatedStatus(input);
    edit.accept(status.node(node.id(), node.name()));
    return plus(status.input(), said);
  }

  private WhatIf plus(PolicyInput changed, String... said) {
    List<String> all = new ArrayList<>(lines);
    all.addAll(List.of(said));
    return new WhatIf(changed, all);
  }

  private WhatIf withStandby(NodeDefinition node) {
    List<NodeDefinition> nodes = new ArrayList<>();
    for (NodeDefinition each : input.nodes()) {
      nodes.add(each.equals(node) ? standby(each) : each);
    }
    WhatIf configured = new WhatIf(input.with(input.options(), nodes), lines);
    return configured.withStatus(
        node,
        state -> state.setAttributes(without(state.attributes(), STANDBY)),
        "Putting node " + node.name() + " in standby");
  }

  private static NodeDefinition standby(NodeDefinition node) {
    List<AttributeSet> sets = new ArrayList<>(without(node.attributes(), STANDBY));
    sets.add(set("what-if-" + node.id(), STANDBY, "on"));
    return new NodeDefinition(
        node.id(), node.name(), node.type(), node.score(), sets, node.utilization());
  }

  private static AttributeSet set(String id, String name, String value) {
    return new AttributeSet(id, 0, List.of(), List.of(new Attribute(name, value)));
  }

  private static List<AttributeSet> without(List<AttributeSet> sets, String name) {
    return sets.stream()
        .map(
            set ->
                new AttributeSet(
                    set.id(),
                    set.score(),
                    set.rules(),
                    set.attributes().stream()
                        .filter(attribute -> !attribute.name().equals(name))
                        .toList()))
        .toList();
  }

  private WhatIf withOption(Change.Option option) {
    if (!ClusterOptions.NAMES.contains(option.name())) {
      throw new IllegalArgumentException(
          "there is no cluster option '" + option.name() + "' that decisions depend on");
    }
    List<AttributeSet> sets = new ArrayList<>(without(input.options(), option.name()));
    // The first set that is named so wins over all others, whatever their scores.
    AttributeSet first =
        sets.stream().filter(set -> set.id().equals(FIRST_OPTIONS)).findFirst().orElse(null);
    List<Attribute> attributes = new ArrayList<>();
    attributes.add(new Attribute(option.name(), option.value()));
    if (first != null) {
      attributes.addAll(first.attributes());
      sets.remove(first);
    }
    sets.add(0, new AttributeSet(FIRST_OPTIONS, 0, List.of(), attributes));
    return plus(
        input.with(sets, input.nodes()),
        "Setting option " + option.name() + " to " + option.value());
  }

  private WhatIf withFailure(Change.Failure failure, long clock) {
    NodeDefinition node = node(failure.node());
    PrimitiveDefinition primitive = primitive(input.resources(), failure.resource());
    if (primitive == null) {
      throw new IllegalArgumentException(
          "there is no primitive '"
              + failure.resource()
              + "'; of a group or clone, name the member that fails");
    }
    long interval = monitorInterval(primitive);
    String operation = primitive.id() + "#" + Task.MONITOR + "_" + interval;
    return withStatus(
        node,
        state -> state.fail(primitive, interval, clock, input.header().featureSet()),
        "Injecting "
            + Task.key(primitive.id(), Task.MONITOR, interval)
            + "@"
            + node.name()
            + "=1 into the configuration",
        "Injecting attribute fail-count-"
            + operation
            + "=value++ into /node_state '"
            + node.id()
            + "'",
        "Injecting attribute last-failure-"
            + operation
            + "="
            + clock
            + " into /node_state '"
            + node.id()
            + "'");
  }

  private static @Nullable PrimitiveDefinition primitive(
      List<? extends ResourceDefinition> resources, String id) {
    for (ResourceDefinition resource : resources) {
      PrimitiveDefinition found = null;
      if (resource instanceof PrimitiveDefinition primitive) {
        found = primitive.id().equals(id) ? primitive : null;
      } else if (resource instanceof GroupDefinition group) {
        found = primitive(group.members(), id);
      } else if (resource instanceof CloneDefinition clone) {
        found = primitive(List.of(clone.child()), id);
      }
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static long monitorInterval(PrimitiveDefinition primitive) {
    for (OperationDefinition operation : primitive.operations()) {
      long interval = Words.interval(operation.attributes().get("interval"));
      if (operation.name().equals(Task.MONITOR) && interval > 0) {
        return interval;
      }
    }
    return 0;
  }
}
