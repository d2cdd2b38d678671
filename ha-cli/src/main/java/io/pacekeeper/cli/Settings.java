package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which cluster, and how it is reached; each null where nothing was said.
 *
 * @param zooKeeper the servers, as {@code host:port,host:port}
 * @param chroot the path below which the clusters are
 * @param cluster the cluster's name; without one it is the only one that is there
 * @param credentials who asks, or null for nobody
 * @param timeout how long ZooKeeper may take to answer
 */
record Settings(
    @Nullable String zooKeeper,
    @Nullable String chroot,
    @Nullable String cluster,
    @Nullable Secret credentials,
    @Nullable String timeout) {
  private static final String DEFAULT_ZOOKEEPER = "localhost:2181";
  private static final Pattern DURATION = Pattern.compile("([1-9]\\d{0,8})(ms|s|m)");
  private static final Pattern TERM = Pattern.compile("([1-9]\\d{0,5})(s|m|h|d)");

  /**
   * Connects to the cluster.
   *
   * @throws HaException if it cannot be reached, or a setting cannot be understood
   */
  ZooKeeperClusterClient connect() {
    try {
      return builder().connect();
    } catch (IllegalArgumentException e) {
      throw new HaException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Connects to the place of the cluster, and makes it where there is none.
   *
   * @throws HaException if ZooKeeper cannot be reached, or a setting cannot be understood
   */
  ZooKeeperClusterClient connectToNew() {
    try {
      return builder().creating().connect();
    } catch (IllegalArgumentException e) {
      throw new HaException(String.valueOf(e.getMessage()), e);
    }
  }

  private ZooKeeperClusterClient.Builder builder() {
    ZooKeeperClusterClient.Builder builder =
        ZooKeeperClusterClient.builder(zooKeeper == null ? DEFAULT_ZOOKEEPER : zooKeeper);
    if (chroot != null) {
      builder.chroot(chroot);
    }
    if (cluster != null) {
      builder.cluster(cluster);
    }
    if (timeout != null) {
      builder.timeout(duration("timeout", timeout));
    }
    if (credentials != null) {
      builder.credentials(credentials.user(), credentials.password());
    }
    return builder;
  }

  /**
   * Returns the duration that a text such as {@code 500ms}, {@code 20s} or {@code 1m} says.
   *
   * @param what what it is for, for the message
   * @throws HaException if it does not say one
   */
  static Duration duration(String what, String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new HaException(
          "a " + what + " is written such as 500ms, 20s or 1m, but it is '" + text + "'");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofMinutes(amount);
    };
  }

  /**
   * Returns for how long something is wanted: as {@link #duration}, and also in hours and days.
   *
   * @throws HaException if it does not say so
   */
  static Duration term(String what, String text) {
    Matcher matcher = TERM.matcher(text);
    if (!matcher.matches()) {
      throw new HaException(
          "--"
              + what
              + " is followed by a duration such as 90s, 30m, 2h or 7d, not by '"
              + text
              + "'");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /**
   * Returns what texts such as {@code name=value} say, by name.
   *
   * @throws HaException if one does not, or names the same twice
   */
  static SortedMap<String, String> pairs(List<String> texts) {
    SortedMap<String, String> pairs = new TreeMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw new HaException("write NAME=VALUE, or NAME= to take it back, not '" + text + "'");
      }
      String name = text.substring(0, equals);
      if (pairs.put(name, text.substring(equals + 1)) != null) {
        throw new HaException(name + " is named twice");
      }
    }
    return pairs;
  }
}
