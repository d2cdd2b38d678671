package io.pacekeeper.core.controller;

import java.time.Instant;

/**
 * When something is decided. The first is for durations and leases, the second for people.
 *
 * @param nanos monotonic time of this process, in nanoseconds; the origin has no meaning
 * @param wall wall-clock time
 */
public record Moment(long nanos, Instant wall) {}
