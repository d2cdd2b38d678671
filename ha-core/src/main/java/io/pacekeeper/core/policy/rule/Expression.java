package io.pacekeeper.core.policy.rule;

/** An Expression is one condition inside a {@link Rule}. */
public sealed interface Expression
    permits Rule,
        AttributeExpression,
        DateExpression,
        ResourceExpression,
        OperationExpression,
        UnknownExpression {}
