package io.pacekeeper.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pacekeeper.core.cib.NodeState;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.scheduler.Transition.Action;
import io.pacekeeper.core.scheduler.Transition.ResourceAction;
import io.pacekeeper.core.whatif.ClusterSimulation;
import io.pacekeeper.core.whatif.Outlook;
import java.util.List;
import java.util.Locale;

/** The simulation of one's own cluster in the same JSON as that of a cluster of Pacemaker's. */
final class ClusterSimulationJson {
  private ClusterSimulationJson() {}

  static String of(ClusterSimulation simulation, List<String> differences) {
    ObjectNode json = SimulationJson.begin(simulation.complete(), simulation.transition());
    ArrayNode nodes = json.putArray("nodes");
    simulation.cib().nodes().values().forEach(node -> add(nodes.addObject(), node));
    ArrayNode resources = json.putArray("resources");
    simulation.outlook().forEach(outlook -> add(resources.addObject(), outlook));
    ArrayNode actions = json.putArray("actions");
    List<Action> all = simulation.inspection().transition().actions();
    all.forEach(action -> add(actions.addObject(), action));
    ArrayNode otherwise = json.putArray("differences");
    differences.forEach(otherwise::add);
    return SimulationJson.text(json);
  }

  private static void add(ObjectNode json, NodeState node) {
    json.put("name", node.name());
    json.put("online", node.membership() == Membership.ONLINE);
    json.put("unclean", node.membership() == Membership.UNCLEAN);
    json.put("pending", node.membership() == Membership.PENDING);
    json.put("standby", node.standby());
    json.put("maintenance", node.maintenance());
    json.put("shutdown", node.leaving());
  }

  private static void add(ObjectNode json, Outlook outlook) {
    json.put("id", outlook.id());
    json.put("managed", outlook.managed());
    json.put("role", outlook.role());
    ArrayNode nodes = json.putArray("nodes");
    outlook.nodes().forEach(nodes::add);
    json.put("nextRole", outlook.nextRole());
    json.put("nextNode", outlook.nextNode());
  }

  private static void add(ObjectNode json, Action action) {
    ResourceAction of = action instanceof ResourceAction it ? it : null;
    String task = of == null ? "fence" : of.operation().name().toLowerCase(Locale.ROOT);
    json.put("id", action.id());
    json.put("key", of == null ? task + '_' + action.node() : of.resource() + '_' + task + "_0");
    json.put("task", task);
    json.put("resource", of == null ? null : of.resource());
    json.put("node", action.node());
    json.put("interval", 0);
    json.put("pseudo", false);
    json.put("reason", action.reason());
    ArrayNode after = json.putArray("after");
    action.after().forEach(after::add);
  }
}
