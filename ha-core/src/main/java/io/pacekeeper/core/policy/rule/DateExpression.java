package io.pacekeeper.core.policy.rule;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A DateExpression is a condition on the time.
 *
 * @param spec the attributes of its {@code date_spec}, if it has one
 * @param duration the attributes of its {@code duration}, if it has one
 */
public record DateExpression(
    @Nullable String operation,
    @Nullable String start,
    @Nullable String end,
    @Nullable Map<String, String> spec,
    @Nullable Map<String, String> duration)
    implements Expression {
  public DateExpression {
    spec = spec == null ? null : Map.copyOf(spec);
    duration = duration == null ? null : Map.copyOf(duration);
  }
}
