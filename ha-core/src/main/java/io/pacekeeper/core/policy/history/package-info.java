/**
 * Replays what the nodes remember of operations, and so finds out where resources are active, in
 * which role, what failed, and what is to be done about that.
 */
@NullMarked
package io.pacekeeper.core.policy.history;

import org.jspecify.annotations.NullMarked;
