package io.pacekeeper.core.policy.working;

import org.jspecify.annotations.Nullable;

/**
 * A Choice is how a primitive came by its node.
 *
 * @param current where it was; null: nowhere
 * @param best the node that comes first by score and load; null: there is none
 * @param chosen the node that was chosen, if it may be there; null: none was
 * @param counts how many resources each node had by then
 */
@SuppressWarnings("ArrayRecordComponent") // made once for each primitive, read by index
public record Choice(
    @Nullable WorkingNode current,
    @Nullable WorkingNode best,
    @Nullable WorkingNode chosen,
    int[] counts) {}
