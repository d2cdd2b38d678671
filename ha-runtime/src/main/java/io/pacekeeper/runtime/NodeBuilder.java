package io.pacekeeper.runtime;

import io.pacekeeper.api.AlertScript;
import io.pacekeeper.api.ClusterListener;
import io.pacekeeper.api.Companion;
import io.pacekeeper.api.HaException;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.JoinException;
import io.pacekeeper.api.Names;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceNeeds;
import io.pacekeeper.api.fencing.FencingDefinition;
import io.pacekeeper.api.fencing.FencingDevice;
import io.pacekeeper.api.fencing.FencingDeviceDefinition;
import io.pacekeeper.api.fencing.FencingTopology;
import io.pacekeeper.core.cib.NodeHealth;
import io.pacekeeper.core.controller.ControllerOptions;
import io.pacekeeper.core.controller.LeaseOptions;
import io.pacekeeper.runtime.companion.CompanionLaunch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Builds a node of a cluster. A subclass says in which store the cluster lives; everything else is
 * the same for all. The cluster and the node must be named, the rest has defaults.
 *
 * @param <B> the subclass, so that calls can be chained
 */
public abstract class NodeBuilder<B extends NodeBuilder<B>> {
  /** How long joining waits unless told otherwise: 30 seconds. */
  public static final Duration DEFAULT_JOIN_TIMEOUT = Duration.ofSeconds(30);

  private @Nullable String cluster;
  private @Nullable String node;
  private LeaseOptions lease = LeaseOptions.ofLength(LeaseOptions.DEFAULT_LENGTH);
  private Duration drainTimeout = ControllerOptions.DEFAULT_DRAIN_TIMEOUT;
  private Duration joinTimeout = DEFAULT_JOIN_TIMEOUT;
  private Duration resyncInterval = ControllerOptions.DEFAULT_RESYNC_INTERVAL;
  private Duration startupDelay = ControllerOptions.DEFAULT_STARTUP_DELAY;
  private boolean shutdownHook = true;
  private boolean awaitSetup;
  private String application = ControllerOptions.DEFAULT_APPLICATION;
  private long applicationVersion = 1;
  private int operationThreads = ControllerOptions.DEFAULT_PARALLEL_OPERATIONS;
  private Clock clock = Clock.system();
  private Companion companion = Companion.PREFERRED;
  private Halter halter = Halter.jvm();
  private final TreeMap<String, String> attributes = new TreeMap<>();
  private final TreeMap<String, Integer> capacity = new TreeMap<>();
  private final List<ClusterListener> listeners = new ArrayList<>();

  /** The resources by id, and where each came from. */
  private final Map<String, Resource> resources = new LinkedHashMap<>();

  private final Map<String, String> origins = new LinkedHashMap<>();

  private final Map<String, FencingDevice> fencingDevices = new LinkedHashMap<>();
  private final List<FencingDeviceDefinition> fencingDefinitions = new ArrayList<>();
  private final List<FencingTopology> fencingTopologies = new ArrayList<>();
  private int fencingThreads = FencingSettings.DEFAULT_THREADS;
  private final List<AlertScript> alerts = new ArrayList<>();
  private int alertThreads = Alerts.DEFAULT_THREADS;
  private @Nullable Path schedulerInputs;
  private int schedulerInputSeriesMax = InputSeries.DEFAULT_MAX;

  /** Makes a builder with every default. */
  protected NodeBuilder() {}

  /** Returns this. */
  protected abstract B self();

  /**
   * Makes a connection to the cluster's store, and does not start it. Called each time the node is
   * started.
   *
   * @param cluster the cluster's name
   * @param node the node's name
   * @param lease the node's lease
   */
  protected abstract ClusterLayer newLayer(String cluster, String node, LeaseOptions lease);

  /**
   * Says how a companion of the node is started. Called each time the node is started, unless there
   * is to be none.
   *
   * @return null if this kind of store has no companion, as by default
   * @throws HaException if there can be none here, with the reason
   */
  protected @Nullable CompanionLaunch newCompanion(String cluster, String node) {
    return null;
  }

  /** Returns how a run of the scheduler is written, or null if this kind of store does not know. */
  protected @Nullable Function<? super SavedInput, byte[]> schedulerInputFormat() {
    return null;
  }

  /** Names the cluster. */
  public B cluster(String name) {
    cluster = Names.requireValid("cluster", name);
    return self();
  }

  /** Names the node; no other JVM of the cluster may have that name. */
  public B node(String name) {
    node = Names.requireValid("node", name);
    return self();
  }

  /**
   * Adds a resource that this node has the code for.
   *
   * @param resource a {@link Resource}, or an object whose class has the annotations of one
   * @throws IllegalArgumentException if it has a mistake, named by class and member
   */
  public B resource(Object resource) {
    Resource added = AnnotatedResource.of(resource);
    String origin = resource instanceof Resource ? "a Resource" : resource.getClass().getName();
    String other = origins.putIfAbsent(added.id(), origin);
    if (other != null) {
      throw new IllegalArgumentException(
          "two resources have the id "
              + added.id()
              + ", "
              + other
              + " and "
              + origin
              + ": give one of them another");
    }
    resources.put(added.id(), added);
    return self();
  }

  /** Sets how long the node may be active without hearing from the cluster. Default 20 s. */
  public B lease(Duration length) {
    lease = LeaseOptions.ofLength(length);
    return self();
  }

  /**
   * Sets whether the node has a companion, a small process beside the JVM that sees it die. Default
   * {@link Companion#PREFERRED}.
   */
  public B companion(Companion wanted) {
    companion = Objects.requireNonNull(wanted, "companion");
    return self();
  }

  /**
   * Sets how long leaving waits for the cluster to move things away in order, before the node stops
   * them itself. Default one minute.
   */
  public B drainTimeout(Duration timeout) {
    drainTimeout = requirePositiveOrZero("drainTimeout", timeout);
    return self();
  }

  /** Sets how long {@link #join} waits. Default 30 s. */
  public B joinTimeout(Duration timeout) {
    joinTimeout = requirePositiveOrZero("joinTimeout", timeout);
    return self();
  }

  /**
   * Sets how often the cluster's state is read again and compared, whatever was heard of changes.
   * Default one minute.
   */
  public B resyncInterval(Duration interval) {
    if (interval.compareTo(Duration.ofMillis(100)) < 0) {
      throw new IllegalArgumentException(
          "resyncInterval must be 100 ms or longer, but it is " + interval);
    }
    resyncInterval = interval;
    return self();
  }

  /**
   * Sets how long the node, if it becomes DC right after it has joined, waits for other nodes
   * before it assigns anything, so that the first to join does not take everything. Nothing is
   * waited for where anything is active already. Default one second.
   */
  public B startupDelay(Duration delay) {
    startupDelay = requirePositiveOrZero("startupDelay", delay);
    return self();
  }

  /** Sets whether the node is closed when the JVM shuts down. Default true. */
  public B shutdownHook(boolean wanted) {
    shutdownHook = wanted;
    return self();
  }

  /**
   * Sets whether the node waits where no cluster has been set up, until {@code pk cluster setup}
   * does that. Otherwise it makes an open cluster, which every node may join. Default false.
   *
   * <p>A node that waits for an administrator takes as long as he does: {@link #start} it, as
   * {@link #join} gives up after its timeout.
   */
  public B awaitSetup(boolean wanted) {
    awaitSetup = wanted;
    return self();
  }

  /** Declares an attribute of the node, for rules. An administrator's value wins over it. */
  public B attribute(String name, String value) {
    NodeHealth.requirePossible(name, value);
    attributes.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
    return self();
  }

  /**
   * Declares how much the node has of what resources take: {@code memory}, {@code cpu}, or whatever
   * else. Of what it does not name it has nothing. Counts where the cluster's {@code
   * placement-strategy} says so; an administrator's amount wins over it.
   *
   * @throws IllegalArgumentException if it has no valid name, or is negative
   */
  public B capacity(String name, int amount) {
    try {
      capacity.put(name, ResourceNeeds.requireAmount(name, amount));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("capacity: " + e.getMessage(), e);
    }
    return self();
  }

  /**
   * Names the application that declares the resources, and the version of the declarations: the
   * highest one that was seen in the cluster holds. Default {@code default}, 1.
   */
  public B application(String name, long version) {
    application = Names.requireValid("application", name);
    if (version < 0) {
      throw new IllegalArgumentException(
          "the version of application " + name + " must be 0 or more, but it is " + version);
    }
    applicationVersion = version;
    return self();
  }

  /** Adds a listener that is told every event. */
  public B listener(ClusterListener listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
    return self();
  }

  /** Sets how many starts and monitors run at once, and how many stops. Default 32. */
  public B operationThreads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("operationThreads must be 1 or more, but it is " + count);
    }
    operationThreads = count;
    return self();
  }

  /**
   * Adds a fencing device that this node has the code for. The DC is who calls devices, and any
   * node may become DC: so register a device on every node that can reach it.
   *
   * @throws IllegalArgumentException if there is one with its id already
   */
  public B fencingDevice(FencingDeviceDefinition definition, FencingDevice device) {
    Objects.requireNonNull(device, "device");
    if (fencingDevices.putIfAbsent(definition.id(), device) != null) {
      throw new IllegalArgumentException(
          "two fencing devices have the id " + definition.id() + ": give one of them another");
    }
    fencingDefinitions.add(definition);
    return self();
  }

  /** Adds in which order fencing devices are tried for a node, or for nodes of a kind. */
  public B fencingTopology(FencingTopology topology) {
    List<FencingTopology> all = new ArrayList<>(fencingTopologies);
    all.add(topology);
    FencingDefinition.of(List.of(), all);
    fencingTopologies.add(topology);
    return self();
  }

  /** Sets how many fencing devices are called at once. Default 16. */
  public B fencingThreads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("fencingThreads must be 1 or more, but it is " + count);
    }
    fencingThreads = count;
    return self();
  }

  /** Adds a program that is run when something happens; on any number of nodes, or on all. */
  public B alert(AlertScript script) {
    alerts.add(Objects.requireNonNull(script, "script"));
    return self();
  }

  /** Sets how many of those programs run at once. Default 4. */
  public B alertThreads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("alertThreads must be 1 or more, but it is " + count);
    }
    alertThreads = count;
    return self();
  }

  /**
   * Sets the folder in which the node, as long as it is DC, saves what the scheduler decides from
   * and what it decides, whenever either is new: {@code pk simulate FILE} repeats that. Made if it
   * is not there; several nodes may share it. By default nothing is saved.
   */
  public B schedulerInputs(Path folder) {
    schedulerInputs = folder.toAbsolutePath();
    return self();
  }

  /**
   * Sets how many of those files are kept: then the first is written over, as Pacemaker's {@code
   * pe-input-series-max} has it. Default 100.
   */
  public B schedulerInputSeriesMax(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "schedulerInputSeriesMax must be 1 or more, but it is " + count);
    }
    schedulerInputSeriesMax = count;
    return self();
  }

  /** Sets the clock, for tests. */
  protected B clock(Clock value) {
    clock = Objects.requireNonNull(value, "clock");
    return self();
  }

  /** Sets what ends the JVM, for tests. */
  B halter(Halter value) {
    halter = value;
    return self();
  }

  /**
   * Returns the node, which is still to be started.
   *
   * @throws IllegalArgumentException if the cluster or the node has no name
   */
  public HaNode build() {
    String clusterName = requireNamed("cluster", cluster);
    String nodeName = requireNamed("node", node);
    LeaseOptions nodeLease = lease;
    NodeSettings settings =
        new NodeSettings(
            clusterName,
            nodeName,
            nodeLease,
            drainTimeout,
            joinTimeout,
            resyncInterval,
            startupDelay,
            shutdownHook,
            application,
            applicationVersion,
            new TreeMap<>(attributes),
            operationThreads,
            awaitSetup,
            new FencingSettings(
                FencingDefinition.of(fencingDefinitions, fencingTopologies),
                fencingDevices,
                fencingThreads),
            clock,
            halter,
            companion,
            () -> newCompanion(clusterName, nodeName),
            () -> newLayer(clusterName, nodeName, nodeLease),
            new TreeMap<>(capacity));
    return new RuntimeNode(
        settings,
        resources.values(),
        listeners,
        alerts.isEmpty() ? null : new Alerts(clusterName, nodeName, clock, alerts, alertThreads),
        inputSeries(clusterName, nodeName));
  }

  private @Nullable InputSeries inputSeries(String clusterName, String nodeName) {
    Path folder = schedulerInputs;
    if (folder == null) {
      return null;
    }
    Function<? super SavedInput, byte[]> format = schedulerInputFormat();
    if (format == null) {
      throw new IllegalArgumentException(
          "schedulerInputs is not possible: this kind of store has no format for them");
    }
    return new InputSeries(clusterName, nodeName, folder, schedulerInputSeriesMax, format);
  }

  /** Returns the node, which takes part as soon as it can. */
  public HaNode start() {
    HaNode built = build();
    built.start();
    return built;
  }

  /**
   * Returns the node when it takes part.
   *
   * @throws JoinException if it does not within the join timeout; nothing of it is left then
   */
  public HaNode join() {
    HaNode built = build();
    try {
      built.join();
      return built;
    } catch (RuntimeException e) {
      built.close();
      throw e;
    }
  }

  private static String requireNamed(String what, @Nullable String name) {
    if (name == null) {
      throw new IllegalArgumentException(
          "the " + what + " has no name: call " + what + "(name) on the builder");
    }
    return name;
  }

  private static Duration requirePositiveOrZero(String what, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(what + " must be zero or longer, but it is " + value);
    }
    return value;
  }
}
