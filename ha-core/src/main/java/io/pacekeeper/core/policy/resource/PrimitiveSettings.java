package io.pacekeeper.core.policy.resource;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.model.AttributeSets;
import io.pacekeeper.core.policy.model.PrimitiveDefinition;
import io.pacekeeper.core.policy.model.ResourceDefinition;
import io.pacekeeper.core.policy.rule.RuleContext;
import io.pacekeeper.core.policy.rule.Words;
import io.pacekeeper.core.policy.working.MultipleActive;
import io.pacekeeper.core.policy.working.NoQuorumPolicy;
import io.pacekeeper.core.policy.working.Requires;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a primitive is told by its meta attributes beside what every resource is. */
final class PrimitiveSettings {
  private final WorkingSet working;

  PrimitiveSettings(WorkingSet working) {
    this.working = working;
  }

  /**
   * Notes that there is a fence device, if this is one, be it one that does not count as a
   * resource.
   */
  boolean noteDevice(ResourceDefinition definition) {
    boolean device =
        definition instanceof PrimitiveDefinition primitive
            && primitive.standard().equals("stonith");
    if (device) {
      working.setFenceDeviceKnown(true);
    }
    return device;
  }

  void apply(WorkingPrimitive primitive) {
    if (noteDevice(primitive.definition())) {
      primitive.set(ResourceFlag.FENCE_DEVICE);
    }
    primitive.setRequires(requires(primitive));
    primitive.setMultipleActive(multipleActive(primitive.meta("multiple-active")));
    primitive.setStickiness(score(primitive.meta("resource-stickiness"), 0));
    primitive.setMigrationThreshold(threshold(primitive.meta("migration-threshold")));
    primitive.setFailureTimeout(Words.interval(primitive.meta("failure-timeout")) / 1000);
    primitive.setRestartTypeRestart("restart".equalsIgnoreCase(primitive.meta("restart-type")));
    primitive.setUtilization(utilization(primitive));
  }

  private Requires requires(WorkingPrimitive primitive) {
    boolean stonith = working.options().stonithEnabled();
    boolean device = primitive.has(ResourceFlag.FENCE_DEVICE);
    String word = primitive.meta("requires");
    switch (word == null ? "" : word.toLowerCase(Locale.ROOT)) {
      case "nothing" -> {
        return Requires.NOTHING;
      }
      case "quorum" -> {
        return Requires.QUORUM;
      }
      case "fencing" -> {
        return Requires.FENCING;
      }
      case "unfencing" -> {
        return device || !stonith ? Requires.QUORUM : Requires.UNFENCING;
      }
      default -> {
        if (device) {
          return Requires.QUORUM;
        }
        if (working.unfencingInUse()) {
          return stonith ? Requires.UNFENCING : Requires.QUORUM;
        }
        if (stonith) {
          return Requires.FENCING;
        }
        return working.options().noQuorumPolicy() == NoQuorumPolicy.IGNORE
            ? Requires.NOTHING
            : Requires.QUORUM;
      }
    }
  }

  private static MultipleActive multipleActive(@Nullable String word) {
    return switch (word == null ? "" : word.toLowerCase(Locale.ROOT)) {
      case "stop_only" -> MultipleActive.STOP_ONLY;
      case "block" -> MultipleActive.BLOCK;
      case "stop_unexpected" -> MultipleActive.STOP_UNEXPECTED;
      default -> MultipleActive.STOP_START;
    };
  }

  private int score(@Nullable String text, int otherwise) {
    return text == null || text.equalsIgnoreCase("default")
        ? otherwise
        : working.options().score(text);
  }

  private int threshold(@Nullable String text) {
    int threshold = score(text, Score.INFINITY);
    return threshold < 0 ? 1 : threshold;
  }

  private Map<String, Integer> utilization(WorkingPrimitive primitive) {
    if (primitive.definition().utilization().isEmpty()) {
      return Map.of();
    }
    Map<String, String> words = new HashMap<>();
    AttributeSets.merge(
        primitive.definition().utilization(),
        null,
        RuleContext.timeOnly(working.time(), working::recheckBy),
        false,
        words);
    Map<String, Integer> utilization = new TreeMap<>();
    words.forEach((name, value) -> utilization.put(name, Words.integer(value, 0)));
    return utilization;
  }
}
