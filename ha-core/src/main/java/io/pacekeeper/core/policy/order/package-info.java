/**
 * Turns orderings into edges between actions, and has what one action is or is not (required,
 * runnable) pass along these edges until nothing changes any more.
 */
@NullMarked
package io.pacekeeper.core.policy.order;

import org.jspecify.annotations.NullMarked;
