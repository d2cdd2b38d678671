package io.pacekeeper.core.cib;

import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.ResourceNeeds;
import io.pacekeeper.api.TargetRole;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lays the meta attributes and limits that an administrator set over what code declared. */
public final class Overrides {
  /** How an override of an operation's limit is named: {@code op.start.timeout}. */
  private static final String OPERATION = "op.";

  /** How an override of what a resource takes is named: {@code utilization.memory}. */
  public static final String UTILIZATION = "utilization.";

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

  /**
   * Returns a definition with one override applied.
   *
   * @throws IllegalArgumentException if there is no such attribute or it cannot have that value,
   *     with what it must be
   */
  public static ResourceDefinition apply(ResourceDefinition definition, String name, String value) {
    EditedDefinition edited = new EditedDefinition(definition);
    switch (name) {
      case "target-role" -> edited.targetRole = role(value);
      case "priority" -> edited.priority = AttributeValue.score(value);
      case "resource-stickiness" -> edited.stickiness = AttributeValue.score(value);
      case "is-managed" -> edited.managed = AttributeValue.flag(value);
      case "maintenance" -> edited.maintenance = AttributeValue.flag(value);
      case "migration-threshold" -> edited.migrationThreshold = AttributeValue.threshold(value);
      case "failure-timeout" -> edited.failureTimeout = AttributeValue.duration(value);
      case "allow-unhealthy-nodes" -> edited.allowUnhealthyNodes = AttributeValue.flag(value);
      case "clone-max", "clone-node-max", "clone-min", "interleave", "ordered" ->
          edited.instances(name, value);
      case "promoted-max", "promoted-node-max" -> edited.promotions(name, value);
      default -> {
        if (name.startsWith(UTILIZATION)) {
          String of = name.substring(UTILIZATION.length());
          edited.utilization.put(of, ResourceNeeds.requireAmount(of, AttributeValue.number(value)));
        } else {
          operation(edited, name, value);
        }
      }
    }
    return built(edited, "resource " + definition.id() + ": ");
  }

  /** Returns the definition; what is wrong with it is said without the name, which is known. */
  private static ResourceDefinition built(EditedDefinition edited, String prefix) {
    try {
      return edited.build();
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw new IllegalArgumentException(
          message.startsWith(prefix) ? message.substring(prefix.length()) : message, e);
    }
  }

  private static void operation(EditedDefinition edited, String name, String value) {
    String[] words = name.split("\\.", -1);
    if (!name.startsWith(OPERATION) || words.length != 3) {
      throw new IllegalArgumentException(
          "it must be target-role, is-managed, maintenance, priority, resource-stickiness,"
              + " migration-threshold, failure-timeout, allow-unhealthy-nodes, clone-max,"
              + " clone-node-max, clone-min, interleave, ordered, promoted-max, promoted-node-max,"
              + " a limit such as op.start.timeout, or what it takes, such as utilization.memory");
    }
    edited.operation(words[1], words[2], value);
  }

  private static TargetRole role(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "started" -> TargetRole.STARTED;
      case "promoted" -> TargetRole.PROMOTED;
      case "unpromoted" -> TargetRole.UNPROMOTED;
      case "stopped" -> TargetRole.STOPPED;
      default ->
          throw new IllegalArgumentException(
              "it must be Started or Stopped, or Promoted or Unpromoted");
    };
  }
}
