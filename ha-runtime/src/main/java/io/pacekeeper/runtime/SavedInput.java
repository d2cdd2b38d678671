package io.pacekeeper.runtime;

import io.pacekeeper.core.scheduler.SchedulerRun;

/**
 * A run of the scheduler that is kept, so that it can be looked at and repeated elsewhere.
 *
 * @param cluster the cluster's name
 * @param version the version of Pacekeeper that decided
 * @param run what it decided from, and what it decided
 */
public record SavedInput(String cluster, String version, SchedulerRun run) {}
