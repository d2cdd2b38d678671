/**
 * Plays a transition through as if everything succeeded, and says what the cluster is like
 * afterwards; and changes a cluster as somebody asks, to see what would be decided then.
 */
@NullMarked
package io.pacekeeper.core.policy.simulate;

import org.jspecify.annotations.NullMarked;
