package io.pacekeeper.core.cib;

import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.FeatureSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** Which feature set what an administrator says needs: older nodes would not heed it. */
public final class FeatureNeeds {
  private static final Set<String> INSTANCES =
      Set.of(
          "clone-max",
          "clone-min",
          "clone-node-max",
          "interleave",
          "ordered",
          "promoted-max",
          "promoted-node-max");
  private static final Set<String> OPERATIONS = Set.of("promote", "demote", "promoted-monitor");

  private FeatureNeeds() {}

  /** Returns the lowest {@link FeatureSet} at which everything in a configuration counts. */
  public static int of(ConfigDocument config) {
    boolean placement = !config.options().placement().equals(ClusterOptions.DEFAULTS.placement());
    boolean transition =
        !config.options().transition().equals(ClusterOptions.DEFAULTS.transition());
    for (SortedMap<String, String> overrides : config.overrides().values()) {
      for (Map.Entry<String, String> override : overrides.entrySet()) {
        placement |= isOfPlacement(override.getKey());
        transition |= isLater(override.getKey(), override.getValue().toLowerCase(Locale.ROOT));
      }
    }
    return Math.max(
        placement ? FeatureSet.PLACEMENT : FeatureSet.OLDEST,
        transition ? FeatureSet.TRANSITIONS : FeatureSet.OLDEST);
  }

  private static boolean isOfPlacement(String name) {
    return name.startsWith(Overrides.UTILIZATION) || name.equals("allow-unhealthy-nodes");
  }

  private static boolean isLater(String name, String value) {
    String[] words = name.split("\\.", -1);
    return INSTANCES.contains(name)
        || (words.length == 3 && OPERATIONS.contains(words[1]))
        || (name.endsWith(".on-fail") && value.equals("demote"))
        || (name.equals("target-role") && (value.equals("promoted") || value.equals("unpromoted")));
  }
}
