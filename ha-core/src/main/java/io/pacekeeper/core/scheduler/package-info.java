/**
 * The scheduler: decides, from the cluster information base and the time alone, what runs where and
 * what has to be done for that, with Pacemaker's semantics.
 *
 * <p>{@link io.pacekeeper.core.scheduler.Scheduler} is read from top to bottom: each stage returns
 * its own record, and every later one takes that as it is. Why something was decided is written
 * down by the code that decides it, where somebody asked.
 */
@NullMarked
package io.pacekeeper.core.scheduler;

import org.jspecify.annotations.NullMarked;
