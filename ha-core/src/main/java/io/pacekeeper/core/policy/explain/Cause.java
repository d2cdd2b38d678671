package io.pacekeeper.core.policy.explain;

import org.jspecify.annotations.Nullable;

/**
 * A Cause is something that speaks for or against a node.
 *
 * @param words what it is, as a part of a sentence
 * @param remedy what would end it; null: nothing that an administrator could do
 */
public record Cause(String words, @Nullable String remedy) {}
