package io.pacekeeper.core.policy.working;

import org.jspecify.annotations.Nullable;

/**
 * A Colocation says that a resource is to be where another one is, or is not.
 *
 * @param dependent who has to go where the primary is
 * @param dependentRole UNKNOWN: whatever its role
 * @param attribute which attribute of the nodes has to be equal; null: it has to be the same node
 * @param influence whether the preferences of the dependent count for an active primary
 */
public record Colocation(
    String id,
    WorkingResource dependent,
    WorkingResource primary,
    int score,
    Role dependentRole,
    Role primaryRole,
    @Nullable String attribute,
    boolean influence) {}
