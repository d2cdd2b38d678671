/**
 * The hands of the cluster: one loop that owns all state, feeds events to the core and carries out
 * the effects it returns. Everything that can surprise a node reaches it through this package, and
 * callbacks from elsewhere do nothing but post to the loop's mailbox.
 */
@NullMarked
package io.pacekeeper.runtime;

import org.jspecify.annotations.NullMarked;
