package io.pacekeeper.core.policy.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Rule is a list of expressions of which all, or any, have to hold. What it says of roles and
 * scores is kept as it was written: those words mean something to location constraints alone.
 *
 * @param any whether one expression suffices ({@code boolean-op="or"})
 */
public record Rule(
    String id,
    boolean any,
    @Nullable String role,
    @Nullable String score,
    @Nullable String scoreAttribute,
    List<Expression> expressions)
    implements Expression {
  public Rule {
    expressions = List.copyOf(expressions);
  }
}
