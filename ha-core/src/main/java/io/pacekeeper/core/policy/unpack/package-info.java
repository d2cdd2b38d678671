/**
 * The first stage of a decision: makes the working set of what was read, with its nodes, their
 * states, the resources, and what the history says of them.
 */
@NullMarked
package io.pacekeeper.core.policy.unpack;

import org.jspecify.annotations.NullMarked;
