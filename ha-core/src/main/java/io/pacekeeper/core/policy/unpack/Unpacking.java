package io.pacekeeper.core.policy.unpack;

import io.pacekeeper.core.policy.history.HistoryReplay;
import io.pacekeeper.core.policy.model.AttributeSets;
import io.pacekeeper.core.policy.model.NodeState;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.model.TicketState;
import io.pacekeeper.core.policy.operation.Digests;
import io.pacekeeper.core.policy.operation.Operations;
import io.pacekeeper.core.policy.operation.Parameters;
import io.pacekeeper.core.policy.resource.ResourceFactory;
import io.pacekeeper.core.policy.rule.RuleContext;
import io.pacekeeper.core.policy.rule.RuleTime;
import io.pacekeeper.core.policy.working.ClusterOptions;
import io.pacekeeper.core.policy.working.Ticket;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The Unpacking makes a working set of what was read: everything before any constraint. */
public final class Unpacking {
  private static final String FIRST_OPTIONS = "cib-bootstrap-options";

  private Unpacking() {}

  /** Unpacks a cluster as it is at a time. */
  public static Unpacked unpack(PolicyInput input, RuleTime time) {
    List<Long> rechecks = new ArrayList<>();
    RuleContext context = RuleContext.timeOnly(time, rechecks::add);
    ClusterOptions options = options(input, context);
    List<WorkingNode> nodes = Nodes.create(input, options, context);
    WorkingSet working = new WorkingSet(input, time, options, nodes);
    rechecks.forEach(working::recheckBy);
    working.setFenceDeviceKnown(options.haveWatchdog());
    ResourceFactory factory = new ResourceFactory(working);
    factory.createAll();
    Parameters parameters = new Parameters(working);
    Operations operations = new Operations(working, parameters);
    Digests digests = new Digests(working, parameters, operations);
    working.setFenceDeviceCheck(digests::devicesChanged);
    for (TicketState ticket : input.tickets()) {
      working.addTicket(new Ticket(ticket.id(), ticket.granted(), ticket.standby()));
    }
    for (NodeState state : input.status()) {
      NodeStates.read(working, state);
    }
    HistoryReplay replay = new HistoryReplay(working, factory, operations, digests);
    replay.run();
    return new Unpacked(
        working, parameters, operations, digests, replay.failCounts(), replay.expired());
  }

  private static ClusterOptions options(PolicyInput input, RuleContext context) {
    Map<String, String> words = new HashMap<>();
    AttributeSets.merge(input.options(), FIRST_OPTIONS, context, false, words);
    boolean mayPanic = input.header().haveQuorum() || input.header().noQuorumPanic();
    return ClusterOptions.of(words, mayPanic);
  }
}
