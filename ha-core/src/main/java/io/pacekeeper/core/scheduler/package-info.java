/**
 * The scheduler: decides, from the cluster information base and the time alone, what runs where and
 * what has to be done for that, with Pacemaker's semantics.
 */
@NullMarked
package io.pacekeeper.core.scheduler;

import org.jspecify.annotations.NullMarked;
