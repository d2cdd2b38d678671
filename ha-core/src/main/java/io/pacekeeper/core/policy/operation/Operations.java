package io.pacekeeper.core.policy.operation;

import io.pacekeeper.core.policy.model.AttributeSets;
import io.pacekeeper.core.policy.model.OperationDefinition;
import io.pacekeeper.core.policy.model.PrimitiveDefinition;
import io.pacekeeper.core.policy.rule.RuleContext;
import io.pacekeeper.core.policy.rule.Words;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Operations are what is configured for the operations of primitives. */
public final class Operations {
  private final WorkingSet working;
  private final Parameters parameters;
  private final IdentityHashMap<PrimitiveDefinition, List<ConfiguredOperation>> configured =
      new IdentityHashMap<>();

  /** Makes the operations of a working set's primitives. */
  public Operations(WorkingSet working, Parameters parameters) {
    this.working = working;
    this.parameters = parameters;
  }

  /** Returns the operations of a primitive, in the order in which they are configured. */
  public List<ConfiguredOperation> of(PrimitiveDefinition definition) {
    List<ConfiguredOperation> known = configured.get(definition);
    if (known == null) {
      known = new ArrayList<>(definition.operations().size());
      for (OperationDefinition operation : definition.operations()) {
        known.add(ConfiguredOperation.of(operation));
      }
      configured.put(definition, known);
    }
    return known;
  }

  /**
   * Returns what is configured first for an operation by its key, enabled or not. The halves of a
   * live migration may be configured together, as {@code migrate}. Null: nothing is.
   */
  public @Nullable ConfiguredOperation find(WorkingPrimitive primitive, String key) {
    ConfiguredOperation found = findExactly(primitive, key);
    if (found != null) {
      return found;
    }
    if (key.contains(Task.MIGRATE_TO) || key.contains(Task.MIGRATE_FROM)) {
      return findExactly(primitive, Task.key(primitive.id(), "migrate", 0));
    }
    return key.contains("_notify_")
        ? findExactly(primitive, Task.key(primitive.id(), Task.NOTIFY, 0))
        : null;
  }

  /** Returns whether an operation is configured, and enabled. */
  public boolean enabled(WorkingPrimitive primitive, String task, long interval) {
    for (ConfiguredOperation operation : of(primitive.definition())) {
      if (operation.enabled()
          && operation.interval() == interval
          && operation.name().equals(task)) {
        return true;
      }
    }
    return false;
  }

  private @Nullable ConfiguredOperation findExactly(WorkingPrimitive primitive, String key) {
    String historyName = primitive.historyName();
    for (ConfiguredOperation operation : of(primitive.definition())) {
      if (isKey(key, primitive.id(), operation)
          || (historyName != null && isKey(key, historyName, operation))) {
        return operation;
      }
    }
    return null;
  }

  private static boolean isKey(String key, String resource, ConfiguredOperation operation) {
    return key.startsWith(resource)
        && key.equals(Task.key(resource, operation.name(), operation.interval()));
  }

  /**
   * Returns the meta attributes of an operation: its timeout is in milliseconds and always there,
   * its interval is in milliseconds and there if it recurs.
   *
   * @param operation what is configured for it, if anything is
   */
  public Map<String, String> meta(
      WorkingPrimitive primitive,
      @Nullable ConfiguredOperation operation,
      String task,
      long interval,
      @Nullable WorkingNode node) {
    PrimitiveDefinition definition = primitive.definition();
    RuleContext context =
        RuleContext.timeOnly(working.time(), working::recheckBy)
            .withAgent(
                new RuleContext.Agent(
                    definition.standard(), definition.provider(), definition.type()))
            .withOperation(new RuleContext.Operation(task, interval));
    Map<String, String> meta = new HashMap<>();
    AttributeSets.merge(working.input().operationDefaults(), null, context, false, meta);
    boolean probe = task.equals(Task.MONITOR) && interval == 0;
    if (probe) {
      String timeout = timeoutOfShortestMonitor(definition);
      if (timeout != null) {
        meta.put("timeout", timeout);
      }
    }
    if (operation != null) {
      AttributeSets.merge(operation.definition().meta(), null, context, true, meta);
      meta.putAll(operation.definition().attributes());
    }
    meta.remove("id");
    if (interval > 0) {
      meta.put("interval", Long.toString(interval));
    } else {
      meta.remove("interval");
    }
    if (definition.standard().equals("stonith") && (probe || task.equals(Task.START))) {
      String timeout = parameters.of(primitive, node).get("pcmk_monitor_timeout");
      if (timeout != null) {
        meta.put("timeout", timeout);
      }
    }
    meta.put("timeout", Long.toString(Words.timeout(meta.get("timeout"))));
    return meta;
  }

  private @Nullable String timeoutOfShortestMonitor(PrimitiveDefinition definition) {
    ConfiguredOperation shortest = null;
    for (ConfiguredOperation operation : of(definition)) {
      if (operation.name().equals(Task.MONITOR)
          && operation.enabled()
          && operation.interval() > 0
          && (shortest == null || operation.interval() < shortest.interval())) {
        shortest = operation;
      }
    }
    return shortest == null ? null : shortest.definition().attributes().get("timeout");
  }
}
