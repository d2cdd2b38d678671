package io.pacekeeper.api.fencing;

import io.pacekeeper.api.Names;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What the cluster knows of a fencing device: everything but its code. Made by {@link #builder};
 * stored in the cluster's configuration.
 *
 * @param id the name of the device, unique in the cluster
 * @param hosts the nodes that it can fence ({@code pcmk_host_list})
 * @param ports how the device calls the hosts of nodes that it can fence ({@code pcmk_host_map}); a
 *     node in neither is called by its own name. If both are empty, the device is for every node.
 * @param delayBase how long is waited before the device is asked ({@code pcmk_delay_base})
 * @param delays the same for single nodes, instead of {@code delayBase}
 * @param delayMax up to how long that is at random, or zero ({@code pcmk_delay_max})
 * @param timeout how long the device may take, with all attempts at one level; zero means the
 *     cluster's {@code stonith-timeout}
 * @param attempts how often it is asked at one level while there is time ({@code pcmk_off_retries},
 *     which counts the first one, too)
 * @param actionLimit how much it is asked at the same time, or 0 for as much as there is ({@code
 *     pcmk_action_limit})
 * @param monitorInterval how often each node that has its code asks it whether it works; zero means
 *     never
 */
public record FencingDeviceDefinition(
    String id,
    SortedSet<String> hosts,
    SortedMap<String, String> ports,
    Duration delayBase,
    SortedMap<String, Duration> delays,
    Duration delayMax,
    Duration timeout,
    int attempts,
    int actionLimit,
    Duration monitorInterval) {
  /** How often a device is asked at one level: twice, as in Pacemaker. */
  public static final int DEFAULT_ATTEMPTS = 2;

  /** How much a device is asked at the same time: one thing, as in Pacemaker. */
  public static final int DEFAULT_ACTION_LIMIT = 1;

  /** How often a device is asked whether it works: each minute. */
  public static final Duration DEFAULT_MONITOR_INTERVAL = Duration.ofMinutes(1);

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final Duration SHORTEST_MONITOR_INTERVAL = Duration.ofMillis(100);

  public FencingDeviceDefinition {
    Names.requireValid("fencing device", id);
    hosts = Collections.unmodifiableSortedSet(new TreeSet<>(hosts));
    ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
    delays = Collections.unmodifiableSortedMap(new TreeMap<>(delays));
    hosts.forEach(node -> Names.requireValid("node", node));
    ports.keySet().forEach(node -> Names.requireValid("node", node));
    for (var port : ports.entrySet()) {
      require(
          id,
          !port.getValue().isBlank() && !CONTROL.matcher(port.getValue()).find(),
          "the port of " + port.getKey() + " must be one line of text, but it is not");
    }
    requireNotNegative(id, "delayBase", delayBase);
    requireNotNegative(id, "delayMax", delayMax);
    requireNotNegative(id, "timeout", timeout);
    requireNotNegative(id, "monitorInterval", monitorInterval);
    delays.forEach((node, delay) -> requireNotNegative(id, "the delay for " + node, delay));
    if (!delayMax.isZero()) {
      requireWithin(id, "delayBase", delayBase, delayMax);
      for (var delay : delays.entrySet()) {
        requireWithin(id, "the delay for " + delay.getKey(), delay.getValue(), delayMax);
      }
    }
    require(id, attempts >= 1, "attempts must be 1 or more, but it is " + attempts);
    require(
        id, actionLimit >= 0, "actionLimit must be 0 (no limit) or more, but it is " + actionLimit);
    require(
        id,
        monitorInterval.isZero() || monitorInterval.compareTo(SHORTEST_MONITOR_INTERVAL) >= 0,
        "monitorInterval must be zero (never) or 100 ms or longer, but it is " + monitorInterval);
  }

  /** Returns a builder of the definition of a device, with every default. */
  public static Builder builder(String id) {
    return new Builder(id);
  }

  /** Returns whether the device can fence a node. */
  public boolean fences(String node) {
    return (hosts.isEmpty() && ports.isEmpty()) || hosts.contains(node) || ports.containsKey(node);
  }

  /** Returns how the device calls the host of a node. */
  public String port(String node) {
    return ports.getOrDefault(node, node);
  }

  /**
   * Returns how long is waited before the device is asked to fence a node.
   *
   * @param spread chance, from 0 to below 1: where between the base and the maximum that is
   */
  public Duration delay(String node, double spread) {
    if (!(spread >= 0 && spread < 1)) {
      throw new IllegalArgumentException("spread is from 0 to below 1, but it is " + spread);
    }
    Duration base = delays.getOrDefault(node, delayBase);
    long room = delayMax.minus(base).toNanos();
    return room <= 0 ? base : base.plusNanos((long) (room * spread));
  }

  private static void requireNotNegative(String id, String name, Duration value) {
    require(id, !value.isNegative(), name + " must be zero or longer, but it is " + value);
  }

  private static void requireWithin(String id, String name, Duration value, Duration max) {
    require(
        id,
        value.compareTo(max) <= 0,
        name + " of " + value + " is longer than delayMax of " + max + ": raise that or leave it");
  }

  private static void require(String id, boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("fencing device " + id + ": " + otherwise);
    }
  }

  /** Builds a {@link FencingDeviceDefinition}. Every setting has a default. */
  public static final class Builder {
    private final String id;
    private final TreeSet<String> hosts = new TreeSet<>();
    private final TreeMap<String, String> ports = new TreeMap<>();
    private final TreeMap<String, Duration> delays = new TreeMap<>();
    private Duration delayBase = Duration.ZERO;
    private Duration delayMax = Duration.ZERO;
    private Duration timeout = Duration.ZERO;
    private int attempts = DEFAULT_ATTEMPTS;
    private int actionLimit = DEFAULT_ACTION_LIMIT;
    private Duration monitorInterval = DEFAULT_MONITOR_INTERVAL;

    private Builder(String id) {
      this.id = Names.requireValid("fencing device", id);
    }

    /** Names nodes that the device can fence. Default: with no host named at all, every node. */
    public Builder hosts(String... nodes) {
      hosts.addAll(Arrays.asList(nodes));
      return this;
    }

    /** Names a node that the device can fence, and how it calls its host. */
    public Builder host(String node, String port) {
      ports.put(node, Objects.requireNonNull(port, "port"));
      return this;
    }

    /** Sets how long is waited before the device is asked. Default zero. */
    public Builder delayBase(Duration delay) {
      delayBase = delay;
      return this;
    }

    /** Sets how long is waited before the device is asked to fence this node. */
    public Builder delayBase(String node, Duration delay) {
      delays.put(Names.requireValid("node", node), delay);
      return this;
    }

    /** Has the wait be longer at random, up to this. Default zero: it is not. */
    public Builder delayMax(Duration delay) {
      delayMax = delay;
      return this;
    }

    /** Sets how long the device may take at one level. Default: the cluster's stonith-timeout. */
    public Builder timeout(Duration value) {
      timeout = value;
      return this;
    }

    /** Sets how often the device is asked at one level, while there is time. Default 2. */
    public Builder attempts(int count) {
      attempts = count;
      return this;
    }

    /** Sets how much the device is asked at the same time; 0 for no limit. Default 1. */
    public Builder actionLimit(int count) {
      actionLimit = count;
      return this;
    }

    /** Sets how often the device is asked whether it works; zero for never. Default 1 min. */
    public Builder monitorInterval(Duration interval) {
      monitorInterval = interval;
      return this;
    }

    /**
     * Returns the definition.
     *
     * @throws IllegalArgumentException if a setting is out of its range
     */
    public FencingDeviceDefinition build() {
      return new FencingDeviceDefinition(
          id,
          hosts,
          ports,
          delayBase,
          delays,
          delayMax,
          timeout,
          attempts,
          actionLimit,
          monitorInterval);
    }
  }
}
