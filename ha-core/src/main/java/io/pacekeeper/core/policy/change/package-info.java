/**
 * Notices that what is configured for an active resource is not what it was started with, and has
 * it restarted, reloaded, or its recurring operations begun anew or cancelled.
 */
@NullMarked
package io.pacekeeper.core.policy.change;

import org.jspecify.annotations.NullMarked;
