package io.pacekeeper.core.policy.unpack;

import io.pacekeeper.core.policy.history.ExpiredRecurring;
import io.pacekeeper.core.policy.history.FailCounts;
import io.pacekeeper.core.policy.operation.Digests;
import io.pacekeeper.core.policy.operation.Operations;
import io.pacekeeper.core.policy.operation.Parameters;
import io.pacekeeper.core.policy.working.WorkingSet;

/** An Unpacked is a working set whose status is known, and what later stages ask about it. */
public record Unpacked(
    WorkingSet working,
    Parameters parameters,
    Operations operations,
    Digests digests,
    FailCounts failCounts,
    ExpiredRecurring expired) {}
