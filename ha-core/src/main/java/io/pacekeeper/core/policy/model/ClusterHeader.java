package io.pacekeeper.core.policy.model;

import org.jspecify.annotations.Nullable;

/**
 * The ClusterHeader is what a cluster says of itself beside its configuration.
 *
 * @param dcId the id of the node that is DC
 * @param featureSet the feature set of whoever wrote the status
 * @param executionDate seconds since the epoch at which the decision is to be taken, where that is
 *     recorded
 * @param noQuorumPanic whether nodes without quorum may fence (only no-quorum-policy=suicide asks)
 */
public record ClusterHeader(
    boolean haveQuorum,
    @Nullable String dcId,
    @Nullable String featureSet,
    @Nullable Long executionDate,
    boolean noQuorumPanic) {}
