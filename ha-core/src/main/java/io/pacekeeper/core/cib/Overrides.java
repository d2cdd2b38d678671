package io.pacekeeper.core.cib;

import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.Score;
import io.pacekeeper.api.TargetRole;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lays the meta attributes that an administrator set over what code declared. */
final class Overrides {
  private Overrides() {}

  /** Returns the definition with the overrides applied; each that cannot be read adds a warning. */
  static ResourceDefinition apply(
      ResourceDefinition definition, Map<String, String> overrides, List<String> warnings) {
    ResourceDefinition result = definition;
    for (Map.Entry<String, String> override : overrides.entrySet()) {
      try {
        result = apply(result, override.getKey(), override.getValue());
      } catch (IllegalArgumentException unreadable) {
        warnings.add(
            "resource %s: %s=%s in config is ignored: %s"
                .formatted(
                    definition.id(),
                    override.getKey(),
                    override.getValue(),
                    unreadable.getMessage()));
      }
    }
    return result;
  }

  private static ResourceDefinition apply(ResourceDefinition d, String name, String value) {
    return switch (name) {
      case "target-role" -> with(d, d.priority(), d.stickiness(), role(value));
      case "priority" -> with(d, score(value), d.stickiness(), d.targetRole());
      case "resource-stickiness" -> with(d, d.priority(), score(value), d.targetRole());
      case "is-managed" -> with(d, flag(value), d.maintenance(), d.migrationThreshold());
      case "maintenance" -> with(d, d.managed(), flag(value), d.migrationThreshold());
      case "migration-threshold" -> with(d, d.managed(), d.maintenance(), threshold(value));
      default ->
          throw new IllegalArgumentException(
              "it must be target-role, is-managed, maintenance, priority, resource-stickiness or"
                  + " migration-threshold");
    };
  }

  private static TargetRole role(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "started" -> TargetRole.STARTED;
      case "stopped" -> TargetRole.STOPPED;
      default -> throw new IllegalArgumentException("it must be Started or Stopped");
    };
  }

  private static boolean flag(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "on", "yes", "y", "1" -> true;
      case "false", "off", "no", "n", "0" -> false;
      default -> throw new IllegalArgumentException("it must be true or false");
    };
  }

  private static int score(String value) {
    return switch (value) {
      case "INFINITY", "+INFINITY" -> Score.INFINITY;
      case "-INFINITY" -> -Score.INFINITY;
      default -> {
        try {
          yield (int)
              Math.max(-Score.INFINITY, Math.min(Score.INFINITY, Long.parseLong(value.trim())));
        } catch (NumberFormatException notANumber) {
          throw new IllegalArgumentException(
              "it must be a whole number, INFINITY or -INFINITY", notANumber);
        }
      }
    };
  }

  private static int threshold(String value) {
    int threshold = score(value);
    if (threshold < 0) {
      throw new IllegalArgumentException("it must be 0 (never) or more");
    }
    return threshold;
  }

  private static ResourceDefinition with(
      ResourceDefinition d, int priority, int stickiness, TargetRole targetRole) {
    return new ResourceDefinition(
        d.id(),
        priority,
        stickiness,
        targetRole,
        d.managed(),
        d.maintenance(),
        d.requires(),
        d.migrationThreshold(),
        d.failureTimeout(),
        d.start(),
        d.stop(),
        d.monitors(),
        d.locations());
  }

  private static ResourceDefinition with(
      ResourceDefinition d, boolean managed, boolean maintenance, int migrationThreshold) {
    return new ResourceDefinition(
        d.id(),
        d.priority(),
        d.stickiness(),
        d.targetRole(),
        managed,
        maintenance,
        d.requires(),
        migrationThreshold,
        d.failureTimeout(),
        d.start(),
        d.stop(),
        d.monitors(),
        d.locations());
  }
}
