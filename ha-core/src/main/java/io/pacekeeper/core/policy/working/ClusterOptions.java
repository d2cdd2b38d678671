package io.pacekeeper.core.policy.working;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.rule.Words;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ClusterOptions are what is configured for the cluster as a whole, read from words.
 *
 * @param shutdownLockLimit in seconds; 0: a lock lasts
 * @param stonithTimeout in milliseconds
 * @param priorityFencingDelay in seconds
 * @param clusterDelay in milliseconds
 * @param migrationLimit how many migrations a node takes at once; negative: any number
 * @param healthGreen the score that green stands for, by the strategy
 */
public record ClusterOptions(
    NoQuorumPolicy noQuorumPolicy,
    boolean symmetric,
    boolean maintenanceMode,
    boolean startFailureIsFatal,
    boolean startupProbes,
    boolean shutdownLock,
    long shutdownLockLimit,
    boolean stonithEnabled,
    String stonithAction,
    long stonithTimeout,
    boolean haveWatchdog,
    boolean concurrentFencing,
    boolean startupFencing,
    long priorityFencingDelay,
    long clusterDelay,
    int batchLimit,
    int migrationLimit,
    boolean stopAll,
    boolean stopOrphanResources,
    boolean stopOrphanActions,
    boolean removeAfterStop,
    HealthStrategy healthStrategy,
    int healthBase,
    int healthGreen,
    int healthYellow,
    int healthRed,
    PlacementStrategy placementStrategy,
    @Nullable String clusterName) {
  /** The names of the options. */
  public static final Set<String> NAMES =
      Set.of(
          "batch-limit",
          "cluster-delay",
          "cluster-name",
          "concurrent-fencing",
          "enable-startup-probes",
          "have-watchdog",
          "maintenance-mode",
          "migration-limit",
          "no-quorum-policy",
          "node-health-base",
          "node-health-green",
          "node-health-red",
          "node-health-strategy",
          "node-health-yellow",
          "placement-strategy",
          "priority-fencing-delay",
          "remove-after-stop",
          "shutdown-lock",
          "shutdown-lock-limit",
          "start-failure-is-fatal",
          "startup-fencing",
          "stonith-action",
          "stonith-enabled",
          "stonith-timeout",
          "stop-all-resources",
          "stop-orphan-actions",
          "stop-orphan-resources",
          "symmetric-cluster");

  /** Reads the options; a word that means nothing counts as if it were not there. */
  public static ClusterOptions of(Map<String, String> words, boolean mayPanic) {
    boolean stonith = truth(words, "stonith-enabled", true);
    HealthStrategy strategy = healthStrategy(words.get("node-health-strategy"));
    boolean scored = strategy == HealthStrategy.PROGRESSIVE || strategy == HealthStrategy.CUSTOM;
    boolean onlyGreen = strategy == HealthStrategy.ONLY_GREEN;
    boolean redBans = onlyGreen || strategy == HealthStrategy.MIGRATE_ON_RED;
    return new ClusterOptions(
        noQuorumPolicy(words.get("no-quorum-policy"), stonith, mayPanic),
        truth(words, "symmetric-cluster", true),
        truth(words, "maintenance-mode", false),
        truth(words, "start-failure-is-fatal", true),
        truth(words, "enable-startup-probes", true),
        truth(words, "shutdown-lock", false),
        Words.interval(words.get("shutdown-lock-limit")) / 1000,
        stonith,
        stonithAction(words.get("stonith-action")),
        interval(words, "stonith-timeout", 60_000),
        truth(words, "have-watchdog", false),
        truth(words, "concurrent-fencing", false),
        stonith && truth(words, "startup-fencing", true),
        Words.interval(words.get("priority-fencing-delay")) / 1000,
        interval(words, "cluster-delay", 60_000),
        Words.integer(words.get("batch-limit"), 0),
        Words.integer(words.get("migration-limit"), -1),
        truth(words, "stop-all-resources", false),
        truth(words, "stop-orphan-resources", true),
        truth(words, "stop-orphan-actions", true),
        truth(words, "remove-after-stop", false),
        strategy,
        Words.score(words.get("node-health-base")),
        scored ? Words.score(words.get("node-health-green")) : 0,
        scored ? Words.score(words.get("node-health-yellow")) : onlyGreen ? -Score.INFINITY : 0,
        scored
            ? Words.score(words.getOrDefault("node-health-red", "-INFINITY"))
            : redBans ? -Score.INFINITY : 0,
        placementStrategy(words.get("placement-strategy")),
        words.get("cluster-name"));
  }

  /** Returns the score that a text means in this cluster. */
  public int score(@Nullable String text) {
    return Words.score(text, healthGreen, healthYellow, healthRed);
  }

  private static boolean truth(Map<String, String> words, String name, boolean otherwise) {
    return Words.truth(words.get(name), otherwise);
  }

  private static long interval(Map<String, String> words, String name, long otherwise) {
    String word = words.get(name);
    if (word == null) {
      return otherwise;
    }
    long value = word.startsWith("P") ? Words.interval(word) : Words.milliseconds(word);
    return value < 0 ? otherwise : value;
  }

  private static NoQuorumPolicy noQuorumPolicy(
      @Nullable String word, boolean stonith, boolean mayPanic) {
    return switch (word == null ? "stop" : word.toLowerCase(Locale.ROOT)) {
      case "freeze" -> NoQuorumPolicy.FREEZE;
      case "ignore" -> NoQuorumPolicy.IGNORE;
      case "demote" -> NoQuorumPolicy.DEMOTE;
      case "suicide" -> stonith && mayPanic ? NoQuorumPolicy.SUICIDE : NoQuorumPolicy.STOP;
      default -> NoQuorumPolicy.STOP;
    };
  }

  private static String stonithAction(@Nullable String word) {
    return switch (word == null ? "reboot" : word) {
      case "off", "poweroff" -> "off";
      default -> "reboot";
    };
  }

  private static HealthStrategy healthStrategy(@Nullable String word) {
    return switch (word == null ? "none" : word.toLowerCase(Locale.ROOT)) {
      case "migrate-on-red" -> HealthStrategy.MIGRATE_ON_RED;
      case "only-green" -> HealthStrategy.ONLY_GREEN;
      case "progressive" -> HealthStrategy.PROGRESSIVE;
      case "custom" -> HealthStrategy.CUSTOM;
      default -> HealthStrategy.NONE;
    };
  }

  private static PlacementStrategy placementStrategy(@Nullable String word) {
    return switch (word == null ? "default" : word.toLowerCase(Locale.ROOT)) {
      case "utilization" -> PlacementStrategy.UTILIZATION;
      case "minimal" -> PlacementStrategy.MINIMAL;
      case "balanced" -> PlacementStrategy.BALANCED;
      default -> PlacementStrategy.DEFAULT;
    };
  }
}
