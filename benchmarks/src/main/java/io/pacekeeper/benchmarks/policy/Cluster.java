package io.pacekeeper.benchmarks.policy;

import io.pacekeeper.core.policy.model.Attribute;
import io.pacekeeper.core.policy.model.AttributeSet;
import io.pacekeeper.core.policy.model.CloneDefinition;
import io.pacekeeper.core.policy.model.ClusterHeader;
import io.pacekeeper.core.policy.model.ColocationDefinition;
import io.pacekeeper.core.policy.model.ConstraintDefinition;
import io.pacekeeper.core.policy.model.GroupDefinition;
import io.pacekeeper.core.policy.model.LocationDefinition;
import io.pacekeeper.core.policy.model.NodeDefinition;
import io.pacekeeper.core.policy.model.NodeState;
import io.pacekeeper.core.policy.model.OperationDefinition;
import io.pacekeeper.core.policy.model.OrderDefinition;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.model.PrimitiveDefinition;
import io.pacekeeper.core.policy.model.ResourceDefinition;
import io.pacekeeper.core.policy.model.ResourceSetDefinition;
import io.pacekeeper.core.policy.model.TicketDefinition;
import io.pacekeeper.core.policy.rule.AttributeExpression;
import io.pacekeeper.core.policy.rule.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A Cluster is the input of a decision in the making: all nodes are there, and nothing runs. */
final class Cluster {
  /** The newest feature set that {@code crm_simulate} 2.1 still decides about. */
  private static final String FEATURE_SET = "3.16.1";

  private final int nodes;
  private final List<Attribute> options = new ArrayList<>();
  private final List<Attribute> defaults = new ArrayList<>();
  private final List<ResourceDefinition> resources = new ArrayList<>();
  private final List<ConstraintDefinition> constraints = new ArrayList<>();

  /** Makes a cluster without resources. */
  Cluster(int nodes) {
    this.nodes = nodes;
    option("stonith-enabled", "false");
  }

  /** Returns the name of a node. */
  static String node(int number) {
    return "node" + number;
  }

  /** Sets a cluster option. */
  Cluster option(String name, String value) {
    options.add(new Attribute(name, value));
    return this;
  }

  /** Sets a meta attribute of all resources that do not say otherwise. */
  Cluster byDefault(String name, String value) {
    defaults.add(new Attribute(name, value));
    return this;
  }

  /** Returns a primitive with a recurring monitor; it is not in the cluster yet. */
  static PrimitiveDefinition primitive(String id) {
    return primitive(id, List.of());
  }

  private static PrimitiveDefinition primitive(String id, List<AttributeSet> utilization) {
    OperationDefinition monitor =
        new OperationDefinition(
            id + "-monitor",
            Map.of("id", id + "-monitor", "name", "monitor", "interval", "10s"),
            List.of(),
            List.of());
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("id", id);
    attributes.put("class", "ocf");
    attributes.put("provider", "pacemaker");
    attributes.put("type", "Dummy");
    return new PrimitiveDefinition(
        id,
        "ocf",
        "pacemaker",
        "Dummy",
        attributes,
        List.of(),
        List.of(),
        utilization,
        List.of(monitor));
  }

  /** Returns a primitive that takes one unit of a node's capacity. */
  static PrimitiveDefinition heavy(String id) {
    return primitive(id, List.of(set(id + "-utilization", List.of(new Attribute("memory", "1")))));
  }

  /** Returns a group of some primitives. */
  static GroupDefinition group(String id, int members) {
    List<PrimitiveDefinition> primitives = new ArrayList<>();
    for (int member = 0; member < members; member++) {
      primitives.add(primitive(id + "-m" + member));
    }
    return new GroupDefinition(id, Map.of("id", id), List.of(), List.of(), List.of(), primitives);
  }

  /** Returns a clone of a primitive or a group, with meta attributes. */
  static CloneDefinition clone(String id, ResourceDefinition child, Map<String, String> meta) {
    List<Attribute> attributes = new ArrayList<>();
    meta.forEach((name, value) -> attributes.add(new Attribute(name, value)));
    return new CloneDefinition(
        id,
        false,
        Map.of("id", id),
        attributes.isEmpty() ? List.of() : List.of(set(id + "-meta", attributes)),
        List.of(),
        List.of(),
        child);
  }

  /** Adds a resource. */
  Cluster add(ResourceDefinition resource) {
    resources.add(resource);
    return this;
  }

  /** Adds resources by their numbers. */
  Cluster add(int count, IntFunction<ResourceDefinition> resource) {
    for (int number = 0; number < count; number++) {
      add(resource.apply(number));
    }
    return this;
  }

  /** Has a resource start after another, and stop before it. */
  Cluster order(String first, String then) {
    return order(first, null, then, null, null, List.of());
  }

  /** Has a resource be promoted before another is started. */
  Cluster orderAfterPromotion(String first, String then) {
    return order(first, "promote", then, "start", null, List.of());
  }

  /** Has the resources of each set start after those of the set before. */
  Cluster orderSets(@Nullable String kind, List<ResourceSetDefinition> sets) {
    return order(null, null, null, null, kind, sets);
  }

  private Cluster order(
      @Nullable String first,
      @Nullable String firstAction,
      @Nullable String then,
      @Nullable String thenAction,
      @Nullable String kind,
      List<ResourceSetDefinition> sets) {
    constraints.add(
        new OrderDefinition(
            nextId(),
            first,
            then,
            firstAction,
            thenAction,
            null,
            null,
            kind,
            null,
            null,
            null,
            sets,
            List.of()));
    return this;
  }

  /** Returns a resource set. */
  static ResourceSetDefinition set(String id, boolean sequential, List<String> members) {
    return new ResourceSetDefinition(
        id, sequential, null, null, null, null, null, null, null, members);
  }

  /** Has a resource go where another one is. */
  Cluster colocate(String dependent, String primary, String score) {
    return colocate(dependent, primary, score, null, List.of());
  }

  /** Has a resource go where another one is promoted. */
  Cluster colocateWithPromoted(String dependent, String primary, String score) {
    return colocate(dependent, primary, score, "Promoted", List.of());
  }

  /** Has the resources of each set go where those of the next are. */
  Cluster colocateSets(String score, List<ResourceSetDefinition> sets) {
    return colocate(null, null, score, null, sets);
  }

  private Cluster colocate(
      @Nullable String dependent,
      @Nullable String primary,
      String score,
      @Nullable String primaryRole,
      List<ResourceSetDefinition> sets) {
    constraints.add(
        new ColocationDefinition(
            nextId(),
            dependent,
            primary,
            score,
            null,
            primaryRole,
            null,
            null,
            null,
            null,
            sets,
            List.of()));
    return this;
  }

  /** Has a resource prefer a node. */
  Cluster prefer(String resource, int node, String score) {
    return location(resource, node(node), score, List.of());
  }

  /** Has a resource prefer the nodes of a zone and avoid one node, by rules. */
  Cluster preferZone(String resource, int zone) {
    String id = nextId();
    Rule inZone =
        new Rule(
            id + "-zone",
            false,
            null,
            "10",
            null,
            List.of(
                new AttributeExpression("zone", "eq", "z" + zone, null, null),
                new AttributeExpression("#uname", "ne", "nobody", null, null)));
    Rule notThere =
        new Rule(
            id + "-away",
            true,
            null,
            "-20",
            null,
            List.of(
                new AttributeExpression("disk", "lt", "1", "integer", null),
                new AttributeExpression("broken", "defined", null, null, null)));
    return location(resource, null, null, List.of(inZone, notThere));
  }

  private Cluster location(
      String resource, @Nullable String node, @Nullable String score, List<Rule> rules) {
    constraints.add(
        new LocationDefinition(
            nextId(), resource, null, node, score, null, null, rules, List.of(), List.of()));
    return this;
  }

  /** Has a resource need a ticket that the cluster does not have. */
  Cluster ticket(String resource, String ticket) {
    constraints.add(
        new TicketDefinition(nextId(), resource, null, null, ticket, "stop", List.of(), List.of()));
    return this;
  }

  private String nextId() {
    return "constraint" + constraints.size();
  }

  private static AttributeSet set(String id, List<Attribute> attributes) {
    return new AttributeSet(id, 0, List.of(), attributes);
  }

  /** Returns the input. */
  PolicyInput input() {
    List<NodeDefinition> definitions = new ArrayList<>();
    List<NodeState> states = new ArrayList<>();
    for (int n = 0; n < nodes; n++) {
      String id = Integer.toString(n + 1);
      AttributeSet attributes =
          set(
              "attributes" + n,
              List.of(
                  new Attribute("zone", "z" + n % 4), new Attribute("disk", Integer.toString(n))));
      AttributeSet utilization =
          set("utilization" + n, List.of(new Attribute("memory", "1000000")));
      definitions.add(
          new NodeDefinition(id, node(n), null, null, List.of(attributes), List.of(utilization)));
      states.add(
          new NodeState(id, node(n), "true", "online", "member", "member", List.of(), List.of()));
    }
    return new PolicyInput(
        new ClusterHeader(true, "1", FEATURE_SET, null, false),
        List.of(set("options", options)),
        definitions,
        resources,
        constraints,
        List.of(),
        defaults.isEmpty() ? List.of() : List.of(set("defaults", defaults)),
        List.of(),
        List.of(),
        List.of(),
        states);
  }
}
