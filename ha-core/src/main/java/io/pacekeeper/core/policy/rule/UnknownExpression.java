package io.pacekeeper.core.policy.rule;

/** An UnknownExpression is a condition that nobody knows: it never holds. */
public record UnknownExpression(String name) implements Expression {}
