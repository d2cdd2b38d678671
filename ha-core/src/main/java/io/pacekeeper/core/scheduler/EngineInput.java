package io.pacekeeper.core.scheduler;

import io.pacekeeper.api.ClonePolicy;
import io.pacekeeper.api.ColocationConstraint;
import io.pacekeeper.api.LocationConstraint;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.OrderConstraint;
import io.pacekeeper.api.PromotionPolicy;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.Role;
import io.pacekeeper.api.Rule;
import io.pacekeeper.api.Score;
import io.pacekeeper.api.TargetRole;
import io.pacekeeper.core.document.TransitionOptions;
import io.pacekeeper.core.policy.model.Attribute;
import io.pacekeeper.core.policy.model.AttributeSet;
import io.pacekeeper.core.policy.model.CloneDefinition;
import io.pacekeeper.core.policy.model.ClusterHeader;
import io.pacekeeper.core.policy.model.ColocationDefinition;
import io.pacekeeper.core.policy.model.ConstraintDefinition;
import io.pacekeeper.core.policy.model.GroupDefinition;
import io.pacekeeper.core.policy.model.LocationDefinition;
import io.pacekeeper.core.policy.model.OperationDefinition;
import io.pacekeeper.core.policy.model.OrderDefinition;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.model.PrimitiveDefinition;
import io.pacekeeper.core.scheduler.ResourceStatus.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says to the policy engine what the cluster is to run, and what is known of it: in the engine's
 * words, which are those of Pacemaker's CIB. What here differs from Pacemaker on purpose is settled
 * before it is said: whatever is to be left alone is unmanaged, an unclean node is away, a failure
 * that counts no more is not mentioned.
 */
final class EngineInput {
  private static final String FEATURE_SET = "3.19.7";
  private static final ClusterHeader HEADER =
      new ClusterHeader(true, null, FEATURE_SET, null, false);
  static final String STANDARD = "ocf";
  static final String PROVIDER = "pacekeeper";
  static final String TYPE = "Service";
  private static final Map<String, String> ATTRIBUTES =
      Map.of("class", STANDARD, "provider", PROVIDER, "type", TYPE);

  private final Roster roster;
  private final History history;
  private final List<ConstraintDefinition> constraints = new ArrayList<>();
  private final Map<Rule, BitSet> matches = new HashMap<>();
  private final @Nullable Map<String, LocationConstraint> origins;

  private EngineInput(
      Roster roster, History history, @Nullable Map<String, LocationConstraint> origins) {
    this.roster = roster;
    this.history = history;
    this.origins = origins;
  }

  /**
   * Returns what the engine is told.
   *
   * @param origins is told which location each constraint of the engine's was made of, by its id;
   *     null: nobody wants to know
   */
  static PolicyInput of(
      Roster roster,
      NodeStatus nodes,
      History history,
      Instant now,
      @Nullable Map<String, LocationConstraint> origins) {
    EngineInput input = new EngineInput(roster, history, origins);
    EngineStatus status = new EngineStatus(roster, nodes, history, now);
    List<io.pacekeeper.core.policy.model.ResourceDefinition> resources = input.resources();
    input.addConstraints();
    return new PolicyInput(
        HEADER,
        List.of(input.options()),
        status.nodes(),
        resources,
        input.constraints,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        status.states());
  }

  private AttributeSet options() {
    List<Attribute> options = new ArrayList<>();
    options.add(
        new Attribute("symmetric-cluster", Boolean.toString(roster.options.symmetricCluster())));
    options.add(new Attribute("stop-all-resources", Boolean.toString(stopsAll())));
    // The lease fences, and whoever is started waits for that by what is added here.
    options.add(new Attribute("stonith-enabled", "false"));
    options.add(new Attribute("enable-startup-probes", "false"));
    TransitionOptions transition = roster.options.transition();
    if (transition.shutdownLock()) {
      options.add(new Attribute("shutdown-lock", "true"));
      long limit = transition.shutdownLockLimit().toSeconds();
      options.add(new Attribute("shutdown-lock-limit", limit + "s"));
    }
    EnginePlacement.addOptions(roster.options.placement(), options);
    return set("cib-bootstrap-options", options);
  }

  private boolean stopsAll() {
    return roster.options.stopAllResources();
  }

  /** Returns how much there is of something, or is taken of it, or nothing if that is nothing. */
  static List<AttributeSet> utilization(String id, SortedMap<String, Integer> amounts) {
    List<Attribute> said = new ArrayList<>();
    amounts.forEach((name, amount) -> said.add(new Attribute(name, Integer.toString(amount))));
    return said.isEmpty() ? List.of() : List.of(set(id, said));
  }

  private static AttributeSet set(String id, List<Attribute> attributes) {
    return new AttributeSet(id, 0, List.of(), attributes);
  }

  /** Returns the resources by id and name of group; the signs of the orphans come last. */
  private List<io.pacekeeper.core.policy.model.ResourceDefinition> resources() {
    Map<String, io.pacekeeper.core.policy.model.ResourceDefinition> byName = new TreeMap<>();
    for (Map.Entry<String, List<Integer>> group : roster.groups().entrySet()) {
      byName.put(group.getKey(), group(group.getKey(), group.getValue()));
    }
    for (int r = 0; r < roster.resources.size(); r++) {
      ClonePolicy cloning = roster.resources.get(r).cloning();
      if (roster.groupOf(r) == null) {
        PrimitiveDefinition primitive = primitive(r);
        byName.put(
            primitive.id(), cloning == null ? primitive : clone(cloning, meta(r), primitive));
      }
    }
    return new ArrayList<>(byName.values());
  }

  private io.pacekeeper.core.policy.model.ResourceDefinition group(
      String name, List<Integer> members) {
    int priority = 0;
    boolean tolerant = true;
    List<PrimitiveDefinition> primitives = new ArrayList<>();
    for (int member : members) {
      priority = Math.max(priority, roster.resources.get(member).priority());
      tolerant &= roster.resources.get(member).needs().allowUnhealthyNodes();
      primitives.add(primitive(member));
    }
    String id = Roster.groupId(name);
    List<Attribute> meta = new ArrayList<>();
    meta.add(new Attribute("priority", Integer.toString(priority)));
    if (tolerant) {
      meta.add(new Attribute("allow-unhealthy-nodes", "true"));
    }
    GroupDefinition group =
        new GroupDefinition(id, Map.of(), List.of(set(id, meta)), List.of(), List.of(), primitives);
    ClonePolicy cloning = roster.cloning(name);
    return cloning == null ? group : clone(cloning, new ArrayList<>(meta), group);
  }

  /**
   * Returns a clone.
   *
   * @param meta what it has of meta-attributes besides those of clones
   */
  private static CloneDefinition clone(
      ClonePolicy cloning,
      List<Attribute> meta,
      io.pacekeeper.core.policy.model.ResourceDefinition child) {
    if (cloning.max() > 0) {
      meta.add(new Attribute("clone-max", Integer.toString(cloning.max())));
    }
    meta.add(new Attribute("clone-node-max", Integer.toString(cloning.nodeMax())));
    meta.add(new Attribute("clone-min", Integer.toString(cloning.min())));
    meta.add(new Attribute("interleave", Boolean.toString(cloning.interleave())));
    if (cloning.ordered()) {
      // A group inherits it, and would start its members in any order if this were false.
      meta.add(new Attribute("ordered", "true"));
    }
    meta.add(new Attribute("globally-unique", Boolean.toString(cloning.globallyUnique())));
    PromotionPolicy promotion = cloning.promotion();
    if (promotion != null) {
      meta.add(new Attribute("promotable", "true"));
      meta.add(new Attribute("promoted-max", Integer.toString(promotion.max())));
      meta.add(new Attribute("promoted-node-max", Integer.toString(promotion.nodeMax())));
    }
    String id = Roster.cloneId(child.id());
    return new CloneDefinition(
        id, false, Map.of(), List.of(set(id, meta)), List.of(), List.of(), child);
  }

  private PrimitiveDefinition primitive(int r) {
    String id = roster.engineId(r);
    return new PrimitiveDefinition(
        id,
        STANDARD,
        PROVIDER,
        TYPE,
        ATTRIBUTES,
        List.of(set(id, meta(r))),
        List.of(),
        utilization(id + "-utilization", roster.resources.get(r).needs().utilization()),
        operations(r));
  }

  /**
   * Returns the operations that have failed somewhere in a way in which more follows than usual.
   */
  private List<OperationDefinition> operations(int r) {
    List<OperationDefinition> operations = new ArrayList<>(1);
    if (history.of(r).isBlockedSomewhere()) {
      operations.add(operation(r, Map.of("name", "stop", "interval", "0", "on-fail", "block")));
    }
    for (Place place : history.of(r).active()) {
      OperationDefinition failed = place.isPromoted() ? failed(r, place) : null;
      if (failed != null && !operations.contains(failed)) {
        operations.add(failed);
      }
    }
    return operations;
  }

  private @Nullable OperationDefinition failed(int r, Place place) {
    boolean demotes = place.isToBeDemoted();
    if (place.isFailedBy(Operation.PROMOTE)) {
      return demotes
          ? operation(r, Map.of("name", "promote", "interval", "0", "on-fail", "demote"))
          : null;
    }
    long interval = demotes ? EngineStatus.DEMOTING_MONITOR : EngineStatus.PROMOTED_MONITOR;
    String onFail = demotes ? "demote" : "restart";
    return place.isFailed()
        ? operation(
            r,
            Map.of(
                "name",
                "monitor",
                "interval",
                interval + "ms",
                "role",
                word(Role.PROMOTED),
                "on-fail",
                onFail))
        : null;
  }

  private OperationDefinition operation(int r, Map<String, String> attributes) {
    String name = attributes.get("name") + "-" + attributes.get("interval");
    return new OperationDefinition(
        roster.engineId(r) + "-" + name, attributes, List.of(), List.of());
  }

  private List<Attribute> meta(int r) {
    ResourceDefinition definition = roster.resources.get(r);
    ResourceStatus status = history.of(r);
    List<Attribute> meta = new ArrayList<>();
    // Of what is active on several nodes none is preferred; that is Pacemaker's, too.
    int stickiness = Math.max(0, definition.stickiness());
    meta.add(new Attribute("resource-stickiness", Integer.toString(stickiness)));
    if (definition.priority() != 0) {
      meta.add(new Attribute("priority", Integer.toString(definition.priority())));
    }
    if (status.hold() != null) {
      meta.add(new Attribute("is-managed", "false"));
    }
    if (definition.targetRole() == TargetRole.STOPPED
        || status.stopped() != null
        || roster.isOrphan(r)) {
      meta.add(new Attribute("target-role", "Stopped"));
    } else if (definition.targetRole() == TargetRole.UNPROMOTED) {
      meta.add(new Attribute("target-role", word(Role.UNPROMOTED)));
    }
    if (definition.needs().allowUnhealthyNodes()) {
      meta.add(new Attribute("allow-unhealthy-nodes", "true"));
    }
    if (definition.migrationThreshold() > 0) {
      meta.add(
          new Attribute("migration-threshold", Integer.toString(definition.migrationThreshold())));
    }
    return meta;
  }

  private void addConstraints() {
    for (int r = 0; r < roster.resources.size(); r++) {
      ResourceDefinition definition = roster.resources.get(r);
      for (LocationConstraint location : definition.locations()) {
        int before = constraints.size();
        addLocation(r, location);
        for (int i = before; origins != null && i < constraints.size(); i++) {
          origins.put(constraints.get(i).id(), location);
        }
      }
      banWithoutCode(r);
      for (ColocationConstraint colocation : definition.constraints().colocations()) {
        addColocation(r, colocation);
      }
      for (OrderConstraint order : definition.constraints().orders()) {
        addOrder(r, order);
      }
    }
  }

  private String nextId(String kind) {
    return kind + "-" + constraints.size();
  }

  private void addLocation(int r, LocationConstraint location) {
    if (location.node() != null) {
      if (roster.node(location.node()) >= 0) {
        addLocation(r, location.node(), location.score(), location.role());
      }
      return;
    }
    Rule rule = location.rule();
    BitSet matching = matches.computeIfAbsent(rule, roster::matching);
    for (int n = matching.nextSetBit(0); n >= 0; n = matching.nextSetBit(n + 1)) {
      addLocation(r, roster.nodeName(n), location.score(), location.role());
    }
  }

  private void addLocation(int r, String node, int score, Role role) {
    constraints.add(
        new LocationDefinition(
            nextId("location"),
            roster.engineTop(r),
            null,
            node,
            Score.format(score),
            role == Role.STARTED ? null : word(role),
            null,
            List.of(),
            List.of(),
            List.of()));
  }

  private void banWithoutCode(int r) {
    for (int n = 0; n < roster.nodes.size(); n++) {
      if (!roster.hasCode(r, n) && roster.isUp(n)) {
        addLocation(r, roster.nodeName(n), -Score.INFINITY, Role.STARTED);
      }
    }
  }

  private void addColocation(int r, ColocationConstraint colocation) {
    String with = roster.engineRef(colocation.with());
    if (with != null && !with.equals(roster.engineTop(r))) {
      constraints.add(
          new ColocationDefinition(
              nextId("colocation"),
              roster.engineTop(r),
              with,
              Score.format(colocation.score()),
              word(colocation.role()),
              word(colocation.withRole()),
              null,
              null,
              null,
              null,
              List.of(),
              List.of()));
    }
  }

  private void addOrder(int r, OrderConstraint order) {
    String first = roster.engineRef(order.first());
    if (first != null && !first.equals(roster.engineTop(r))) {
      constraints.add(
          new OrderDefinition(
              nextId("order"),
              first,
              roster.engineTop(r),
              order.firstRole() == Role.PROMOTED ? "promote" : "start",
              "start",
              null,
              null,
              capitalized(order.kind().name()),
              null,
              Boolean.toString(order.symmetrical()),
              null,
              List.of(),
              List.of()));
    }
  }

  private static String word(Role role) {
    return capitalized(role.name());
  }

  private static String capitalized(String word) {
    return word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT);
  }
}
