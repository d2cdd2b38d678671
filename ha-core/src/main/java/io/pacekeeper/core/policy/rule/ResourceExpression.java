package io.pacekeeper.core.policy.rule;

import org.jspecify.annotations.Nullable;

/** A ResourceExpression asks for the kind of agent of a resource. */
public record ResourceExpression(
    @Nullable String standard, @Nullable String provider, @Nullable String type)
    implements Expression {}
