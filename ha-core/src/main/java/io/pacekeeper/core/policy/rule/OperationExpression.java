package io.pacekeeper.core.policy.rule;

import org.jspecify.annotations.Nullable;

/** An OperationExpression asks for the name and interval of an operation. */
public record OperationExpression(@Nullable String name, @Nullable String interval)
    implements Expression {}
