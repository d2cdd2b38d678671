package io.pacekeeper.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pacekeeper.core.policy.graph.GraphAction;
import io.pacekeeper.core.policy.simulate.Simulation;
import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A simulation as JSON, for programs. The number {@code schema} grows when something that was there
 * changes its name or its meaning. Described field by field in {@code docs/simulate-json.md}.
 */
final class SimulationJson {
  private static final int SCHEMA = 1;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private SimulationJson() {}

  static String of(Simulation simulation) {
    WorkingSet working = simulation.decision().working();
    ObjectNode json = begin(simulation.complete(), simulation.decision().transition());
    ArrayNode nodes = json.putArray("nodes");
    working.nodes().forEach(node -> add(nodes.addObject(), node));
    ArrayNode resources = json.putArray("resources");
    working.resources().forEach(resource -> add(resources, resource));
    ArrayNode actions = json.putArray("actions");
    simulation.decision().graph().actions().forEach(each -> add(actions.addObject(), each));
    return text(json);
  }

  /** Returns what is said in the same way of every simulation. */
  static ObjectNode begin(boolean complete, List<String> lines) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("schema", SCHEMA);
    json.put("complete", complete);
    ArrayNode transition = json.putArray("transition");
    lines.forEach(line -> transition.add(folded(line)));
    return json;
  }

  static String text(ObjectNode json) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of nodes can always be written", e);
    }
  }

  /** Columns make sense only below each other. */
  private static String folded(String line) {
    return line.replaceAll("\\s+", " ");
  }

  private static void add(ObjectNode json, WorkingNode node) {
    json.put("name", node.name());
    json.put("online", node.online());
    json.put("unclean", node.unclean());
    json.put("pending", node.pending());
    json.put("standby", node.standby());
    json.put("maintenance", node.maintenance());
    json.put("shutdown", node.shutdown());
  }

  /** Groups and clones are what is in them. */
  private static void add(ArrayNode array, WorkingResource resource) {
    resource.children().forEach(child -> add(array, child));
    if (!(resource instanceof WorkingPrimitive)) {
      return;
    }
    ObjectNode json = array.addObject();
    json.put("id", resource.id());
    json.put("managed", resource.managed());
    json.put("role", resource.role().text());
    ArrayNode nodes = json.putArray("nodes");
    resource.runningOn().forEach(node -> nodes.add(node.name()));
    json.put("nextRole", resource.nextRole().text());
    json.put("nextNode", name(resource.assigned()));
  }

  private static void add(ObjectNode json, GraphAction graphAction) {
    Action action = graphAction.action();
    json.put("id", action.id());
    json.put("key", action.key());
    json.put("task", action.task());
    json.put("resource", action.resource() == null ? null : action.resource().id());
    json.put("node", name(action.node()));
    json.put("interval", action.interval());
    json.put("pseudo", action.pseudo());
    json.put("reason", action.reason());
    ArrayNode after = json.putArray("after");
    List<Action> triggers = graphAction.triggers();
    triggers.forEach(trigger -> after.add(trigger.id()));
  }

  private static @Nullable String name(@Nullable WorkingNode node) {
    return node == null ? null : node.name();
  }
}
