package io.pacekeeper.core.policy.action;

import io.pacekeeper.core.policy.model.OperationDefinition;
import io.pacekeeper.core.policy.rule.Words;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An operation that a resource has be repeated.
 *
 * @param interval in milliseconds
 * @param role in which role it is repeated; UNKNOWN: in any that is active but Promoted
 */
record RecurringOperation(String name, long interval, Role role) {
  private static final Set<String> NEVER_REPEATED =
      Set.of(
          Task.START,
          Task.STOP,
          Task.PROMOTE,
          Task.DEMOTE,
          Task.RELOAD_AGENT,
          Task.MIGRATE_TO,
          Task.MIGRATE_FROM);

  /** Returns what is repeated for a primitive, in the order in which it is configured. */
  static List<RecurringOperation> of(WorkingPrimitive primitive) {
    List<OperationDefinition> configured = primitive.definition().operations();
    List<RecurringOperation> recurring = new ArrayList<>(configured.size());
    for (OperationDefinition definition : configured) {
      RecurringOperation operation = read(definition);
      if (operation != null && !repeated(configured, operation)) {
        recurring.add(operation);
      }
    }
    return recurring;
  }

  private static @Nullable RecurringOperation read(OperationDefinition definition) {
    Map<String, String> attributes = definition.attributes();
    long interval = Words.interval(attributes.get("interval"));
    String word = attributes.get("role");
    Role role = Role.of(word);
    if (interval <= 0
        || NEVER_REPEATED.contains(definition.name())
        || (word != null && role == Role.UNKNOWN)
        || !Words.truth(attributes.get("enabled"), true)) {
      return null;
    }
    return new RecurringOperation(definition.name(), interval, role);
  }

  /** Of two with one name and interval it cannot be said which is meant: neither counts. */
  private static boolean repeated(
      List<OperationDefinition> configured, RecurringOperation operation) {
    int count = 0;
    for (OperationDefinition other : configured) {
      if (other.name().equals(operation.name)
          && Words.interval(other.attributes().get("interval")) == operation.interval) {
        count++;
      }
    }
    return count > 1;
  }
}
