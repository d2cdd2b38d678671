package io.pacekeeper.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A service that the cluster keeps active: its definition, and the code that runs it here. Classes
 * of one's own can have annotations instead, see {@link io.pacekeeper.api.annotation.HaResource}.
 */
public final class Resource {
  private final ResourceDefinition definition;
  private final Supplier<? extends ResourceAgent> agents;

  private Resource(ResourceDefinition definition, Supplier<? extends ResourceAgent> agents) {
    this.definition = Objects.requireNonNull(definition, "definition");
    this.agents = Objects.requireNonNull(agents, "agents");
  }

  /** What is active while it is open. */
  @FunctionalInterface
  public interface Opener {
    /**
     * Makes it active, and returns what stops it when closed.
     *
     * @throws Exception if it could not be opened; whatever was opened is closed by then
     */
    AutoCloseable open(Activation activation) throws Exception;
  }

  /** What is active while it runs. */
  @FunctionalInterface
  public interface Body {
    /**
     * Runs until interrupted. To return or throw before that is a failure of the resource.
     *
     * @throws Exception for whatever reason
     */
    void run(Activation activation) throws Exception;
  }

  /**
   * Returns a resource that is run by an agent.
   *
   * @param id the name of the resource, unique in the cluster
   * @param agents makes the agent, a new one for each activation
   */
  public static Builder of(String id, Supplier<? extends ResourceAgent> agents) {
    return new Builder(id, agents);
  }

  /** Returns a resource of this definition that is run by an agent. */
  public static Resource of(
      ResourceDefinition definition, Supplier<? extends ResourceAgent> agents) {
    return new Resource(definition, agents);
  }

  /** Returns a resource that is opened to start it and closed to stop it. */
  public static Builder whileOpen(String id, Opener opener) {
    Objects.requireNonNull(opener, "opener");
    return new Builder(id, () -> new OpenedAgent(opener));
  }

  /**
   * Returns a resource that is active while its body runs, on a thread of its own. To stop it the
   * thread is interrupted, and it has stopped when the body has returned. A body that returns or
   * throws before it is stopped has failed.
   */
  public static Builder whileRunning(String id, Body body) {
    Objects.requireNonNull(body, "body");
    return new Builder(id, () -> new RunningAgent(body));
  }

  /** Returns a resource that is active while a body runs that needs no activation. */
  public static Builder whileRunning(String id, Runnable body) {
    Objects.requireNonNull(body, "body");
    return whileRunning(id, activation -> body.run());
  }

  /** Returns the name of the resource. */
  public String id() {
    return definition.id();
  }

  /** Returns what the cluster knows of the resource. */
  public ResourceDefinition definition() {
    return definition;
  }

  /** Returns a new agent, for one activation. */
  public ResourceAgent newAgent() {
    return Objects.requireNonNull(agents.get(), () -> "the supplier of " + id() + " gave no agent");
  }

  @Override
  public String toString() {
    return "resource " + id();
  }

  /** Builds a {@link Resource}. Every setting has a default; see {@link ResourceDefinition}. */
  public static final class Builder {
    private final String id;
    private final Supplier<? extends ResourceAgent> agents;
    private int priority;
    private int stickiness = 1;
    private TargetRole targetRole = TargetRole.STARTED;
    private boolean managed = true;
    private boolean maintenance;
    private Requires requires = Requires.FENCING;
    private int migrationThreshold;
    private Duration failureTimeout = Duration.ZERO;
    private OperationDefinition start = OperationDefinition.DEFAULT_START;
    private OperationDefinition stop = OperationDefinition.DEFAULT_STOP;
    private final List<MonitorDefinition> monitors = new ArrayList<>();
    private final List<LocationConstraint> locations = new ArrayList<>();
    private final List<ColocationConstraint> colocations = new ArrayList<>();
    private final List<OrderConstraint> orders = new ArrayList<>();
    private final TreeMap<String, Integer> utilization = new TreeMap<>();
    private boolean allowUnhealthyNodes;
    private @Nullable GroupMembership group;
    private @Nullable ClonePolicy clone;

    private Builder(String id, Supplier<? extends ResourceAgent> agents) {
      this.id = Names.requireValid("resource", id);
      this.agents = Objects.requireNonNull(agents, "agents");
    }

    /** Sets the priority: resources of higher priority are assigned first. Default 0. */
    public Builder priority(int value) {
      priority = value;
      return this;
    }

    /** Sets how much the resource prefers to stay where it is. Default 1. */
    public Builder stickiness(int value) {
      stickiness = value;
      return this;
    }

    /** Sets whether the resource is to be active at all. Default {@link TargetRole#STARTED}. */
    public Builder targetRole(TargetRole value) {
      targetRole = value;
      return this;
    }

    /** Sets whether the cluster may start and stop the resource. Default true. */
    public Builder managed(boolean value) {
      managed = value;
      return this;
    }

    /** Sets whether the resource is left alone altogether. Default false. */
    public Builder maintenance(boolean value) {
      maintenance = value;
      return this;
    }

    /** Sets what must be true before the resource starts. Default {@link Requires#FENCING}. */
    public Builder requires(Requires value) {
      requires = value;
      return this;
    }

    /** Sets after how many failures the resource must leave a node. Default 0: never. */
    public Builder migrationThreshold(int value) {
      migrationThreshold = value;
      return this;
    }

    /** Sets how long after the last one failures are forgotten. Default zero: never. */
    public Builder failureTimeout(Duration value) {
      failureTimeout = value;
      return this;
    }

    /** Sets how long a start may take, and what follows when it fails. Default 20 s, restart. */
    public Builder start(Duration timeout, OnFail onFail) {
      start = named("start", () -> new OperationDefinition(timeout, onFail));
      return this;
    }

    /** Sets how long a stop may take, and what follows when it fails. Default 20 s, fence. */
    public Builder stop(Duration timeout, OnFail onFail) {
      stop = named("stop", () -> new OperationDefinition(timeout, onFail));
      return this;
    }

    /** Adds a recurring monitor; when it fails the resource is restarted. */
    public Builder monitor(Duration interval, Duration timeout) {
      return monitor(interval, timeout, OnFail.RESTART);
    }

    /** Adds a recurring monitor. */
    public Builder monitor(Duration interval, Duration timeout, OnFail onFail) {
      return monitor(interval, timeout, onFail, Role.STARTED);
    }

    /** Adds a recurring monitor of instances in a role; see {@link MonitorDefinition}. */
    public Builder monitor(Duration interval, Duration timeout, OnFail onFail, Role role) {
      monitors.add(named("monitor", () -> new MonitorDefinition(interval, timeout, onFail, role)));
      return this;
    }

    /**
     * Puts the resource in a group: its members are active on one node, start by their position,
     * and stop in the reverse order. With {@link #cloned} on each member the whole group is cloned.
     */
    public Builder group(String name, int position) {
      group = named("group", () -> new GroupMembership(name, position));
      return this;
    }

    /**
     * Has the resource active on several nodes at once: by default an instance on each node.
     *
     * @param settings sets what differs from the defaults, as in {@code cloned(c -> c.max(3))}
     */
    public Builder cloned(Consumer<? super ClonePolicy.Builder> settings) {
      return cloned("cloned", settings, false);
    }

    /**
     * Has the resource active on several nodes at once, and some of the instances promoted: by
     * default one. Its agent has a {@link ResourceAgent#promote} and a {@link
     * ResourceAgent#demote}.
     */
    public Builder promotable(Consumer<? super ClonePolicy.Builder> settings) {
      return cloned("promotable", settings, true);
    }

    private Builder cloned(
        String name, Consumer<? super ClonePolicy.Builder> settings, boolean promotable) {
      ClonePolicy.Builder builder = new ClonePolicy.Builder();
      settings.accept(builder);
      clone = named(name, () -> builder.build(promotable));
      return this;
    }

    /** Has the resource prefer the nodes on which another one, or a group, is. */
    public Builder colocate(String with, int score) {
      return colocate(with, score, Role.STARTED, Role.STARTED);
    }

    /** Has instances in a role prefer the nodes on which another one has a role. */
    public Builder colocate(String with, int score, Role role, Role withRole) {
      colocations.add(
          named("colocate", () -> new ColocationConstraint(with, score, role, withRole)));
      return this;
    }

    /** Has the resource start after another one or a group, and stop before it. */
    public Builder after(String first) {
      return after(first, OrderKind.MANDATORY, true, Role.STARTED);
    }

    /** Has the resource start after another one is promoted, and stop before it is demoted. */
    public Builder afterPromotion(String first) {
      return after(first, OrderKind.MANDATORY, true, Role.PROMOTED);
    }

    /** Orders the start of the resource after another one's; see {@link OrderConstraint}. */
    public Builder after(String first, OrderKind kind, boolean symmetrical, Role firstRole) {
      orders.add(named("after", () -> new OrderConstraint(first, kind, symmetrical, firstRole)));
      return this;
    }

    /** Has the resource prefer a node by a score; a negative one keeps it away. */
    public Builder prefers(String node, int score) {
      locations.add(LocationConstraint.onNode(Names.requireValid("node", node), score));
      return this;
    }

    /** Has instances in a role prefer a node by a score. */
    public Builder prefers(String node, int score, Role role) {
      locations.add(
          named(
              "location",
              () -> new LocationConstraint(Names.requireValid("node", node), null, score, role)));
      return this;
    }

    /** Keeps the resource off a node, always. */
    public Builder avoids(String node) {
      return prefers(node, -Score.INFINITY);
    }

    /** Has the resource prefer nodes whose attributes match a rule; see {@link Rule#parse}. */
    public Builder prefersWhere(String rule, int score) {
      locations.add(named("location", () -> LocationConstraint.byRule(Rule.parse(rule), score)));
      return this;
    }

    /**
     * Says how much of something the resource takes of a node's capacity: of {@code memory}, {@code
     * cpu}, or whatever else nodes have. Counts where {@code placement-strategy} says so.
     */
    public Builder utilization(String name, int amount) {
      utilization.put(name, named("utilization", () -> ResourceNeeds.requireAmount(name, amount)));
      return this;
    }

    /** Sets whether it may run on a node whose health speaks against it. Default false. */
    public Builder allowUnhealthyNodes(boolean value) {
      allowUnhealthyNodes = value;
      return this;
    }

    /**
     * Returns the resource.
     *
     * @throws IllegalArgumentException if a setting is out of its range
     */
    public Resource build() {
      return new Resource(
          new ResourceDefinition(
              id,
              priority,
              stickiness,
              targetRole,
              managed,
              maintenance,
              requires,
              migrationThreshold,
              failureTimeout,
              start,
              stop,
              monitors,
              locations,
              group,
              clone,
              new ResourceConstraints(colocations, orders),
              new ResourceNeeds(utilization, allowUnhealthyNodes)),
          agents);
    }

    private <T> T named(String setting, Supplier<T> value) {
      try {
        return value.get();
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "resource " + id + ": " + setting + ": " + e.getMessage(), e);
      }
    }
  }
}
