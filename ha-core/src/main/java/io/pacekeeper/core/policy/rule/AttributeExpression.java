package io.pacekeeper.core.policy.rule;

import org.jspecify.annotations.Nullable;

/** An AttributeExpression compares an attribute of a node with a value. */
public record AttributeExpression(
    String attribute,
    @Nullable String operation,
    @Nullable String value,
    @Nullable String type,
    @Nullable String valueSource)
    implements Expression {}
