package io.pacekeeper.runtime;

import io.pacekeeper.api.Companion;
import io.pacekeeper.api.Resource;
import io.pacekeeper.core.controller.ControllerOptions;
import io.pacekeeper.core.controller.JoinOptions;
import io.pacekeeper.core.controller.LeaseOptions;
import io.pacekeeper.runtime.companion.CompanionLaunch;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a node is made with, resources aside.
 *
 * @param cluster the cluster's name
 * @param node the node's name
 * @param lease the lease and what is derived from it
 * @param drainTimeout how long leaving waits for the cluster to move things away
 * @param joinTimeout how long joining waits
 * @param resyncInterval how often the cluster's state is read again
 * @param startupDelay how long a DC that has just joined waits for others
 * @param shutdownHook whether the node is closed when the JVM shuts down
 * @param application the name under which the resources are declared
 * @param applicationVersion the version of the declarations
 * @param attributes the node attributes that it declares
 * @param operationThreads how many starts and monitors run at once, and how many stops
 * @param awaitSetup whether it waits until an administrator has set the cluster up
 * @param fencing what it has to fence others with
 * @param clock tells the time
 * @param halter ends the JVM
 * @param companion whether there is a companion
 * @param companions says how one is started, each time the node starts; null if this kind of store
 *     has none
 * @param layers makes a connection to the cluster's store, one each time the node starts
 * @param capacity how much the node has of what resources take
 */
record NodeSettings(
    String cluster,
    String node,
    LeaseOptions lease,
    Duration drainTimeout,
    Duration joinTimeout,
    Duration resyncInterval,
    Duration startupDelay,
    boolean shutdownHook,
    String application,
    long applicationVersion,
    SortedMap<String, String> attributes,
    int operationThreads,
    boolean awaitSetup,
    FencingSettings fencing,
    Clock clock,
    Halter halter,
    Companion companion,
    Supplier<? extends @Nullable CompanionLaunch> companions,
    Supplier<? extends ClusterLayer> layers,
    SortedMap<String, Integer> capacity) {

  /** Returns what the controller of a stay is made with. */
  ControllerOptions controllerOptions(List<Resource> resources) {
    return new ControllerOptions(
        node,
        host(),
        ProcessHandle.current().pid(),
        version(),
        () -> UUID.randomUUID().toString(),
        lease,
        application,
        applicationVersion,
        resources.stream().map(Resource::definition).toList(),
        attributes,
        drainTimeout,
        operationThreads,
        resyncInterval,
        startupDelay,
        fencing.definition(),
        new JoinOptions(awaitSetup),
        capacity);
  }

  private static String host() {
    String named = System.getenv("HOSTNAME");
    if (named != null && !named.isBlank()) {
      return named;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  static String version() {
    String version = NodeSettings.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }
}
