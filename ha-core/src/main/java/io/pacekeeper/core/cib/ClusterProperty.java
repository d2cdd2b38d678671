package io.pacekeeper.core.cib;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.fencing.FencingAction;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.FencingDocument.Means;
import io.pacekeeper.core.document.NoQuorumPolicy;
import io.pacekeeper.core.document.TransitionOptions;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/** One of the cluster's options, as an administrator names, sets and reads it. */
public final class ClusterProperty {
  private static final SortedMap<String, ClusterProperty> ALL = all();

  private final String name;
  private final String help;
  private final Function<ClusterOptions, String> reader;
  private final BiFunction<ClusterOptions, String, ClusterOptions> writer;

  private ClusterProperty(
      String name,
      String help,
      Function<ClusterOptions, String> reader,
      BiFunction<ClusterOptions, String, ClusterOptions> writer) {
    this.name = name;
    this.help = help;
    this.reader = reader;
    this.writer = writer;
  }

  /** Returns all there are, by name. */
  public static SortedMap<String, ClusterProperty> byName() {
    return ALL;
  }

  /**
   * Returns the one of this name.
   *
   * @throws IllegalArgumentException if there is none, with those that there are
   */
  public static ClusterProperty of(String name) {
    ClusterProperty property = ALL.get(name);
    if (property == null) {
      throw new IllegalArgumentException(
          "there is no property " + name + ": there is " + String.join(", ", ALL.keySet()));
    }
    return property;
  }

  /** Returns those that are not at their default, by name, with their values. */
  public static SortedMap<String, String> changed(ClusterOptions options) {
    SortedMap<String, String> changed = new TreeMap<>();
    ALL.forEach(
        (name, property) -> {
          if (!property.value(options).equals(property.defaultValue())) {
            changed.put(name, property.value(options));
          }
        });
    return changed;
  }

  /** Returns its name, which is Pacemaker's where that has it. */
  public String name() {
    return name;
  }

  /** Returns what it does, in a sentence or two. */
  public String help() {
    return help;
  }

  /** Returns its value among these options. */
  public String value(ClusterOptions options) {
    return reader.apply(options);
  }

  /** Returns its value where nothing is said. */
  public String defaultValue() {
    return value(ClusterOptions.DEFAULTS);
  }

  /**
   * Returns these options with another value of it.
   *
   * @throws IllegalArgumentException if it cannot have that value, with what it must be
   */
  public ClusterOptions set(ClusterOptions options, String value) {
    try {
      return writer.apply(options, value);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "%s=%s is not possible: %s".formatted(name, value, wrong.getMessage()), wrong);
    }
  }

  /** Returns these options with its default. */
  public ClusterOptions unset(ClusterOptions options) {
    return set(options, defaultValue());
  }

  private static SortedMap<String, ClusterProperty> all() {
    SortedMap<String, ClusterProperty> all = new TreeMap<>();
    addBehaviour(all);
    addFencing(all);
    addTransition(all);
    PlacementProperties.addTo(all);
    return ImmutableSortedMap.copyOfSorted(all);
  }

  static void add(
      SortedMap<String, ClusterProperty> all,
      String name,
      String help,
      Function<ClusterOptions, String> reader,
      BiConsumer<EditedOptions, String> writer) {
    all.put(
        name,
        new ClusterProperty(
            name,
            help,
            reader,
            (options, value) -> {
              EditedOptions edited = new EditedOptions(options);
              writer.accept(edited, value);
              return edited.build();
            }));
  }

  private static void addBehaviour(SortedMap<String, ClusterProperty> all) {
    add(
        all,
        "symmetric-cluster",
        "Whether a resource may run on every node that nothing speaks against; if not, only on"
            + " those that a location names.",
        options -> Boolean.toString(options.symmetricCluster()),
        (edited, value) -> edited.symmetricCluster = AttributeValue.flag(value));
    add(
        all,
        "maintenance-mode",
        "Whether every resource is left alone: nothing is started, stopped or monitored. See also"
            + " pk maintenance, which says who wants it and until when.",
        options -> Boolean.toString(options.maintenanceMode()),
        (edited, value) -> edited.maintenanceMode = AttributeValue.flag(value));
    add(
        all,
        "stop-all-resources",
        "Whether every resource is stopped.",
        options -> Boolean.toString(options.stopAllResources()),
        (edited, value) -> edited.stopAllResources = AttributeValue.flag(value));
    add(
        all,
        "start-failure-is-fatal",
        "Whether a failed start bans the resource from that node until it is cleaned up.",
        options -> Boolean.toString(options.startFailureIsFatal()),
        (edited, value) -> edited.startFailureIsFatal = AttributeValue.flag(value));
    add(
        all,
        "max-lease",
        "How long a lease is taken to last that was deleted or cannot be read. Never below the"
            + " lease of a node that runs; no node joins with a longer one.",
        options -> AttributeValue.durationOf(options.maxLease()),
        (edited, value) -> edited.maxLease = positive(value));
    add(
        all,
        "no-quorum-policy",
        "What a node does when its lease is about to end because it is cut off: stop, demote,"
            + " suicide, freeze or ignore. What may run once is never spared.",
        options -> AttributeValue.wordOf(options.noQuorumPolicy()),
        (edited, value) ->
            edited.noQuorumPolicy = AttributeValue.word(NoQuorumPolicy.class, value));
    add(
        all,
        "cluster-delay",
        "How long a node that renews its lease may owe an answer, beyond the longest start and stop"
            + " that it could be about, before its lease is ended.",
        options -> AttributeValue.durationOf(options.clusterDelay()),
        (edited, value) -> edited.clusterDelay = AttributeValue.duration(value));
    add(
        all,
        "history-limit",
        "How many entries the history keeps, 1 to " + ClusterOptions.MOST_HISTORY + ".",
        options -> Integer.toString(options.historyLimit()),
        (edited, value) -> edited.historyLimit = AttributeValue.number(value));
  }

  private static void addFencing(SortedMap<String, ClusterProperty> all) {
    add(
        all,
        "stonith-action",
        "What a fencing device does to the host of a node: reboot or off.",
        options -> AttributeValue.wordOf(options.fencing().action()),
        (edited, value) -> edited.fencingAction = AttributeValue.word(FencingAction.class, value));
    add(
        all,
        "stonith-timeout",
        "How long a fencing device may take at one level whose definition does not say.",
        options -> AttributeValue.durationOf(options.fencing().timeout()),
        (edited, value) -> edited.fencingTimeout = positive(value));
    add(
        all,
        "stonith-max-attempts",
        "After how many rounds through all levels a node is fenced only now and then.",
        options -> Integer.toString(options.fencing().maxAttempts()),
        (edited, value) -> edited.fencingAttempts = AttributeValue.number(value));
    add(
        all,
        "concurrent-fencing",
        "Whether several nodes are fenced at the same time.",
        options -> Boolean.toString(options.fencing().concurrent()),
        (edited, value) -> edited.concurrentFencing = AttributeValue.flag(value));
    add(
        all,
        "priority-fencing-delay",
        "How much longer is waited before the node with the most important resources is fenced, if"
            + " half of the nodes or more are lost.",
        options -> AttributeValue.durationOf(options.fencing().priorityDelay()),
        (edited, value) -> edited.priorityFencingDelay = AttributeValue.duration(value));
    add(
        all,
        "startup-fencing",
        "Whether devices are asked for a node that has not been heard of since the cluster began.",
        options -> Boolean.toString(options.fencing().startup()),
        (edited, value) -> edited.startupFencing = AttributeValue.flag(value));
    add(
        all,
        "fencing",
        "The weakest confirmation that is enough to take a node for dead: lease, or companion where"
            + " hosts can be suspended, so that the end of a lease proves nothing.",
        options -> AttributeValue.wordOf(options.fencing().weakest()),
        (edited, value) -> edited.weakest = AttributeValue.word(Means.class, value));
  }

  private static void addTransition(SortedMap<String, ClusterProperty> all) {
    add(
        all,
        "batch-limit",
        "How many actions are ordered of all nodes together and not done yet, at the most; 0 for as"
            + " many as there are.",
        options -> Integer.toString(options.transition().batchLimit()),
        (edited, value) -> {
          TransitionOptions from = edited.transition;
          edited.transition =
              new TransitionOptions(
                  AttributeValue.number(value),
                  from.nodeActionLimit(),
                  from.shutdownLock(),
                  from.shutdownLockLimit());
        });
    add(
        all,
        "node-action-limit",
        "How many actions are ordered of one node and not done yet, at the most; 0 for as many as"
            + " there are.",
        options -> Integer.toString(options.transition().nodeActionLimit()),
        (edited, value) -> {
          TransitionOptions from = edited.transition;
          edited.transition =
              new TransitionOptions(
                  from.batchLimit(),
                  AttributeValue.number(value),
                  from.shutdownLock(),
                  from.shutdownLockLimit());
        });
    add(
        all,
        "shutdown-lock",
        "Whether what runs on a node that leaves is kept for it until it comes back, instead of"
            + " being moved. Of clones nothing is.",
        options -> Boolean.toString(options.transition().shutdownLock()),
        (edited, value) -> {
          TransitionOptions from = edited.transition;
          edited.transition =
              new TransitionOptions(
                  from.batchLimit(),
                  from.nodeActionLimit(),
                  AttributeValue.flag(value),
                  from.shutdownLockLimit());
        });
    add(
        all,
        "shutdown-lock-limit",
        "For how long it is kept at the most, in whole seconds; 0 for as long as it takes.",
        options -> AttributeValue.durationOf(options.transition().shutdownLockLimit()),
        (edited, value) -> {
          TransitionOptions from = edited.transition;
          edited.transition =
              new TransitionOptions(
                  from.batchLimit(),
                  from.nodeActionLimit(),
                  from.shutdownLock(),
                  AttributeValue.duration(value));
        });
  }

  private static Duration positive(String value) {
    Duration duration = AttributeValue.duration(value);
    if (duration.isZero() || duration.isNegative()) {
      throw new IllegalArgumentException("it must be longer than zero");
    }
    return duration;
  }
}
